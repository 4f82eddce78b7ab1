// kith admin users: the people who use Kith.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminUsersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "List people.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let users = try await context.perform(AdminUsersRequest()).users
        var table = Table([
            TableColumn("HANDLE"), TableColumn("NAME", isFlexible: true), TableColumn("ROLE"),
            TableColumn("DEVICES", isRight: true), TableColumn("ACCOUNTS", isRight: true),
        ])
        for user in users {
            table.add([
                TableCell(user.handle, tone: .strong), TableCell(user.name),
                TableCell(user.role.name), TableCell(String(user.devices)),
                TableCell(user.hasAllAccounts ? "all" : String(user.accounts)),
            ])
        }
        try context.answer("admin-users", table: table, empty: "Nobody yet.") {
            [("users", .array(users.map(Self.json)))]
        }
    }

    static func json(_ user: AdminUser) -> JSONText {
        .object([
            ("id", .text(user.id.description)), ("handle", .text(user.handle)),
            ("name", .text(user.name)), ("role", .text(user.role.name)),
            ("devices", JSONText(user.devices)), ("accounts", JSONText(user.accounts)),
            ("hasAllAccounts", .boolean(user.hasAllAccounts)),
        ])
    }
}
