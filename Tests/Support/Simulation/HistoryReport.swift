// What a history did: the figures that every run prints.

/// Counts of one history, or of many added up.
public struct HistoryReport: Hashable, Sendable {
    /// Histories.
    public var histories = 0
    /// Ops written.
    public var ops = 0
    /// Syncs tried.
    public var syncs = 0
    /// Conflict pairs that the judge expects and the product has.
    public var conflictPairs = 0
    /// Faults by class, and situations that were reached, by name.
    public var marks: [String: Int] = [:]
    /// A hash over everything that happened, equal for every run of the same seed.
    public var trace: UInt64 = 0xCBF2_9CE4_8422_2325

    /// A report of nothing.
    public init() {}

    /// Counts one occurrence of a fault or situation.
    public mutating func mark(_ name: String) {
        marks[name, default: 0] += 1
    }

    /// Takes something that happened into the trace (FNV-1a).
    public mutating func note(_ text: String) {
        for byte in text.utf8 { trace = (trace ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }

    /// Adds another report.
    public mutating func add(_ other: HistoryReport) {
        histories += other.histories
        ops += other.ops
        syncs += other.syncs
        conflictPairs += other.conflictPairs
        for (name, count) in other.marks { marks[name, default: 0] += count }
        note(String(other.trace, radix: 16))
    }

    /// The figures, one line each.
    public var lines: [String] {
        let figures = marks.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return [
            "histories \(histories), ops \(ops), syncs \(syncs), conflict pairs \(conflictPairs)",
            "faults and situations: " + figures.joined(separator: ", "),
        ]
    }
}
