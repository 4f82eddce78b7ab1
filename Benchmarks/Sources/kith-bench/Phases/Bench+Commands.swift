// C: whole processes on a laptop with 10 accounts and 5,000 visits.

import Foundation
import Workload

extension Bench {
    /// The commands that people type most, each so often that a median means something.
    func commands(rounds: Int = 21) throws {
        let server = try ServerProcess(programs: programs, in: folder, named: "server-c")
        defer { server.stop() }
        let laptop = try Laptop("dave", link: server.link, self)
        _ = try laptop.device(
            "write", WorkloadOptions.words(Workload(accounts: 10, notes: 5_000)))
        _ = try laptop.sync(sent: 5_010)
        let commands: [(name: String, words: [String])] = [
            ("today", ["today"]), ("brief", ["brief", "acct-3"]), ("status", ["status"]),
            ("visit", ["visit", "acct-3", "Asked for a quote."]),
        ]
        for command in commands {
            let runs = try (0..<rounds).map { _ in try laptop.kith(command.words) }
            note(
                "C",
                [
                    "\(command.name)_ms": runs.map(\.milliseconds).median,
                    "\(command.name)_cpu_ms": runs.map(\.processorMilliseconds).median,
                    "\(command.name)_peak_mb": runs.map(\.peakMegabytes).median,
                ])
        }
        for program in ["kith", "kith-server"] {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: "\(programs)/\(program)")
            let bytes = (attributes[.size] as? NSNumber ?? 0).doubleValue
            note("C", ["\(program)_program_mb": bytes / 1_000_000])
        }
    }
}
