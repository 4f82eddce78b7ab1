// kith admin assign: gives a person accounts.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminAssignCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assign", abstract: "Give a person accounts.",
        discussion: "Example: kith admin assign ada northwind fujifilm; kith admin assign bob --all"
    )

    @Argument(help: "The person's handle.")
    var user: String
    @Argument(help: "Handles or ids of accounts.")
    var accounts: [String] = []
    @Flag(help: "All accounts, future ones too.")
    var all = false
    @Option(help: "owner, backup, exec_sponsor, technical, customer_service or viewer.")
    var role = "owner"
    @Option(help: "Why.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        if accounts.isEmpty != all { throw ValidationError("Name accounts, or give --all.") }
    }

    func run() async throws {
        let context = try CommandContext(options)
        let request = AdminAssignRequest(
            user: user, accounts: accounts, isAll: all, role: role, reason: reason)
        let answer = try await context.perform(request)
        try context.answer(
            "admin-assign",
            json: {
                [
                    ("assigned", .array(answer.assigned.map(AdminAccountsCommand.json))),
                    ("unchanged", JSONText(answer.unchanged)),
                ]
            },
            plain: { answer.assigned.map { $0.handle + "\n" }.joined() },
            people: {
                let count = StatusCommand.counted(answer.assigned.count, "account")
                let rest = answer.unchanged > 0 ? "; had \(answer.unchanged) already" : ""
                return "\(SafeText.line(user)) has \(count) more\(rest)"
                    + (all ? ", and those to come.\n" : ".\n")
            })
    }
}
