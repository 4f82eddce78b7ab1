// kith admin held list: changes that wait for an admin.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminHeldListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List held and rejected changes, the oldest first.")

    @Option(help: "Only this person's.")
    var user: String?
    @Flag(help: "Those seen to, as well.")
    var all = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let ops = try await context.perform(
            AdminHeldRequest(user: user, includesSettled: all)
        ).ops
        var table = Table([
            TableColumn("ID"), TableColumn("SINCE"), TableColumn("WHO"), TableColumn("ACCOUNT"),
            TableColumn("FIELD"), TableColumn("VALUE", isFlexible: true),
            TableColumn("NOW", isFlexible: true), TableColumn("REASON", isFlexible: true),
        ])
        for op in ops {
            let writes = op.writes.isEmpty ? [nil] : op.writes.map(Optional.some)
            for write in writes {
                table.add([
                    TableCell(op.shortID, tone: .strong), context.cell(op.stamp),
                    TableCell(op.authorHandle), TableCell(op.accountHandle ?? "unknown"),
                    TableCell("\(op.kind) \(write?.unit ?? op.action)"),
                    TableCell(write?.value ?? ""), TableCell(write?.current ?? ""),
                    TableCell(
                        op.settled?.outcome
                            ?? RefusalWords.text(code: op.code, author: op.authorHandle),
                        plain: op.settled?.outcome ?? "\(op.verdict): \(op.code)"),
                ])
            }
        }
        try context.answer("admin-held", table: table, empty: "Nothing waits.") {
            [("held", .array(ops.map { Self.json($0, context) }))]
        }
    }

    static func json(_ op: AdminHeldOp, _ context: CommandContext) -> JSONText {
        let writes = op.writes.map { write in
            JSONText.object([
                ("unit", .text(write.unit)), ("value", .text(write.value)),
                ("current", JSONText(write.current)),
            ])
        }
        return .object([
            ("id", .text(op.op.description)), ("shortID", .text(op.shortID)),
            ("verdict", .text(op.verdict)), ("code", .text(op.code)),
            ("author", .text(op.authorHandle)), ("device", .text(op.device)),
            ("action", .text(op.action)), ("record", .text(op.record.description)),
            ("kind", .text(op.kind)), ("account", JSONText(op.accountHandle)),
            ("writes", .array(writes)), ("written", context.json(op.stamp)),
            ("received", context.json(op.received)),
            ("settled", JSONText(op.settled?.outcome)),
        ])
    }
}
