// Runs histories on all cores until time or seeds are used up.
import ArgumentParser
import Dispatch
import Foundation
import Simulation
import Synchronization

/// Runs many histories; each seed is one, whichever core it runs on.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run many histories.")

    @Option(help: "The first seed.") var from: UInt64 = 1
    @Option(help: "How many seeds.") var seeds: UInt64 = 1_000_000_000
    @Option(help: "Stop after this many minutes.") var minutes: Double = 1
    @Option(help: "How many cores to use; all by default.") var cores: Int?
    @Flag(help: "Fail if a situation was never reached.") var complete = false
    @OptionGroup var size: SizeOptions

    /// What the cores have done together.
    private struct Progress {
        var total = HistoryReport()
        var next: UInt64
        var failure: (seed: UInt64, step: Int, words: String)?
        var seconds = 0.0
    }

    func run() throws {
        let begin = DispatchTime.now()
        let deadline = begin + .milliseconds(Int(minutes * 60_000))
        let progress = Mutex(Progress(next: from))
        let lanes = max(1, cores ?? ProcessInfo.processInfo.activeProcessorCount)
        DispatchQueue.concurrentPerform(iterations: lanes) { _ in
            work(until: deadline, progress)
        }
        let end = progress.withLock { $0 }
        for line in end.total.lines { print(line) }
        let elapsed = Double(DispatchTime.now().uptimeNanoseconds - begin.uptimeNanoseconds) / 6e10
        let perMinute = String(format: "%.0f", Double(end.total.ops) / elapsed)
        print("\(perMinute) ops a minute on \(lanes) cores, trace " + hexadecimal(end.total.trace))
        if let failure = end.failure {
            print("violations 1: seed \(failure.seed) at step \(failure.step): \(failure.words)")
            print("replay: kith-simulate replay \(failure.seed) \(size.words)")
            print("shrink: kith-simulate shrink \(failure.seed) \(size.words)")
            throw ExitCode.failure
        }
        print("violations 0, seeds \(from) to \(end.next - 1)")
        let unreached = end.total.unreached
        if !unreached.isEmpty {
            print("never reached: " + unreached.map(\.title).joined(separator: ", "))
            if complete { throw ExitCode.failure }
        }
    }

    private func work(until deadline: DispatchTime, _ progress: borrowing Mutex<Progress>) {
        do {
            let workshop = try Workshop()
            while DispatchTime.now() < deadline, let seed = takeSeed(progress) {
                let history = try History(size.plan(seed), workshop: workshop)
                do {
                    let report = try history.run()
                    progress.withLock { $0.total.add(report) }
                } catch {
                    fail(seed, history.stepNumber, "\(error)", progress)
                }
            }
        } catch {
            fail(from, 0, "\(error)", progress)
        }
    }

    private func takeSeed(_ progress: borrowing Mutex<Progress>) -> UInt64? {
        let end = from &+ seeds
        return progress.withLock { progress in
            guard progress.failure == nil, progress.next < end else { return nil }
            defer { progress.next += 1 }
            return progress.next
        }
    }

    private func fail(
        _ seed: UInt64, _ step: Int, _ words: String, _ progress: borrowing Mutex<Progress>
    ) {
        progress.withLock { progress in
            if progress.failure.map({ $0.seed > seed }) ?? true {
                progress.failure = (seed, step, words)
            }
        }
    }
}

/// A number as traces are printed.
func hexadecimal(_ number: UInt64) -> String { String(number, radix: 16) }
