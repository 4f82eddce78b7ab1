// kith admin conflict: one conflict as the server has it, and settling it for everybody.

import ArgumentParser
import CausalCore
import SyncProtocol
import Terminal

struct AdminConflictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflict", abstract: "Show one conflict, or settle it for everybody.",
        discussion: """
            Without an option it is shown. --keep takes the handle of the person whose value is \
            right, --value another value, --ack leaves it as it is.
            """)

    @Argument(help: "Short id, such as x-7k3q.")
    var conflict: String
    @Option(help: "Keep this person's value (a handle).")
    var keep: String?
    @Option(help: "Write this value.")
    var value: String?
    @Flag(help: "Leave it as it is, and close it.")
    var ack = false
    @Option(help: "Why, for the others.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        let choices = [keep != nil, value != nil, ack].count { $0 }
        if choices > 1 { throw ValidationError("Choose one of --keep, --value and --ack.") }
    }

    func run() async throws {
        let context = try CommandContext(options)
        let page = try await context.perform(AdminConflictRequest(conflict: conflict))
        guard let choice = try choice(page.conflict) else {
            return try show(page.conflict, context)
        }
        let answer = try await context.perform(
            AdminResolveRequest(
                conflict: page.conflict.id.description, choice: choice, seen: page.seen,
                reason: reason))
        guard answer.code == nil else {
            throw CommandFailure(
                .badData, "The server did not take it: \(answer.verdict), \(answer.code ?? "").",
                remedy: "Look at it again: kith admin conflict \(conflict)")
        }
        try show(answer.conflict, context)
    }

    private func choice(_ conflict: AdminConflict) throws -> AdminResolution? {
        if let value { return .edit(value: value) }
        if ack { return .acknowledge }
        guard let keep else { return nil }
        let members = conflict.members.filter {
            $0.authorHandle == keep || $0.op.description == keep
        }
        guard let member = members.last else {
            let handles = Set(conflict.members.map(\.authorHandle)).sorted()
            throw CommandFailure(
                .usage, "\"\(keep)\" is no side of this conflict.",
                remedy: "Name one of: \(handles.joined(separator: ", "))")
        }
        return .keep(op: member.op)
    }

    private func show(_ conflict: AdminConflict, _ context: CommandContext) throws {
        try context.answer(
            "admin-conflict",
            json: { [("conflict", AdminConflictJSON.of(conflict, context))] },
            plain: { plain(conflict) }, people: { people(conflict, context) })
    }

    private func plain(_ conflict: AdminConflict) -> String {
        var table = Table(["", "", "", "", ""].map { TableColumn($0) })
        for member in conflict.members {
            table.add([
                TableCell(member.prevails ? "kept" : "saved"), TableCell(member.value),
                TableCell(member.authorHandle), TableCell(member.device),
                TableCell(member.op.description),
            ])
        }
        return table.plain()
    }

    private func people(_ conflict: AdminConflict, _ context: CommandContext) -> String {
        let palette = context.palette
        var text = palette(.strong, SafeText.line("\(conflict.title): \(conflict.unit)"))
        text += "  \(conflict.accountHandle) · \(conflict.shortID)"
        text += " · \(AdminConflictsCommand.state(conflict))\n\n"
        var lines = LabelledLines(palette: palette)
        for member in conflict.members {
            let value = member.value.isEmpty ? "(empty)" : member.value
            let device = member.device.isEmpty ? "the server" : member.device
            lines.add(
                member.prevails ? "  shows" : "  saved",
                "\(value)\n\(member.authorName) (\(member.authorHandle)) on \(device)\n"
                    + "written \(context.text(member.stamp)), "
                    + "received \(context.text(member.received))",
                tone: member.prevails ? .good : .attention)
        }
        lines.add("  now", conflict.current.isEmpty ? "(empty)" : conflict.current)
        text += lines.text
        if let closing = conflict.closing {
            let who = closing.by.isEmpty ? "by policy" : "by \(closing.by)"
            text += "\nClosed \(who) on \(context.text(closing.stamp))"
            text += closing.reason.isEmpty ? ".\n" : ": \(SafeText.line(closing.reason))\n"
        } else {
            text += "\nSettle it with --keep HANDLE, --value TEXT or --ack.\n"
        }
        return text
    }
}
