// `kith-server users`: who there is.

import ArgumentParser
import SyncProtocol

/// Lists people with their roles, devices and accounts.
struct UsersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "users", abstract: "List people, their roles, devices and accounts.")

    @OptionGroup var data: DataOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let response: AdminUsersResponse
        do {
            response = try data.folder().server().perform(AdminUsersRequest(), by: .operator)
        } catch let problem as Problem {
            throw CommandFailure(problem)
        }
        try output.print(response) { $0.users.map(Self.line) }
    }

    private static func line(_ user: AdminUser) -> String {
        let accounts = user.hasAllAccounts ? "all accounts" : "\(user.accounts) accounts"
        return user.handle.padded(20) + "  " + user.role.name.padded(8) + "  "
            + "\(user.devices) devices".padded(12) + "  " + accounts.padded(14) + "  "
            + user.name.printable
    }
}
