// `kith-server trim`: lets go what nobody can need any more, as the daily work does by itself.

import ArgumentParser
import SyncProtocol
import SyncServer

/// Trims the log and old tombstones, or counts what would go.
struct TrimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trim",
        abstract: "Let go values that everybody has seen replaced, and cells of old tombstones.",
        discussion: """
            A running server does this once a day. Nothing goes that is younger than 30 days, that \
            an active device has not confirmed, or that no completed backup has. Ids, digests, \
            times and verdicts stay for ever, and so does everything that a device can need that \
            comes back after years.
            """)

    @OptionGroup var data: DataOptions
    @Flag(help: "Count what would go, and write nothing.") var dryRun = false

    func run() throws {
        let report: RetentionReport
        do {
            report = try data.folder().server().trim(isDryRun: dryRun)
        } catch let problem as Problem {
            throw CommandFailure(problem)
        }
        for line in Self.lines(report, isDryRun: dryRun) { StandardStreams.output(line) }
    }

    static func lines(_ report: RetentionReport, isDryRun: Bool) -> [String] {
        let verb = isDryRun ? "would be trimmed" : "trimmed"
        let become = isDryRun ? "tombstones would become stubs" : "tombstones became stubs"
        var bounds = ["30 days old up to seq \(report.aged)", "in a backup up to \(report.backup)"]
        if !report.slowestName.isEmpty {
            bounds.append(
                "confirmed by all active devices up to \(report.slowest) "
                    + "(slowest: \(report.slowestName.printable))")
        }
        return [
            "\(report.ops) ops \(verb) (\(report.bytes) bytes), \(report.stubs) \(become).",
            "Looked at up to seq \(report.through): \(bounds.joined(separator: ", ")).",
            "\(report.silent) devices silent for 180 days hold nothing back.",
        ]
    }
}
