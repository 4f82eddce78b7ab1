// P6: the same changes on a server that has ten times the records and devices.

import Workload

extension Bench {
    /// Repeats P3 to P5 on a workload of ten times the size, and compares with what `small` saw.
    func growth(comparedWith small: Bench) throws {
        for (phase, figures) in small.phases { note(phase, figures.values) }
        let (server, writer) = try writeAndPushOnce()
        let reader = try firstPull(server, writer, prefix: "P6.")
        try delta(server, from: writer, to: reader, prefix: "P6.", every: 10)
        try idle(server, large: reader, admin: writer, prefix: "P6.")
        try crowd(server, writer, prefix: "P6.", devices: 10 * Workload.devices)
        server.stop()
        func ratio(_ phase: String, _ name: String) -> Double {
            let before = small.figure(phase, name)
            return before > 0 ? figure("P6." + phase, name) / before : 0
        }
        note(
            "P6",
            [
                "P3_ms_ratio": ratio("P3", "ms"),
                "P3_bytes_ratio": ratio("P3", "bytes_per_record"),
                "P4_bytes_ratio": ratio("P4", "bytes"),
                "P4_server_cpu_ratio": ratio("P4", "server_cpu_ms"),
                "P5_server_cpu_ratio": ratio("P5", "server_cpu_ms_per_sync"),
                "P5_p99_ratio": ratio("P5", "p99_ms"),
                "first_pull_peak_mb": figure("P6.P2", "peak_mb"),
                "first_pull_server_peak_mb": figure("P6.P2", "server_peak_mb"),
            ])
    }

    private func writeAndPushOnce() throws -> (ServerProcess, Laptop) {
        let server = try ServerProcess(programs: programs, in: folder, named: "server-large")
        let laptop = try Laptop("carol-large", link: server.link, self)
        let written = try laptop.device("write", WorkloadOptions.words(workload))
        note("P6.L", ["ms": written["ms"], "peak_mb": written["peak_mb"]])
        let pushed = try laptop.sync(sent: workload.recordCount)
        note(
            "P6.P1",
            [
                "ms": pushed["ms"], "peak_mb": pushed["peak_mb"],
                "server_peak_mb": ProcessFacts.peakMegabytes(of: server.process),
            ])
        return (server, laptop)
    }
}
