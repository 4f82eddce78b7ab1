// The server program: its subcommands, and how it ends.

import ArgumentParser
import Foundation

/// `kith-server`.
@main
struct KithServer: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kith-server",
        abstract: "Keeps the accounts that the laptops of a team share.",
        discussion: """
            A server is one folder. Make it with init, start it with serve, and give people the \
            enrollment links that invite prints.
            """,
        subcommands: [
            InitCommand.self, ServeCommand.self, InviteCommand.self, UsersCommand.self,
            StatusCommand.self, ExportCommand.self, DoctorCommand.self, MigrateCommand.self,
            AcceptClockCommand.self, BackupCommand.self, RestoreCommand.self, VerifyCommand.self,
            TrimCommand.self,
            VersionCommand.self,
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            StandardStreams.error(failure.description)
            Foundation.exit(failure.code.rawValue)
        } catch {
            exit(withError: error)
        }
    }
}
