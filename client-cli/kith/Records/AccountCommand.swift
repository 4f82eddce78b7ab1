// kith account: look accounts up, make and change them.

import ArgumentParser

struct AccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Look accounts up, make and change them.",
        subcommands: [
            AccountListCommand.self, AccountShowCommand.self, AccountNewCommand.self,
            AccountSetCommand.self, AccountDeleteCommand.self, AccountRestoreCommand.self,
            AccountEditCommand.self,
        ])
}
