// Counts what does not depend on the machine, and holds it to committed thresholds.

import ArgumentParser

/// The command line of the counts.
@main
struct KithCounts: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kith-counts",
        abstract: "Counts bytes, statements and allocations on a part of the workload.",
        subcommands: [CheckCommand.self, ProfileCommand.self, RatiosCommand.self],
        defaultSubcommand: CheckCommand.self)
}
