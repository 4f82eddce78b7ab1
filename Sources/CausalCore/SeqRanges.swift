// Places in the server's order, as the few ranges that they make up.

/// Seqs as ascending ranges that neither overlap nor touch, at most ``countMax`` of them.
public struct SeqRanges: Hashable, Sendable {
    /// Most ranges; seqs that would make one more are not taken up.
    public static let countMax = 8

    /// The ranges.
    public private(set) var ranges: [ClosedRange<Seq>] = []

    /// No seqs.
    public init() {}

    /// Ranges as they were kept or sent; nil unless they ascend, do not touch and are not too many.
    public init?(_ ranges: [ClosedRange<Seq>]) {
        guard ranges.count <= Self.countMax,
            zip(ranges, ranges.dropFirst()).allSatisfy({
                $0.upperBound < $1.lowerBound && $1.lowerBound - $0.upperBound > 1
            })
        else { return nil }
        self.ranges = ranges
    }

    /// Whether there are none.
    public var isEmpty: Bool { ranges.isEmpty }

    /// Takes up a seq behind all others; passes over one that is not, or for which there is no room.
    public mutating func append(_ seq: Seq) {
        guard let last = ranges.last else {
            ranges.append(seq...seq)
            return
        }
        guard seq > last.upperBound else { return }
        if seq - last.upperBound == 1 {
            ranges[ranges.count - 1] = last.lowerBound...seq
        } else if ranges.count < Self.countMax {
            ranges.append(seq...seq)
        }
    }

    /// Takes up what others hold behind all that is here.
    public mutating func append(_ others: SeqRanges) {
        for range in others.ranges {
            append(range.lowerBound)
            if let last = ranges.last, last.upperBound == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound...range.upperBound
            }
        }
    }

    /// Takes out what lies at or before a seq.
    public mutating func remove(through seq: Seq) {
        ranges = ranges.compactMap { range in
            guard range.upperBound > seq else { return nil }
            return max(range.lowerBound, seq + 1)...range.upperBound
        }
    }

    /// What lies between them behind one seq and up to another, in ascending order: each gap's
    /// neighbour before it and its last seq.
    public func gaps(after start: Seq, through end: Seq) -> [(after: Seq, through: Seq)] {
        var gaps: [(after: Seq, through: Seq)] = []
        var at = start
        for range in ranges where range.upperBound > at {
            if range.lowerBound > end { break }
            if range.lowerBound > at + 1 { gaps.append((at, range.lowerBound - 1)) }
            at = range.upperBound
        }
        if at < end { gaps.append((at, end)) }
        return gaps
    }
}
