// The command `kith-bench`: runs the phases, prints the table, writes the report.

import ArgumentParser
import Foundation
import Workload

@main
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kith-bench",
        abstract: "Measures Kith beside plain SQLite: the real programs, on one machine.",
        subcommands: [
            RunCommand.self, RecordsCommand.self, PlainCommand.self, DeviceCommand.self,
            CrowdCommand.self,
        ],
        defaultSubcommand: RunCommand.self)
}

/// Runs phases.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run phases and print what came of them.",
        discussion: """
            Later phases need what earlier ones made, so L, P1 and P2 always run where P3 to P6 \
            are asked for; --repeats 1 makes that quick.
            """)

    @Option(help: "Records of the workload; W has 110000.") var records = 110_000
    @Option(help: "How often plain SQLite, L, P1 and P2 are run; the medians count.")
    var repeats = 3
    @Option(help: "Phases, as in L,P1,P2,P3,P4,P5,C; P6 takes ten times as long as all others.")
    var phases = "L,P1,P2,P3,P4,P5,C"
    @Option(help: "Where the report goes.") var report = "bench-report.json"

    func validate() throws {
        guard records >= 1_100, repeats >= 1 else {
            throw ValidationError("At least 1100 records and one repeat are needed.")
        }
    }

    func run() async throws {
        let wanted = Set(phases.split(separator: ",").map { $0.uppercased() })
        let bench = try Bench(workload: workload(records), repeats: repeats)
        defer { bench.clean() }
        try bench.plain()
        if wanted.contains("C") { try bench.commands() }
        if wanted != ["C"] { try sync(wanted, bench) }
        guard wanted.contains("P6") else { return try finish(bench) }
        let large = try Bench(workload: workload(records * 10), repeats: 1)
        defer { large.clean() }
        try large.growth(comparedWith: bench)
        try finish(large)
    }

    private func sync(_ wanted: Set<String>, _ bench: Bench) throws {
        let (server, writer) = try bench.writeAndPush()
        defer { server.stop() }
        guard !wanted.isDisjoint(with: ["P2", "P3", "P4", "P5", "P6"]) else { return }
        let reader = try bench.firstPull(server, writer)
        let all = wanted.contains("P6")
        if all || wanted.contains("P3") { try bench.delta(server, from: writer, to: reader) }
        if all || wanted.contains("P4") { try bench.idle(server, large: reader, admin: writer) }
        if all || wanted.contains("P5") { try bench.crowd(server, writer) }
    }

    private func finish(_ bench: Bench) throws {
        let report = Report(bench, records: records)
        print(report.table)
        try report.write(to: self.report)
    }

    private func workload(_ records: Int) -> Workload {
        Workload(accounts: records / 11, notes: records - records / 11)
    }
}
