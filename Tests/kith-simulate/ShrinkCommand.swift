// Takes everything out of a failing history that it does not need, and writes it down as a test.
import ArgumentParser
import CausalCore
import Foundation
import Simulation

/// Reduces a failing history to a literal for Tests/Regressions.
struct ShrinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shrink", abstract: "Reduce a failing history to a test.")

    @Argument(help: "The seed.") var seed: UInt64
    @Option(help: "The name of the test, in capitals and lower case, such as LostAnswer.")
    var name: String?
    @Option(help: "The folder to write the test into.") var folder: String?
    @Option(help: "A planted mistake to switch on, in a build that has them.") var bug: String?
    @Option(help: "Take the history that make bugs makes of the seed for this mistake.")
    var trial: String?
    @Option(help: "The most histories to try.") var tries: Int = 4000
    @OptionGroup var size: SizeOptions

    func run() throws {
        #if PLANTED_BUGS
            PlantedBug.active = bug.flatMap { PlantedBug(rawValue: $0) }
        #else
            if bug != nil { throw ValidationError("this build has no planted mistakes") }
        #endif
        let plan = try trial.map { try Trial(bug: PlantedBug(rawValue: $0)).plan(seed) }
        var shrinker = try Shrinker(plan ?? size.plan(seed), triesMax: tries)
        guard let failure = shrinker.failure else {
            print("seed \(seed) breaks nothing")
            throw ExitCode.failure
        }
        print("seed \(seed) breaks: \(failure)")
        let before = shrinker.plan.steps.count
        try shrinker.shrink()
        print("\(before) steps became \(shrinker.plan.steps.count) in \(shrinker.tries) tries")
        if let failure = shrinker.failure { print("it breaks: \(failure)") }
        let text = shrinker.testSource(named: name ?? "Seed\(seed)")
        guard let folder else { return print(text) }
        let file = "\(folder)/\(name ?? "Seed\(seed)")Regression.swift"
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        print("written to \(file)")
    }
}
