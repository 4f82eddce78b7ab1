// The command `kith`: its commands, and how every one of them ends.

import ArgumentParser
import Glibc

@main
struct KithCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kith",
        abstract: "What your company knows of its key customers, on your laptop.",
        discussion: """
            Every command but enroll, sync and admin works without a network. Start the day with \
            kith today, prepare with kith brief ACCOUNT, note with kith visit ACCOUNT "text", and \
            run kith sync when there is a network.
            """,
        version: "kith \(Software.version)",
        groupedSubcommands: [
            CommandGroup(
                name: "Daily",
                subcommands: [
                    TodayCommand.self, BriefCommand.self, VisitCommand.self, PromisesCommand.self,
                    SearchCommand.self,
                ]),
            CommandGroup(
                name: "Records",
                subcommands: [AccountCommand.self, ContactCommand.self, PromiseCommand.self]),
            CommandGroup(
                name: "Sync",
                subcommands: [SyncCommand.self, StatusCommand.self, PendingCommand.self]),
            CommandGroup(
                name: "Trust",
                subcommands: [
                    ConflictsCommand.self, ConflictCommand.self, HeldCommand.self,
                    BlameCommand.self, LogCommand.self, UndoCommand.self,
                ]),
            CommandGroup(
                name: "Data", subcommands: [ImportCommand.self, ExportCommand.self]),
            CommandGroup(
                name: "Setup",
                subcommands: [EnrollCommand.self, BackupCommand.self, DoctorCommand.self]),
            CommandGroup(name: "Administration", subcommands: [AdminCommand.self]),
        ])

    static func main() async {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            var command = try await asyncParseAsRoot(
                ArgumentOrder.withOptionsBehindCommand(words))
            if var asyncCommand = command as? any AsyncParsableCommand {
                try await asyncCommand.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error, words: words)
        }
    }

    /// Says what went wrong and ends the process with the status that belongs to it.
    private static func end(with error: any Error, words: [String]) -> Never {
        guard let failure = FailureReport(error) else {
            exit(withError: error)
        }
        failure.print(isColored: FailureReport.isColored(words: words))
        Glibc.exit(failure.status)
    }
}

/// What the program says of itself.
enum Software {
    static let version = "0.1"
    /// Name and release, for the admin's list of devices.
    static let name = "kith/\(version)"
}
