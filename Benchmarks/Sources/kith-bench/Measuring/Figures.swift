// What a process of the benchmarks says at its end: one JSON object of numbers.

import Foundation

/// Numbers by name, as processes hand them on.
struct Figures {
    var values: [String: Double] = [:]

    init(_ values: [String: Double] = [:]) { self.values = values }

    /// Reads what ``print()`` wrote as the last line of an output.
    init(output: String) throws {
        guard let line = output.split(separator: "\n").last else {
            throw BenchFailure("a process said nothing")
        }
        values = try JSONDecoder().decode([String: Double].self, from: Data(line.utf8))
    }

    subscript(name: String) -> Double {
        get { values[name] ?? 0 }
        set { values[name] = newValue }
    }

    mutating func add(_ usage: Usage) {
        self["ms"] = usage.milliseconds
        self["cpu_ms"] = usage.processorMilliseconds
    }

    /// Says the numbers, and how much memory this process had at most.
    func print() throws {
        var values = values
        values["peak_mb"] = ProcessFacts.peakMegabytes()
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        Swift.print(String(decoding: try encoder.encode(values), as: UTF8.self))
    }

    /// The same numbers of several runs: for each its median.
    static func median(_ runs: [Figures]) -> Figures {
        let names = Set(runs.flatMap(\.values.keys))
        return Figures(
            Dictionary(
                names.map { name in (name, runs.compactMap { $0.values[name] }.median) },
                uniquingKeysWith: { first, _ in first }))
    }
}
