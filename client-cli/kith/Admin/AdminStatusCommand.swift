// kith admin status: how the server is, and what needs action.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminStatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How the server is, and what needs action.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let status = try await context.perform(AdminStatusRequest())
        let members: [(String, JSONText)] = [
            ("serverName", .text(status.serverName)), ("software", .text(status.software)),
            ("lineage", .text(status.lineage.description)),
            ("schemaVersion", JSONText(status.schema)),
            ("time", context.json(status.time)), ("seq", JSONText(status.seq)),
            ("backupSeq", JSONText(status.backupSeq)), ("users", JSONText(status.users)),
            ("devices", JSONText(status.devices)), ("accounts", JSONText(status.accounts)),
            ("records", JSONText(status.records)), ("ops", JSONText(status.ops)),
            ("openConflicts", JSONText(status.openConflicts)),
            ("conflictsToReview", JSONText(status.conflictsToReview)),
            ("held", JSONText(status.held)), ("rejected", JSONText(status.rejected)),
        ]
        try context.answer(
            "admin-status", json: { members },
            plain: {
                var table = Table([TableColumn(""), TableColumn("")])
                for (key, value) in members {
                    if case .text(let text) = value {
                        table.add([TableCell(key), TableCell(text)])
                    } else {
                        table.add([TableCell(key), TableCell(value.document(isPretty: false))])
                    }
                }
                return table.plain()
            }, people: { people(status, context) })
    }

    private func people(_ status: AdminStatusResponse, _ context: CommandContext) -> String {
        var lines = LabelledLines(palette: context.palette)
        lines.add("Server", "\(status.serverName), \(status.software)")
        lines.add("Time", context.text(status.time))
        lines.add(
            "Here",
            (status.users == 1 ? "1 person" : "\(status.users) people") + ", "
                + StatusCommand.counted(status.devices, "device") + ", "
                + StatusCommand.counted(status.accounts, "account") + ", "
                + StatusCommand.counted(status.records, "record"))
        let conflicts =
            status.openConflicts == 0
            ? "none open"
            : "\(status.conflictsToReview) to review of \(status.openConflicts) open: "
                + "kith admin conflicts"
        lines.add("Conflicts", conflicts, tone: status.conflictsToReview > 0 ? .attention : nil)
        let refused = status.held + status.rejected
        lines.add(
            "Held",
            refused == 0
                ? "none" : "\(status.held) held, \(status.rejected) rejected: kith admin held",
            tone: refused > 0 ? .attention : nil)
        lines.add(
            "Backup",
            status.backupSeq == 0
                ? "none yet" : "up to \(status.backupSeq) of \(status.seq)")
        return lines.text
    }
}
