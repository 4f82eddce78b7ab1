// The rules that all columns share: trimming, deltas, ranges. See the head of kith.proto.

/// What columns have in common.
///
/// Nothing here traps, whatever the numbers are: sums wrap, and ranges are checked afterwards.
enum Column {
    /// A column without the zeros at its end.
    static func trimmed<Number: FixedWidthInteger>(_ numbers: [Number]) -> [Number] {
        guard numbers.last == 0 else { return numbers }
        let end = numbers.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
        return Array(numbers[..<end])
    }

    /// A column with the zeros at its end put back; refuses one that is longer than its list.
    static func padded<Number: FixedWidthInteger>(
        _ numbers: [Number], to count: Int, _ name: String
    ) throws(ProtocolError) -> [Number] {
        if numbers.count == count { return numbers }
        guard numbers.count < count else {
            throw ProtocolError(.columns, "\(name) is longer than its list")
        }
        return numbers + [Number](repeating: 0, count: count - numbers.count)
    }

    /// Refuses a whole column that has not the length of its list.
    static func expect(
        _ count: Int, toBe expected: Int, _ name: String
    ) throws(ProtocolError) {
        guard count == expected else {
            throw ProtocolError(.columns, "\(name) has not the length of its list")
        }
    }

    /// Refuses a list with more entries than a limit.
    static func expect(
        _ count: Int, atMost limit: Int, _ name: String
    ) throws(ProtocolError) {
        guard count <= limit else { throw ProtocolError(.count, "\(name) has too many entries") }
    }

    /// The differences between neighbours, modulo 2^64.
    static func deltas(_ numbers: [UInt64]) -> [Int64] {
        var previous: UInt64 = 0
        return numbers.map { number in
            defer { previous = number }
            return Int64(bitPattern: number &- previous)
        }
    }

    /// The numbers of their differences, modulo 2^64.
    static func sums(_ deltas: [Int64]) -> [UInt64] {
        var sum: UInt64 = 0
        return deltas.map { delta in
            sum &+= UInt64(bitPattern: delta)
            return sum
        }
    }

    /// The numbers of trimmed differences, each below the end of counters.
    static func counters(
        _ deltas: [Int64], count: Int, _ name: String
    ) throws(ProtocolError) -> [UInt64] {
        let numbers = sums(try padded(deltas, to: count, name))
        for number in numbers { try checkCounter(number, name) }
        return numbers
    }

    /// Refuses a number that is not below the end of counters.
    static func checkCounter(_ number: UInt64, _ name: String) throws(ProtocolError) {
        guard number < SyncLimits.counterEnd else {
            throw ProtocolError(.range, "\(name) is not below 2^53")
        }
    }

    /// Trimmed numbers that must fit 16 bits: kinds and fields.
    static func shorts(
        _ numbers: [UInt32], count: Int, _ name: String
    ) throws(ProtocolError) -> [UInt16] {
        var result: [UInt16] = []
        result.reserveCapacity(count)
        for number in try padded(numbers, to: count, name) {
            guard let short = UInt16(exactly: number) else {
                throw ProtocolError(.range, "\(name) does not fit 16 bits")
            }
            result.append(short)
        }
        return result
    }

    /// Trimmed counts of the pieces of lists that lie one after the other, as bounds of each; the
    /// pieces must make up the whole.
    static func bounds(
        _ counts: [UInt32], pieces: Int, whole: Int, _ name: String
    ) throws(ProtocolError) -> [Range<Int>] {
        var result: [Range<Int>] = []
        result.reserveCapacity(pieces)
        var start = 0
        for count in try padded(counts, to: pieces, name) {
            guard count <= whole - start else {
                throw ProtocolError(.columns, "\(name) reaches behind the end of its list")
            }
            result.append(start..<start + Int(count))
            start += Int(count)
        }
        try expect(start, toBe: whole, name)
        return result
    }

    /// A choice of its number.
    static func choice<Choice: RawRepresentable>(
        _ number: UInt32, _ name: String
    ) throws(ProtocolError) -> Choice where Choice.RawValue == UInt8 {
        guard let raw = UInt8(exactly: number), let choice = Choice(rawValue: raw) else {
            throw ProtocolError(.choice, "\(name) is a choice that is not known")
        }
        return choice
    }

    /// Choices of trimmed numbers.
    static func choices<Choice: RawRepresentable>(
        _ numbers: [UInt32], count: Int, _ name: String
    ) throws(ProtocolError) -> [Choice] where Choice.RawValue == UInt8 {
        var result: [Choice] = []
        result.reserveCapacity(count)
        for number in try padded(numbers, to: count, name) {
            result.append(try choice(number, name))
        }
        return result
    }

    /// How many entries a list has, as a column holds it.
    static func length(_ count: Int) -> UInt32 { UInt32(clamping: count) }
}
