// What must become of one unit, by plain sets: shares nothing with the code under test.

/// Two writes that met without knowledge of each other, the lower number first.
struct WritePair: Hashable {
    let first: Int
    let second: Int

    init(_ one: Int, _ other: Int) {
        first = min(one, other)
        second = max(one, other)
    }
}

/// The truth about one way of writing a unit in a small history.
struct UnitTruth {
    private let history: SetHistory
    private let writing: [UInt8?]
    /// The writes that no other write has seen, a bit for each.
    private let maximal: UInt64

    init(_ history: SetHistory, _ writing: [UInt8?]) {
        self.history = history
        self.writing = writing
        var writers: UInt64 = 0
        var replaced: UInt64 = 0
        for number in history.ops.indices where writing[number] != nil {
            writers |= 1 << UInt64(number)
            replaced |= history.ops[number].seen
        }
        maximal = writers & ~replaced
    }

    private func isMaximal(_ number: Int) -> Bool { maximal >> UInt64(number) & 1 == 1 }

    /// Whether neither write of a pair was knowingly replaced by any.
    func isUnreplaced(_ pair: WritePair) -> Bool {
        isMaximal(pair.first) && isMaximal(pair.second)
    }

    /// The pairs of different values that must stand, whatever the order.
    var unreplacedPairs: Set<WritePair> {
        var pairs: Set<WritePair> = []
        for first in writing.indices where isMaximal(first) {
            for second in writing.indices
            where second > first && isMaximal(second) && writing[first] != writing[second] {
                pairs.insert(WritePair(first, second))
            }
        }
        return pairs
    }

    /// The pairs that invariant I4 names for an order: neither has seen the other, no write accepted
    /// before the later one has seen the earlier, and the values differ.
    func recorded(committed order: [Int]) -> Set<WritePair> {
        var pairs: Set<WritePair> = []
        var replaced: UInt64 = 0
        var accepted: [Int] = []
        for later in order where writing[later] != nil {
            let seen = history.ops[later].seen
            for earlier in accepted where (seen | replaced) >> UInt64(earlier) & 1 == 0 {
                if writing[earlier] != writing[later] { pairs.insert(WritePair(earlier, later)) }
            }
            replaced |= seen
            accepted.append(later)
        }
        return pairs
    }

    /// With 0 for alive and 1 for deleted: whether some write of 0 is in no context of a 1.
    var isAlive: Bool {
        var hidden: UInt64 = 0
        for number in writing.indices where writing[number] == 1 {
            hidden |= history.ops[number].seen
        }
        return writing.indices.contains {
            writing[$0] == 0 && hidden >> UInt64($0) & 1 == 0
        }
    }
}
