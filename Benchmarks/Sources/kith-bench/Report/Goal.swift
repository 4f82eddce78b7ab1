// What each phase should reach, as data: the table and its verdicts come from here.

/// A figure that has a goal.
struct Goal {
    let phase: String
    let figure: String
    let title: String
    let unit: String
    let max: Double?
    let min: Double?

    init(
        _ phase: String, _ figure: String, _ title: String, unit: String = "",
        max: Double? = nil, min: Double? = nil
    ) {
        self.phase = phase
        self.figure = figure
        self.title = title
        self.unit = unit
        self.max = max
        self.min = min
    }

    /// The goal in words; empty where there is none.
    var text: String {
        if let max { return "≤ \(Table.number(max))" }
        return min.map { "≥ \(Table.number($0))" } ?? ""
    }

    func verdict(_ value: Double) -> String {
        if let max { return value <= max ? "yes" : "no" }
        return min.map { value >= $0 ? "yes" : "no" } ?? ""
    }

    static let all: [Goal] =
        [
            Goal("plain", "ms", "plain SQLite", unit: "ms"),
            Goal("L", "ratio_to_plain", "local write", unit: "x plain", max: 2.5),
            Goal("L", "note_cpu_ms", "one note saved, own CPU", unit: "ms", max: 5),
            Goal("L", "note_p50_ms", "one note saved, p50", unit: "ms"),
            Goal("L", "peak_mb", "peak memory", unit: "MB"),
            Goal("L", "database_bytes_per_record", "laptop's database for each record", unit: "B"),
            Goal("P1", "ratio_to_plain", "push of everything", unit: "x plain", max: 2),
            Goal("P1", "bytes_per_record", "bytes for each record", unit: "B"),
            Goal("P1", "peak_mb", "peak memory, laptop", unit: "MB", max: 150),
            Goal("P1", "server_peak_mb", "peak memory, server", unit: "MB", max: 150),
            Goal(
                "P1", "server_database_bytes_per_record", "server's database for each record",
                unit: "B"),
            Goal("P2", "ratio_to_plain", "first pull, usable", unit: "x plain", max: 1.5),
            Goal(
                "P2", "ratio_to_plain_searchable", "first pull, search ready", unit: "x plain",
                max: 2),
            Goal("P2", "peak_mb", "peak memory, laptop", unit: "MB", max: 150),
            Goal("P2", "server_peak_mb", "peak memory, server", unit: "MB", max: 150),
            Goal(
                "P3", "bytes_per_record", "1 % changed: bytes up and down for each", unit: "B",
                max: 200),
            Goal("P3", "ratio_to_plain", "1 % changed: time", unit: "x plain", max: 0.1),
            Goal("P4", "bytes", "nothing changed: bytes both ways", unit: "B", max: 350),
            Goal("P4", "requests", "nothing changed: requests", max: 1),
            Goal("P4", "server_cpu_ms", "nothing changed: server CPU", unit: "ms", max: 0.2),
            Goal("P4", "ms", "nothing changed: time", unit: "ms"),
            Goal("P5", "syncs_per_second", "50 devices: syncs a second", min: 2_500),
            Goal("P5", "p50_ms", "50 devices: p50", unit: "ms"),
            Goal("P5", "p99_ms", "50 devices: p99", unit: "ms", max: 60),
            Goal("P5", "push_only_syncs_per_second", "50 devices, pushes alone: a second"),
            Goal("P5", "push_only_p99_ms", "50 devices, pushes alone: p99", unit: "ms"),
            Goal(
                "P5", "server_cpu_ms_per_sync", "50 devices: server CPU for each sync", unit: "ms"),
            Goal("P6", "P3_ms_ratio", "ten times the size: P3 time", unit: "x", max: 1.2),
            Goal("P6", "P3_bytes_ratio", "ten times the size: P3 bytes", unit: "x", max: 1.2),
            Goal("P6", "P4_bytes_ratio", "ten times the size: P4 bytes", unit: "x", max: 1.2),
            Goal("P6", "P4_server_cpu_ratio", "ten times the size: P4 CPU", unit: "x", max: 1.2),
            Goal("P6", "P5_server_cpu_ratio", "ten times the size: P5 CPU", unit: "x", max: 1.2),
            Goal("P6", "P5_p99_ratio", "ten times the size: P5 p99", unit: "x", max: 1.2),
            Goal(
                "P6", "first_pull_peak_mb", "ten times the size: first pull, laptop", unit: "MB",
                max: 150),
            Goal(
                "P6", "first_pull_server_peak_mb", "ten times the size: first pull, server",
                unit: "MB", max: 150),
            Goal("C", "today_ms", "kith today", unit: "ms", max: 25),
            Goal("C", "today_peak_mb", "kith today, peak memory", unit: "MB", max: 40),
            Goal("C", "brief_ms", "kith brief", unit: "ms", max: 25),
            Goal("C", "brief_peak_mb", "kith brief, peak memory", unit: "MB", max: 40),
            Goal("C", "status_ms", "kith status", unit: "ms", max: 25),
            Goal("C", "status_peak_mb", "kith status, peak memory", unit: "MB", max: 40),
            Goal("C", "visit_ms", "kith visit", unit: "ms"),
            Goal("C", "visit_cpu_ms", "kith visit, own CPU", unit: "ms"),
            Goal("C", "visit_peak_mb", "kith visit, peak memory", unit: "MB"),
            Goal("C", "kith_program_mb", "size of kith, stripped", unit: "MB"),
            Goal("C", "kith-server_program_mb", "size of kith-server, stripped", unit: "MB"),
        ]
}
