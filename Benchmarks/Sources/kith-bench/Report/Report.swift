// What a run leaves behind: a table for people, and JSON for machines.

import Foundation

/// The figures of a run.
struct Report: Codable {
    let records: Int
    let machine: Machine
    let phases: [String: [String: Double]]

    init(_ bench: Bench, records: Int) {
        self.records = records
        machine = Machine()
        phases = bench.phases.mapValues(\.values)
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(filePath: path))
    }

    /// The figures that have a title, as a Markdown table.
    var table: String {
        let rows = Goal.all.compactMap { goal -> [String]? in
            guard let value = phases[goal.phase]?[goal.figure] else { return nil }
            let figure = [Table.number(value), goal.unit].filter { !$0.isEmpty }
            return [
                goal.phase, goal.title, figure.joined(separator: " "), goal.text,
                goal.verdict(value),
            ]
        }
        return "\(records) records on \(machine.line)\n\n"
            + Table(heads: ["phase", "what", "measured", "goal", "reached"], rows: rows).markdown
    }
}

/// Where the figures come from.
struct Machine: Codable {
    var processor = "?"
    var cores = ProcessInfo.processInfo.activeProcessorCount
    var memoryGigabytes = Double(ProcessInfo.processInfo.physicalMemory >> 20) / 1_024
    var system = "?"

    init() {
        let text = { (path: String) in (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
        let value = { (line: Substring?) in
            line?.split(separator: ":", maxSplits: 1).last?.trimmingCharacters(in: .whitespaces)
        }
        let lines = text("/proc/cpuinfo").split(separator: "\n")
        processor = value(lines.first { $0.hasPrefix("model name") }) ?? "?"
        system =
            "Linux "
            + text("/proc/sys/kernel/osrelease").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    var line: String {
        "\(cores) cores of \(processor), \(Table.number(memoryGigabytes)) GB, \(system)"
    }
}

/// A table in Markdown, whose columns line up.
struct Table {
    let heads: [String]
    let rows: [[String]]

    var markdown: String {
        let widths = heads.indices.map { column in
            ([heads] + rows).map { $0[column].count }.max() ?? 0
        }
        let line = { (cells: [String]) in
            let padded = zip(cells, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count)
            }
            return "| " + padded.joined(separator: " | ") + " |\n"
        }
        let rule = line(widths.map { String(repeating: "-", count: $0) })
        return line(heads) + rule + rows.map(line).joined()
    }

    /// A number with as many digits as say something.
    static func number(_ value: Double) -> String {
        if value == value.rounded() || abs(value) >= 1_000 { return String(Int(value.rounded())) }
        return String(
            format: abs(value) >= 100 ? "%.0f" : abs(value) >= 10 ? "%.1f" : "%.2f", value)
    }
}
