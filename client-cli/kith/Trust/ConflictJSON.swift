// A conflict for programs.

import AccountRecords
import CausalCore
import Terminal

/// A conflict for programs.
enum ConflictJSON {
    static func of(_ story: ConflictStory) throws -> JSONText {
        let conflict = story.conflict
        let book = story.book
        let members = try conflict.members.map { try member($0, story) }
        var closing = JSONText.null
        if let closed = conflict.closing {
            closing = .object([
                (
                    "by",
                    closed.author.isZero
                        ? .null : .text(try book.directory().handle(of: closed.author))
                ),
                ("reason", .text(closed.reason)), ("time", time(closed.stamp)),
            ])
        }
        return .object([
            ("id", .text(conflict.id.description)),
            ("shortID", .text(try book.typed(conflict: conflict.id))),
            ("record", .text(conflict.record.description)),
            ("kind", JSONText(book.schema.kind(number: conflict.kind)?.name)),
            ("account", .text(try book.handle(of: conflict.account))),
            ("unit", .text(book.schema.name(of: conflict.unit, kind: conflict.kind))),
            ("needsReview", .boolean(conflict.needsReview)), ("isOpen", .boolean(conflict.isOpen)),
            ("isOvertaken", .boolean(conflict.isOvertaken)), ("opened", time(conflict.opened)),
            ("why", .text(try story.reason())), ("members", .array(members)),
            ("merged", .array(try story.mergedUnits().map { .text($0) })), ("closing", closing),
        ])
    }

    private static func member(
        _ member: ConflictMember, _ story: ConflictStory
    ) throws -> JSONText {
        let book = story.book
        let unit = story.conflict.unit
        let kind = story.conflict.kind
        return .object([
            ("op", .text(member.op.description)),
            ("action", .text(OpList.verb(member.action))),
            ("value", plain(member.value, unit, kind, book)),
            ("base", member.base.map { plain($0, unit, kind, book) } ?? .null),
            ("author", .text(try book.directory().handle(of: member.author))),
            ("device", .text(try book.directory().device(member.dot.replica))),
            ("replica", .text(member.dot.replica.description)),
            ("counter", JSONText(member.dot.counter)), ("written", time(member.stamp)),
            ("received", time(member.received)),
            ("quality", .text(String(describing: member.quality))),
            ("seq", JSONText(member.seq)),
            (
                "context",
                .object(
                    member.context.entries.map { ($0.replica.description, JSONText($0.counter)) })
            ),
            ("isMine", .boolean(story.isMine(member))),
            ("isKept", .boolean(member.op == story.kept?.op)),
            ("isReplaced", .boolean(member.isReplaced)),
            ("clockNote", JSONText(try story.clockNote(member))),
        ])
    }

    private static func plain(
        _ bytes: [UInt8], _ unit: UnitKey, _ kind: UInt16, _ book: RecordBook
    ) -> JSONText {
        if unit == .life { return .text(bytes == lifeValue(alive: true) ? "alive" : "deleted") }
        guard let field = book.schema.field(of: unit, kind: kind) else { return .null }
        if field.policy == .set { return .text(bytes.isEmpty ? "" : "present") }
        return JSONText(Entry.value(bytes, of: field)?.text)
    }

    private static func time(_ stamp: Stamp) -> JSONText {
        .text(Instant.text(milliseconds: Int64(clamping: stamp.milliseconds)))
    }
}
