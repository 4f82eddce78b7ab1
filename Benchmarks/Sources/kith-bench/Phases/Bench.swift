// One run: its folder, its programs, its size, and the figures that come together.

import Foundation
import Workload

/// What all phases share.
final class Bench {
    /// Where everything is written; removed at the end.
    let folder: String
    /// The folder of `kith`, `kith-server` and `kith-bench`.
    let programs: String
    let workload: Workload
    let repeats: Int
    /// Figures by phase.
    private(set) var phases: [String: Figures] = [:]
    private let began = Stopwatch()

    var program: String { programs + "/kith-bench" }

    init(workload: Workload, repeats: Int) throws {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        programs = URL(filePath: program).deletingLastPathComponent().path
        let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        folder = base + "/kith-bench-\(getpid())"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        self.workload = workload
        self.repeats = repeats
    }

    func clean() { try? FileManager.default.removeItem(atPath: folder) }

    /// Takes figures of a phase in; those of the same name are replaced.
    func note(_ phase: String, _ values: [String: Double]) {
        phases[phase, default: Figures()].values.merge(values) { $1 }
        let seconds = Int(began.milliseconds / 1_000)
        let text = values.sorted { $0.key < $1.key }
            .map { "\($0.key) \(Table.number($0.value))" }.joined(separator: ", ")
        FileHandle.standardError.write(Data("[\(seconds) s] \(phase): \(text)\n".utf8))
    }

    /// A figure that an earlier phase noted; 0 if none did.
    func figure(_ phase: String, _ name: String) -> Double { phases[phase]?[name] ?? 0 }

    /// Milliseconds as a multiple of what plain SQLite took for as many records.
    func ratio(_ milliseconds: Double, records: Int) -> Double {
        let plain = figure("plain", "ms_per_record") * Double(records)
        return plain > 0 ? milliseconds / plain : 0
    }
}
