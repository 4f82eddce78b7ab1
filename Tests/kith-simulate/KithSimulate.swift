// Runs histories from seeds, prints what happened in them, and replays one that broke.
import ArgumentParser
import Dispatch
import Foundation
import Simulation

/// The command line of the simulation.
@main
struct KithSimulate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kith-simulate",
        abstract: "Proves the semantics on histories made from seeds.",
        subcommands: [
            Run.self, Replay.self, AlgebraCommand.self, ModelCommand.self, PowerCutCommand.self,
            BugsCommand.self, BugCommand.self,
        ],
        defaultSubcommand: Run.self)
}

/// Runs seeds one after the other until time or seeds are used up.
struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run many histories.")

    @Option(help: "The first seed.") var from: UInt64 = 1
    @Option(help: "How many seeds.") var seeds: UInt64 = 1_000_000
    @Option(help: "Stop after this many minutes.") var minutes: Double = 1
    @Option(help: "Steps of each history.") var steps: Int = 60

    func run() throws {
        let deadline = DispatchTime.now() + .milliseconds(Int(minutes * 60_000))
        var total = HistoryReport()
        var seed = from
        let workshop = try Workshop()
        while seed < from &+ seeds, DispatchTime.now() < deadline {
            let history = try History(seed: seed, steps: steps, workshop: workshop)
            do {
                total.add(try history.run())
            } catch {
                print("BROKEN seed \(seed) steps \(steps) at step \(history.stepNumber): \(error)")
                print("replay: kith-simulate replay \(seed) --steps \(steps)")
                throw ExitCode.failure
            }
            seed += 1
        }
        for line in total.lines { print(line) }
        print("seeds \(from) to \(seed - 1), trace " + String(total.trace, radix: 16))
    }
}

/// Runs one seed twice, and compares the traces.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Run one history again.")

    @Argument(help: "The seed.") var seed: UInt64
    @Option(help: "Steps of the history.") var steps: Int = 60

    func run() throws {
        let workshop = try Workshop()
        let first = try History(seed: seed, steps: steps, workshop: workshop).run()
        let second = try History(seed: seed, steps: steps, workshop: workshop).run()
        for line in first.lines { print(line) }
        guard first == second else {
            print("BROKEN: two runs of seed \(seed) differ")
            throw ExitCode.failure
        }
        print("trace " + String(first.trace, radix: 16))
    }
}
