// What a history did: the figures that every run prints.

/// Counts of one history, or of many added up.
public struct HistoryReport: Hashable, Sendable, Codable {
    /// Histories.
    public var histories = 0
    /// Ops written by people.
    public var ops = 0
    /// Ops that a server accepted.
    public var accepted = 0
    /// Syncs tried.
    public var syncs = 0
    /// Conflict pairs that the judge expects and the product has.
    public var conflictPairs = 0
    /// How often each ``Mark`` was reached, by its number.
    public private(set) var counts = [Int](repeating: 0, count: Mark.allCases.count)
    /// A hash over everything that happened, equal for every run of the same seed.
    public private(set) var trace: UInt64 = 0xCBF2_9CE4_8422_2325

    /// A report of nothing.
    public init() {}

    /// Counts one occurrence of a fault or situation.
    public mutating func mark(_ mark: Mark) { counts[mark.rawValue] += 1 }

    /// How often a mark was reached.
    public func count(_ mark: Mark) -> Int { counts[mark.rawValue] }

    /// Faults of all classes.
    public var faults: Int { Mark.faults.reduce(0) { $0 + count($1) } }

    /// The marks that were not reached.
    public var unreached: [Mark] { Mark.allCases.filter { counts[$0.rawValue] == 0 } }

    /// Takes something that happened into the trace (FNV-1a over words).
    public mutating func note(_ word: UInt64) {
        trace = (trace ^ word) &* 0x100_0000_01B3
        trace ^= trace >> 29
    }

    /// Adds another report.
    public mutating func add(_ other: HistoryReport) {
        histories += other.histories
        ops += other.ops
        accepted += other.accepted
        syncs += other.syncs
        conflictPairs += other.conflictPairs
        for (index, count) in other.counts.enumerated() { counts[index] += count }
        trace &+= other.trace  // in any order
    }

    /// The figures, one line each.
    public var lines: [String] {
        let figures = Mark.allCases.filter { count($0) > 0 }
            .map { "\($0.title) \(count($0))" }
        return [
            "histories \(histories), ops \(ops), accepted \(accepted), syncs \(syncs), "
                + "conflict pairs \(conflictPairs), faults \(faults)",
            "marks \(figures.count) of \(counts.count): " + figures.joined(separator: ", "),
        ]
    }
}
