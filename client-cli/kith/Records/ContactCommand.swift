// kith contact: the people at accounts.

import ArgumentParser

struct ContactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact", abstract: "The people at your accounts.",
        subcommands: [
            ContactListCommand.self, ContactShowCommand.self, ContactNewCommand.self,
            ContactSetCommand.self, ContactDeleteCommand.self, ContactRestoreCommand.self,
        ])
}
