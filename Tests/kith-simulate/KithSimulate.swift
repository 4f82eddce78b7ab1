// Runs histories from seeds, prints what happened in them, and replays one that broke.
import ArgumentParser
import CSQLiteSettings
import Simulation

/// The command line of the simulation.
@main
struct KithSimulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kith-simulate",
        abstract: "Proves the semantics on histories made from seeds.",
        subcommands: [
            RunCommand.self, ReplayCommand.self, ShrinkCommand.self, AlgebraCommand.self,
            ModelCommand.self, PowerCutCommand.self, BugsCommand.self, BugCommand.self,
        ], defaultSubcommand: RunCommand.self)

    static func main() {
        // A third more histories in the same time; SQLite works without it, should it refuse.
        _ = kith_sqlite_counts_no_memory()
        main(nil)
    }
}

/// How large the history of a seed is.
struct SizeOptions: ParsableArguments {
    @Option(help: "Steps of each history.") var steps: Int = 60
    @Option(help: "The most edits of one person between two steps.") var burst: Int = 40

    func plan(_ seed: UInt64) -> HistoryPlan {
        HistoryPlan(seed: seed, steps: steps, burst: burst)
    }

    var words: String { "--steps \(steps) --burst \(burst)" }
}
