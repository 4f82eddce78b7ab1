// kith admin held: changes that wait for an admin: list, apply, archive.

import ArgumentParser

struct AdminHeldCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "held", abstract: "Changes that wait for an admin: list, apply, archive.",
        subcommands: [
            AdminHeldListCommand.self, AdminHeldApplyCommand.self, AdminHeldArchiveCommand.self,
        ], defaultSubcommand: AdminHeldListCommand.self)
}
