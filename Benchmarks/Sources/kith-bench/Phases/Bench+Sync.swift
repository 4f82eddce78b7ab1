// P2 to P5: a second laptop, a change, nothing, and a crowd.

import Workload

extension Bench {
    /// P2: a fresh laptop that has everything assigned fetches everything.
    func firstPull(_ server: ServerProcess, _ admin: Laptop, prefix: String = "") throws -> Laptop {
        _ = try server.invite("--name", "Alice", "--handle", "alice", "--role", "rep")
        _ = try admin.kith(["admin", "assign", "alice", "--all", "--quiet"])
        var runs: [Figures] = []
        var last: Laptop?
        for number in 0..<repeats {
            try server.restart()
            let laptop = try Laptop(
                "\(prefix)alice-\(number)", link: try server.invite("--handle", "alice"), self)
            var figures = try laptop.sync(["--search"], received: workload.recordCount)
            figures["server_peak_mb"] = ProcessFacts.peakMegabytes(of: server.process)
            runs.append(figures)
            last = laptop
        }
        let median = Figures.median(runs)
        note(
            prefix + "P2",
            [
                "ms": median["ms"], "cpu_ms": median["cpu_ms"],
                "visible_ms": median["visible_ms"],
                "ratio_to_plain": ratio(median["visible_ms"], records: workload.recordCount),
                "ratio_to_plain_searchable":
                    ratio(median["search_ms"], records: workload.recordCount),
                "peak_mb": median["peak_mb"], "server_peak_mb": median["server_peak_mb"],
                "requests": median["requests"], "bytes": median["up"] + median["down"],
            ])
        guard let last else { throw BenchFailure("at least one repeat is needed") }
        return last
    }

    /// P3: one hundredth of the records changes on one laptop, and comes to the other.
    func delta(
        _ server: ServerProcess, from writer: Laptop, to reader: Laptop, prefix: String = "",
        every: Int = 1
    ) throws {
        _ = try writer.sync()
        let edited = try writer.device(
            "edit", WorkloadOptions.words(workload) + ["--every", "\(every)"])
        let records = edited["records"]
        let tap = ["--tap", server.folder]
        let pushed = try writer.sync(tap, sent: Int(records))
        let pulled = try reader.sync(tap, received: Int(records))
        let up = pushed["up"] + pushed["down"]
        let down = pulled["up"] + pulled["down"]
        // Compared with plain SQLite's time for W, as the goal is.
        note(
            prefix + "P3",
            [
                "records": records, "edit_ms": edited["ms"],
                "ms": pushed["ms"] + pulled["ms"], "push_ms": pushed["ms"],
                "pull_ms": pulled["ms"],
                "ratio_to_plain":
                    ratio(pushed["ms"] + pulled["ms"], records: Int(records) * 100),
                "bytes_per_record": (up + down) / records, "push_bytes_per_record": up / records,
                "pull_bytes_per_record": down / records,
                "requests": pushed["requests"] + pulled["requests"],
            ])
    }

    /// P4: nothing happens, to a laptop that has everything and to one that has ten accounts.
    func idle(
        _ server: ServerProcess, large: Laptop, admin: Laptop, prefix: String = ""
    ) throws {
        _ = try large.sync()
        let figures = try idle(server, large)
        _ = try server.invite("--name", "Bob", "--handle", "bob", "--role", "rep")
        let accounts = (0..<10).map { "acct-\($0)" }
        _ = try admin.kith(["admin", "assign", "bob"] + accounts + ["--quiet"])
        let small = try Laptop(
            prefix + "bob", link: try server.invite("--handle", "bob"), self)
        _ = try small.sync()
        let smallFigures = try idle(server, small)
        note(
            prefix + "P4",
            figures.values.merging([
                "bytes_of_small_scope": smallFigures["bytes"],
                "server_cpu_ms_of_small_scope": smallFigures["server_cpu_ms"],
            ]) { $1 })
    }

    private func idle(_ server: ServerProcess, _ laptop: Laptop) throws -> Figures {
        let count = 200
        let before = ProcessFacts.processorMilliseconds(of: server.process)
        let figures = try laptop.device(
            "idle", ["--tap", server.folder, "--count", "\(count)"])
        let after = ProcessFacts.processorMilliseconds(of: server.process)
        return Figures([
            "ms": figures["ms"], "requests": figures["requests"],
            "bytes": figures["up"] + figures["down"], "bytes_up": figures["up"],
            "bytes_down": figures["down"], "server_cpu_ms": (after - before) / Double(count),
        ])
    }

    /// P5: fifty devices at once.
    func crowd(
        _ server: ServerProcess, _ admin: Laptop, prefix: String = "",
        devices: Int = Workload.devices
    ) throws {
        try server.restart()
        let figures = try Figures(
            output: ChildProcess.run(
                [program, "crowd", "--profile", admin.profile, "--server", "\(server.process)"]
                    + ["--devices", "\(devices)"] + WorkloadOptions.words(workload), in: folder
            ).output)
        var values = figures.values
        values["peak_mb"] = nil
        values["server_peak_mb"] = ProcessFacts.peakMegabytes(of: server.process)
        note(prefix + "P5", values)
    }
}
