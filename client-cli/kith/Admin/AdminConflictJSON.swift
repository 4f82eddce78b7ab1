// A conflict as the server tells it, for programs.

import SyncProtocol
import Terminal

/// A conflict as the server tells it, for programs.
enum AdminConflictJSON {
    static func of(_ conflict: AdminConflict, _ context: CommandContext) -> JSONText {
        var closing = JSONText.null
        if let closed = conflict.closing {
            closing = .object([
                ("by", .text(closed.by)), ("reason", .text(closed.reason)),
                ("time", context.json(closed.stamp)),
            ])
        }
        return .object([
            ("id", .text(conflict.id.description)), ("shortID", .text(conflict.shortID)),
            ("record", .text(conflict.record.description)), ("title", .text(conflict.title)),
            ("kind", .text(conflict.kind)), ("account", .text(conflict.accountHandle)),
            ("unit", .text(conflict.unit)), ("current", .text(conflict.current)),
            ("needsReview", .boolean(conflict.needsReview)),
            ("isOpen", .boolean(conflict.closing == nil)),
            ("isOvertaken", .boolean(conflict.isOvertaken)),
            ("opened", context.json(conflict.opened)),
            ("members", .array(conflict.members.map { member($0, context) })),
            ("closing", closing),
        ])
    }

    private static func member(
        _ member: AdminConflictMember, _ context: CommandContext
    ) -> JSONText {
        .object([
            ("op", .text(member.op.description)), ("action", .text(member.action)),
            ("value", .text(member.value)), ("base", JSONText(member.base)),
            ("author", .text(member.authorHandle)), ("device", .text(member.device)),
            ("replica", .text(member.replica.description)), ("counter", JSONText(member.counter)),
            ("written", context.json(member.stamp)), ("received", context.json(member.received)),
            ("quality", .text(member.quality)), ("seq", JSONText(member.seq)),
            (
                "context",
                .object(member.context.map { ($0.replica.description, JSONText($0.counter)) })
            ),
            ("isKept", .boolean(member.prevails)), ("isReplaced", .boolean(member.isReplaced)),
        ])
    }
}
