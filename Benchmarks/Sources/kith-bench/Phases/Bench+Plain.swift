// Plain SQLite, L and P1: what it costs to have the records here, and there.

import Foundation
import Workload

extension Bench {
    /// The yardstick, in the same run.
    func plain() throws {
        var runs: [Figures] = []
        for number in 0..<max(repeats, 3) {
            let path = "\(folder)/plain-\(number).sqlite"
            runs.append(
                try Figures(
                    output: ChildProcess.run(
                        [program, "plain", "--database", path] + WorkloadOptions.words(workload),
                        in: folder
                    ).output))
            for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
        }
        let median = Figures.median(runs)
        note(
            "plain",
            [
                "ms": median["ms"], "cpu_ms": median["cpu_ms"],
                "ms_per_record": median["ms"] / Double(workload.recordCount),
            ])
    }

    /// L and P1, so often as was asked for, each on a fresh server; the last server stays.
    func writeAndPush() throws -> (server: ServerProcess, laptop: Laptop) {
        var written: [Figures] = []
        var pushed: [Figures] = []
        var last: (server: ServerProcess, laptop: Laptop)?
        for number in 0..<repeats {
            if let last { discard(last) }
            let server = try ServerProcess(
                programs: programs, in: folder, named: "server-\(number)")
            let laptop = try Laptop("carol-\(number)", link: server.link, self)
            var figures = try laptop.device("write", WorkloadOptions.words(workload))
            figures["profile_bytes"] = bytes(ofStoreIn: laptop.profile)
            written.append(figures)
            if number == 0 { try writeOneByOne(laptop) }
            figures = try laptop.sync(sent: workload.recordCount)
            figures["server_peak_mb"] = ProcessFacts.peakMegabytes(of: server.process)
            figures["server_bytes"] = server.databaseBytes
            pushed.append(figures)
            last = (server, laptop)
        }
        noteWriting(.median(written), .median(pushed))
        guard let last else { throw BenchFailure("at least one repeat is needed") }
        return last
    }

    /// On a copy of the profile, so that the records stay those of the workload.
    private func writeOneByOne(_ laptop: Laptop) throws {
        let copy = laptop.profile + "-copy"
        for suffix in ["", ".ids"] {
            try FileManager.default.copyItem(atPath: laptop.profile + suffix, toPath: copy + suffix)
        }
        let figures = try Figures(
            output: ChildProcess.run(
                [program, "device", "write-one-by-one", "--profile", copy], in: folder
            ).output)
        note("L", figures.values.filter { $0.key != "peak_mb" })
        try FileManager.default.removeItem(atPath: copy)
    }

    private func noteWriting(_ written: Figures, _ pushed: Figures) {
        let records = Double(workload.recordCount)
        note(
            "L",
            [
                "ms": written["ms"], "cpu_ms": written["cpu_ms"],
                "ratio_to_plain": ratio(written["ms"], records: workload.recordCount),
                "peak_mb": written["peak_mb"],
                "database_bytes_per_record": written["profile_bytes"] / records,
            ])
        note(
            "P1",
            [
                "ms": pushed["ms"], "cpu_ms": pushed["cpu_ms"],
                "ratio_to_plain": ratio(pushed["ms"], records: workload.recordCount),
                "peak_mb": pushed["peak_mb"], "server_peak_mb": pushed["server_peak_mb"],
                "requests": pushed["requests"], "bytes": pushed["up"] + pushed["down"],
                "bytes_per_record": (pushed["up"] + pushed["down"]) / records,
                "server_database_bytes_per_record": pushed["server_bytes"] / records,
            ])
    }

    private func discard(_ pair: (server: ServerProcess, laptop: Laptop)) {
        pair.server.stop()
        for path in [pair.server.folder, pair.laptop.profile] {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private func bytes(ofStoreIn profile: String) -> Double {
        ["", "-wal"].reduce(0) { sum, suffix in
            let path = profile + "/replica.sqlite" + suffix
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + (attributes?[.size] as? NSNumber ?? 0).doubleValue
        }
    }
}
