// Changes that were written here, as people read them.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

/// Changes that were written here, as people read them.
struct OpList {
    let ops: [OwnOp]
    let book: RecordBook

    /// One line for each change.
    func table() throws -> Table {
        let shortIDs = try book.reader.opShortIDs()
        var table = Table([
            TableColumn("ID"), TableColumn("WRITTEN"), TableColumn("ACCOUNT"),
            TableColumn("RECORD", isFlexible: true), TableColumn("CHANGE", isFlexible: true),
            TableColumn("STATE"),
        ])
        for own in ops {
            let written = written(own)
            table.add([
                TableCell(shortIDs[own.op.id] ?? own.op.id.description),
                TableCell(written.text(today: book.today), plain: written.isoTime),
                TableCell(try book.handle(of: own.op.account)),
                TableCell(try recordText(own)), TableCell(try change(own)),
                TableCell(Self.state(own), tone: Self.tone(own)),
            ])
        }
        return table
    }

    /// When a change was written: as the server decided, or by this laptop's clock.
    func written(_ own: OwnOp) -> LocalTime {
        if own.stamp != .zero {
            return LocalTime(milliseconds: Int64(clamping: own.stamp.milliseconds))
        }
        return book.correctedTime(wallMilliseconds: own.op.evidence.wallMilliseconds)
    }

    /// The changes for programs.
    func json() throws -> [JSONText] {
        let shortIDs = try book.reader.opShortIDs()
        return try ops.map { own in
            let op = own.op
            let units = op.units.map { unit in
                JSONText.object([
                    ("unit", .text(book.schema.name(of: unit.key, kind: op.kind))),
                    ("value", .text(plainValue(unit, kind: op.kind))),
                ])
            }
            let time =
                own.stamp == .zero
                ? book.corrected(wallMilliseconds: op.evidence.wallMilliseconds)
                : Int64(clamping: own.stamp.milliseconds)
            return .object([
                ("id", .text(op.id.description)), ("shortID", JSONText(shortIDs[op.id])),
                ("record", .text(op.record.description)),
                ("kind", JSONText(book.schema.kind(number: op.kind)?.name)),
                ("account", .text(try book.handle(of: op.account))),
                ("action", .text(Self.verb(op.action))), ("units", .array(units)),
                ("written", .text(Instant.text(milliseconds: time))),
                ("state", .text(Self.state(own))), ("isSealed", .boolean(own.isSealed)),
                ("reason", .text(op.reason)),
            ])
        }
    }

    /// What was changed, in one line.
    func change(_ own: OwnOp) throws -> String {
        switch own.op.action {
        case .delete: return "deleted"
        case .restore: return "restored"
        case .review: return "acknowledged a conflict"
        case .create: return "made"
        case .set: break
        }
        return try own.op.units.map { unit in
            let title = try book.title(of: unit.key, kind: own.op.kind)
            let value = try book.text(unit.value, unit: unit.key, kind: own.op.kind)
            if !unit.key.element.isEmpty, book.isSet(unit.key, kind: own.op.kind) {
                return unit.value.isEmpty ? "\(title) removed" : "\(title) added"
            }
            return value.isEmpty ? "\(title) cleared" : "\(title): \(value)"
        }.joined(separator: "; ")
    }

    /// The record of a change in a few words.
    func recordText(_ own: OwnOp) throws -> String {
        guard let entry = try book.entry(own.op.record) else {
            return book.schema.kind(number: own.op.kind)?.title.lowercased() ?? "record"
        }
        if entry.kind == KindNumber.account { return book.title(of: entry) }
        return "\(book.title(of: entry)) (\(try book.typed(entry)))"
    }

    private func plainValue(_ unit: UnitWrite, kind: UInt16) -> String {
        guard let field = book.schema.field(of: unit.key, kind: kind) else { return "" }
        if field.policy == .set { return unit.value.isEmpty ? "" : "present" }
        return Entry.value(unit.value, of: field)?.text ?? ""
    }

    /// What became of a change, in a word or two.
    static func state(_ own: OwnOp) -> String {
        switch own.status {
        case .waiting: return own.isSealed ? "on its way" : "waiting"
        case .accepted(.lost): return "replaced"
        case .accepted: return "sent"
        case .held: return own.notice.map(settled) ?? "held"
        case .rejected: return own.notice.map(settled) ?? "rejected"
        }
    }

    private static func settled(_ notice: HeldNotice) -> String {
        notice.outcome == .applied ? "applied by an admin" : "archived by an admin"
    }

    private static func tone(_ own: OwnOp) -> Tone? {
        switch own.status {
        case .waiting, .accepted: nil
        case .held: .attention
        case .rejected: .bad
        }
    }

    static func verb(_ action: OpAction) -> String {
        switch action {
        case .create: "create"
        case .set: "set"
        case .delete: "delete"
        case .restore: "restore"
        case .review: "review"
        }
    }
}

extension RecordBook {
    func isSet(_ unit: UnitKey, kind: UInt16) -> Bool {
        schema.field(of: unit, kind: kind)?.policy == .set
    }
}
