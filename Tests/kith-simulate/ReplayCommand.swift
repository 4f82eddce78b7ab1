// Runs one seed again, twice, and compares what happened.
import ArgumentParser
import Simulation

/// Runs one seed twice, and compares the traces.
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run one history again.")

    @Argument(help: "The seed.") var seed: UInt64
    @OptionGroup var size: SizeOptions

    func run() throws {
        let workshop = try Workshop()
        let (first, second) = (outcome(workshop), outcome(workshop))
        for line in first.report.lines { print(line) }
        print("trace " + hexadecimal(first.report.trace))
        guard first == second else {
            print("two runs of seed \(seed) differ: \(first.words) and \(second.words)")
            throw ExitCode.failure
        }
        guard first.words.isEmpty else {
            print("violations 1: \(first.words)")
            throw ExitCode.failure
        }
        print("violations 0, twice the same")
    }

    private struct Outcome: Equatable {
        var report: HistoryReport
        var words: String
    }

    private func outcome(_ workshop: Workshop) -> Outcome {
        do {
            let history = try History(size.plan(seed), workshop: workshop)
            do {
                return Outcome(report: try history.run(), words: "")
            } catch {
                let words = "step \(history.stepNumber): \(error)"
                return Outcome(report: history.report, words: words)
            }
        } catch {
            return Outcome(report: HistoryReport(), words: "\(error)")
        }
    }
}
