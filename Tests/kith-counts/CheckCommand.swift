// The counts, each beside its threshold; fails where one is exceeded.

import ArgumentParser
import Foundation

struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Count, and compare with the committed thresholds.")

    @Option(help: "How much of the workload, from 0.01; the thresholds are those of 0.02.")
    var scale = 0.02

    func run() throws {
        let counts = try Counts.taken(scale: scale)
        var exceeded = 0
        for count in counts {
            let limit = Threshold.of[count.name]
            let isWithin = limit.map { count.value <= $0 } ?? false
            exceeded += isWithin ? 0 : 1
            let most = limit.map { String(format: "%.1f", $0) } ?? "none"
            print(
                count.name.padding(toLength: 42, withPad: " ", startingAt: 0),
                String(
                    format: "%10.1f  at most %10@  %@", count.value, most,
                    isWithin ? "" : "TOO MUCH"))
        }
        guard exceeded == 0 else { throw ExitCode(1) }
    }
}
