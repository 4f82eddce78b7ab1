// A laptop, seen from outside: its profile, and the processes that work on it.

import Foundation
import Workload

/// Runs `kith-bench device` and `kith` on one profile.
struct Laptop {
    let profile: String
    let bench: Bench

    /// Enrolls a new profile.
    init(_ name: String, link: String, _ bench: Bench) throws {
        profile = bench.folder + "/" + name
        self.bench = bench
        _ = try ChildProcess.run(
            [bench.program, "device", "enroll", "--profile", profile, "--link", link],
            in: bench.folder)
    }

    /// One process of the benchmarks that works on the profile; what it says.
    func device(_ command: String, _ words: [String] = []) throws -> Figures {
        try Figures(
            output: ChildProcess.run(
                [bench.program, "device", command, "--profile", profile] + words, in: bench.folder
            ).output)
    }

    /// A sync that must have sent and received so much at least, and lost nothing.
    func sync(_ words: [String] = [], sent: Int = 0, received: Int = 0) throws -> Figures {
        let figures = try device("sync", words)
        guard Int(figures["sent"]) >= sent, Int(figures["received"]) >= received,
            figures["lost"] == 0, figures["refused"] == 0
        else { throw BenchFailure("a sync did something else than it should: \(figures.values)") }
        return figures
    }

    /// The program that people use, on the profile.
    func kith(_ words: [String]) throws -> ChildProcess.Ending {
        try ChildProcess.run(
            [bench.programs + "/kith"] + words, in: bench.folder,
            environment: ["KITH_PROFILE": profile])
    }
}
