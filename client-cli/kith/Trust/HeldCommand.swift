// kith held: changes that could not be applied; they are kept, and somebody can act on them.

import AccountRecords
import ArgumentParser
import CausalCore
import ReplicaStore
import Terminal

struct HeldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held",
        abstract: "List changes of yours that the server keeps but has not applied.")

    @Flag(help: "Also those that an admin has seen to.")
    var all = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let ops = try all ? book.reader.held() : book.reader.outbox(.heldOrRejected)
            try context.answer(
                "held", json: { [("held", .array(try json(ops, book)))] },
                plain: { try table(ops, book).plain() },
                people: {
                    if ops.isEmpty { return "Nothing is held. Everything you wrote was applied.\n" }
                    return try table(ops, book).text(width: context.width, palette: context.palette)
                        + "Nothing of it is lost. An admin can apply or archive it.\n"
                })
        }
    }

    private func table(_ ops: [OwnOp], _ book: RecordBook) throws -> Table {
        let shortIDs = try book.reader.opShortIDs()
        let list = OpList(ops: ops, book: book)
        var table = Table([
            TableColumn("ID"), TableColumn("ACCOUNT"), TableColumn("FIELD"),
            TableColumn("VALUE", isFlexible: true), TableColumn("REASON", isFlexible: true),
            TableColumn("SINCE"), TableColumn("WHO CAN ACT", isFlexible: true),
        ])
        for own in ops {
            let units = own.op.units.isEmpty ? [nil] : own.op.units.map(Optional.some)
            for unit in units {
                let field = try unit.map { try book.title(of: $0.key, kind: own.op.kind) }
                let value = try unit.map {
                    try book.text($0.value, unit: $0.key, kind: own.op.kind)
                }
                let written = list.written(own)
                table.add([
                    TableCell(shortIDs[own.op.id] ?? own.op.id.description, tone: .strong),
                    TableCell(try book.handle(of: own.op.account)),
                    TableCell(field ?? OpList.verb(own.op.action)),
                    TableCell(try value ?? list.change(own)), TableCell(Self.reason(own)),
                    TableCell(written.dayText(today: book.today), plain: written.isoTime),
                    TableCell(try Self.whoCanAct(own, book)),
                ])
            }
        }
        return table
    }

    private func json(_ ops: [OwnOp], _ book: RecordBook) throws -> [JSONText] {
        let list = OpList(ops: ops, book: book)
        return try zip(ops, try list.json()).map { own, base in
            guard case .object(let members) = base else { return base }
            return .object(
                members + [
                    ("verdict", .text(Self.verdict(own))), ("code", .text(Self.code(own))),
                    ("explanation", .text(Self.reason(own))),
                    ("whoCanAct", .text(try Self.whoCanAct(own, book))),
                ])
        }
    }

    private static func verdict(_ own: OwnOp) -> String {
        if case .held = own.status { return "held" }
        return "rejected"
    }

    private static func code(_ own: OwnOp) -> String {
        switch own.status {
        case .held(let reason): String(describing: reason)
        case .rejected(let reason): String(describing: reason)
        case .waiting, .accepted: ""
        }
    }

    private static func whoCanAct(_ own: OwnOp, _ book: RecordBook) throws -> String {
        guard let notice = own.notice else { return "an admin" }
        let who = try book.name(of: notice.by)
        let outcome = notice.outcome == .applied ? "applied" : "archived"
        return notice.reason.isEmpty
            ? "\(outcome) by \(who)" : "\(outcome) by \(who): \(notice.reason)"
    }

    /// Why a change is not applied, in words.
    static func reason(_ own: OwnOp) -> String {
        switch own.status {
        case .held(let reason): RefusalWords.text(reason, author: "you")
        case .rejected(let reason): RefusalWords.text(reason)
        case .waiting, .accepted: ""
        }
    }
}
