// Runs random histories through the pure core, on all cores, and says how fast.
import ArgumentParser
import CausalModel
import Dispatch
import Foundation
import Synchronization

/// The model tier: the decisions of CausalCore alone, judged by plain sets.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "Run random histories through the pure core, judged by plain sets.")

    @Option(help: "Stop after this many minutes.") var minutes: Double = 1
    @Option(help: "The first seed.") var from: UInt64 = 1
    @Option(help: "Run this one seed only.") var seed: UInt64?

    func run() throws {
        if let seed {
            var tier = ModelTier()
            try tier.run(seed: seed)
            print(tier.report.summary)
            return
        }
        let begin = DispatchTime.now()
        let deadline = begin + .milliseconds(Int(minutes * 60_000))
        let results = Mutex<(total: ModelReport, failure: String?)>((ModelReport(), nil))
        let lanes = max(1, ProcessInfo.processInfo.activeProcessorCount)
        DispatchQueue.concurrentPerform(iterations: lanes) { lane in
            var tier = ModelTier()
            var seed = from &+ UInt64(lane)
            do throws(AlgebraFailure) {
                while DispatchTime.now() < deadline {
                    for _ in 0..<256 {
                        try tier.run(seed: seed)
                        seed &+= UInt64(lanes)
                    }
                }
            } catch {
                let line = "BROKEN seed \(seed): \(error)"
                results.withLock { $0.failure = line }
            }
            let report = tier.report
            results.withLock { $0.total.add(report) }
        }
        let (total, failure) = results.withLock { $0 }
        if let failure {
            print(failure)
            print("replay: kith-simulate model --seed SEED")
            throw ExitCode.failure
        }
        let elapsed = Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 6e10
        let perMinute = Double(total.ops) / elapsed / 1e6
        print("model: " + total.summary)
        print(
            "violations 0, \(String(format: "%.1f", perMinute)) million ops a minute on "
                + "\(lanes) cores")
    }
}
