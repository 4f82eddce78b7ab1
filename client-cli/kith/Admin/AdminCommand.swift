// kith admin: what admins do; all of it asks the server.

import ArgumentParser

struct AdminCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "admin", abstract: "For admins: people, accounts, conflicts, devices.",
        discussion: "Every one of these asks the server and needs a network.",
        subcommands: [
            AdminStatusCommand.self, AdminUsersCommand.self, AdminInviteCommand.self,
            AdminAccountsCommand.self, AdminAssignCommand.self, AdminUnassignCommand.self,
            AdminConflictsCommand.self, AdminConflictCommand.self, AdminHeldCommand.self,
            AdminDevicesCommand.self, AdminRevokeCommand.self,
        ])
}
