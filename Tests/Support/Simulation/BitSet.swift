// A set of small numbers: what somebody had seen, as the judge keeps it.

/// Small non-negative numbers; the first 64 need no memory of their own.
public struct BitSet: Hashable, Sendable {
    private var low: UInt64 = 0
    private var rest: [UInt64] = []

    /// The set of no numbers.
    public init() {}

    /// The numbers in it, ascending.
    public var members: [Int] {
        var members: [Int] = []
        for (index, word) in ([low] + rest).enumerated() where word != 0 {
            var word = word
            while word != 0 {
                members.append(index * 64 + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
        return members
    }

    /// Whether it holds no number.
    public var isEmpty: Bool { low == 0 && rest.allSatisfy { $0 == 0 } }

    /// Whether it holds a number.
    public func contains(_ number: Int) -> Bool {
        if number < 64 { return low >> UInt64(number) & 1 == 1 }
        let word = number / 64 - 1
        return word < rest.count && rest[word] >> UInt64(number % 64) & 1 == 1
    }

    /// Puts a number in.
    public mutating func insert(_ number: Int) {
        if number < 64 {
            low |= 1 << UInt64(number)
        } else {
            let word = number / 64 - 1
            while rest.count <= word { rest.append(0) }
            rest[word] |= 1 << UInt64(number % 64)
        }
    }

    /// Takes a number out.
    public mutating func remove(_ number: Int) {
        if number < 64 {
            low &= ~(1 << UInt64(number))
        } else if number / 64 - 1 < rest.count {
            rest[number / 64 - 1] &= ~(1 << UInt64(number % 64))
        }
    }

    /// Puts all numbers of another set in.
    public mutating func formUnion(_ other: BitSet) {
        low |= other.low
        while rest.count < other.rest.count { rest.append(0) }
        for (index, word) in other.rest.enumerated() { rest[index] |= word }
    }

    /// The numbers of both sets.
    public func union(_ other: BitSet) -> BitSet {
        var union = self
        union.formUnion(other)
        return union
    }

    /// The numbers that are not in another set.
    public func subtracting(_ other: BitSet) -> BitSet {
        var difference = self
        difference.low &= ~other.low
        for index in 0..<min(rest.count, other.rest.count) {
            difference.rest[index] &= ~other.rest[index]
        }
        return difference
    }
}
