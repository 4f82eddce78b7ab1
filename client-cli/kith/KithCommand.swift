// The command `kith`: its commands, by what they are for.

import ArgumentParser

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
}

/// What the program says of itself.
enum Software {
    static let version = "0.1"
    /// Name and release, for the admin's list of devices.
    static let name = "kith/\(version)"
}
