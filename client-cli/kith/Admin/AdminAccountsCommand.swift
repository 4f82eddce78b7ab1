// kith admin accounts: all accounts of the server, and who has them.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminAccountsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accounts", abstract: "List all accounts and who has them.")

    @Argument(help: "Part of a handle or name.")
    var query: String?
    @Option(help: "Only this person's.")
    var user: String?
    @Flag(help: "Only those that nobody has.")
    var unassigned = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let request = AdminAccountsRequest(query: query, user: user, isUnassigned: unassigned)
        let accounts = try await context.perform(request).accounts
        try context.answer(
            "admin-accounts", table: Self.table(accounts), empty: "No account fits."
        ) {
            [("accounts", .array(accounts.map(Self.json)))]
        }
    }

    static func table(_ accounts: [AdminAccount]) -> Table {
        var table = Table([
            TableColumn("ACCOUNT"), TableColumn("NAME", isFlexible: true),
            TableColumn("WHO", isFlexible: true),
        ])
        for account in accounts {
            let people = account.assignments.map { "\($0.handle) (\($0.role))" }
            table.add([
                TableCell(account.handle, tone: .strong),
                TableCell(account.isAlive ? account.name : "\(account.name) (deleted)"),
                TableCell(people.joined(separator: ", ")),
            ])
        }
        return table
    }

    static func json(_ account: AdminAccount) -> JSONText {
        .object([
            ("id", .text(account.id.description)), ("handle", .text(account.handle)),
            ("name", .text(account.name)), ("isAlive", .boolean(account.isAlive)),
            (
                "assignments",
                .array(
                    account.assignments.map {
                        .object([("user", .text($0.handle)), ("role", .text($0.role))])
                    })
            ),
        ])
    }
}
