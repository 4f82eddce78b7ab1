// kith admin conflicts: the conflicts of all accounts.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminConflictsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "List conflicts of all accounts.")

    @Argument(help: "Only this account.")
    var account: String?
    @Flag(help: "Closed ones too.")
    var all = false
    @Flag(help: "Only those that somebody should look at.")
    var review = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let answer = try await context.perform(
            AdminConflictsRequest(account: account, includesClosed: all, needsReviewOnly: review))
        var table = Table([
            TableColumn("ID"), TableColumn("SINCE"), TableColumn("ACCOUNT"),
            TableColumn("FIELD"), TableColumn("SHOWS", isFlexible: true),
            TableColumn("SAVED", isFlexible: true), TableColumn("STATE"),
        ])
        for conflict in answer.conflicts {
            let saved = conflict.members.filter { !$0.prevails }
                .map { "\($0.value) (\($0.authorHandle))" }
            let kept = conflict.members.first { $0.prevails }
                .map { "\($0.value) (\($0.authorHandle))" }
            let state = Self.state(conflict)
            table.add([
                TableCell(conflict.shortID, tone: .strong), context.cell(conflict.opened),
                TableCell(conflict.accountHandle), TableCell("\(conflict.kind) \(conflict.unit)"),
                TableCell(kept ?? ""), TableCell(saved.joined(separator: " / ")),
                TableCell(state, tone: state == "needs review" ? .attention : .quiet),
            ])
        }
        try context.answer("admin-conflicts", table: table, empty: "No conflicts.") {
            [
                ("conflicts", .array(answer.conflicts.map { AdminConflictJSON.of($0, context) })),
                ("hasMore", .boolean(answer.hasMore)),
            ]
        }
        if answer.hasMore { try context.note("There are more.") }
    }

    static func state(_ conflict: AdminConflict) -> String {
        if conflict.closing != nil { return "closed" }
        return conflict.needsReview ? "needs review" : "for information"
    }
}
