// Processor time of each phase beside plain SQLite's: for people, on one machine; never a threshold.

import ArgumentParser
import Foundation

struct RatiosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ratios", abstract: "Processor time of each phase as ratios to plain SQLite.")

    @Option(help: "How much of the workload, from 0.01.") var scale = 0.1

    func run() throws {
        let stage = try Stage(scale: scale, collects: nil)
        defer { try? stage.close() }
        let plain = try stage.plain()
        line("plain", plain, plain)
        line("L write", try stage.write(), plain)
        lines("P1", try stage.push(), plain)
        lines("P2", try stage.pull(), plain)
        let delta = try stage.delta()
        line("P3 edit", delta.write, plain)
        lines("P3 push", delta.alice, plain)
        lines("P3 pull", delta.bob, plain)
        print("peak memory of all: \(peakMemoryBytes / 1_048_576) MiB")
    }

    private func lines(_ name: String, _ costs: SyncCosts, _ plain: Usage) {
        line("\(name) device", costs.device, plain)
        line("\(name) server decode", costs.serverDecode, plain)
        line("\(name) server work", costs.serverWork, plain)
        line("\(name) server encode", costs.serverEncode, plain)
        print("\(name): \(costs.requests) requests, \(costs.bytesUp) up, \(costs.bytesDown) down")
    }

    private func line(_ name: String, _ usage: Usage, _ plain: Usage) {
        let title = name.padding(toLength: 20, withPad: " ", startingAt: 0)
        print(title, String(format: "%6.2f x", usage.seconds / plain.seconds), usage.words)
    }
}

extension Usage {
    /// The usage for people.
    var words: String {
        String(
            format: "%8.3f s %10d allocations %9d statements", seconds, allocations, statements)
    }
}
