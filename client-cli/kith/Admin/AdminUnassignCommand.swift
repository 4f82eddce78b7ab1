// kith admin unassign: takes accounts from a person; what they have not sent yet will be held.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminUnassignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unassign", abstract: "Take accounts from a person.",
        discussion: "What their laptops have not sent yet is kept for you: kith admin held")

    @Argument(help: "The person's handle.")
    var user: String
    @Argument(help: "Handles or ids of accounts.")
    var accounts: [String] = []
    @Flag(help: "All accounts, and the claim to future ones.")
    var all = false
    @Option(help: "Why.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if accounts.isEmpty != all { throw ValidationError("Name accounts, or give --all.") }
    }

    func run() async throws {
        let context = try CommandContext(options)
        let request = AdminUnassignRequest(
            user: user, accounts: accounts, isAll: all, reason: reason)
        let answer = try await context.perform(request)
        try context.answer(
            "admin-unassign",
            json: {
                [
                    ("unassigned", .array(answer.unassigned.map(AdminAccountsCommand.json))),
                    ("unchanged", JSONText(answer.unchanged)),
                ]
            },
            plain: { answer.unassigned.map { $0.handle + "\n" }.joined() },
            people: {
                let count = StatusCommand.counted(answer.unassigned.count, "account")
                return "\(SafeText.line(user)) has \(count) less.\n"
            })
    }
}
