// Stamps in columns: those of one commit cost next to nothing.

import CausalCore

extension WireStampColumn {
    /// A column of stamps.
    ///
    /// - Parameter bases: milliseconds that their reader has, and takes their own to be near to; none,
    ///   or one for each.
    init(_ stamps: [Stamp], against bases: [UInt64] = []) {
        self.init()
        milliseconds = Column.deltas(
            bases.isEmpty
                ? stamps.map(\.milliseconds) : zip(stamps, bases).map { $0.milliseconds &- $1 })
        counters = Column.trimmed(stamps.map { UInt32($0.counter) })
    }

    /// The stamps, as many as are expected.
    func stamps(
        count: Int, against bases: [UInt64] = [], _ name: String
    ) throws(ProtocolError) -> [Stamp] {
        try Column.expect(milliseconds.count, toBe: count, name)
        if !bases.isEmpty { try Column.expect(bases.count, toBe: count, name) }
        let low = try Column.shorts(counters, count: count, "\(name).counters")
        var result: [Stamp] = []
        result.reserveCapacity(count)
        for (index, (sum, low)) in zip(Column.sums(milliseconds), low).enumerated() {
            let high = bases.isEmpty ? sum : sum &+ bases[index]
            guard high <= Stamp.millisecondsMax else {
                throw ProtocolError(.range, "\(name) has milliseconds outside 48 bits")
            }
            result.append(try StampBits.stamp(high << 16 | UInt64(low), name))
        }
        return result
    }
}

/// One stamp outside a column.
enum StampBits {
    /// The stamp of its 64 bits; refuses the reserved greatest one.
    static func stamp(_ bits: UInt64, _ name: String) throws(ProtocolError) -> Stamp {
        guard bits < UInt64.max else {
            throw ProtocolError(.range, "\(name) is the stamp that is never given")
        }
        return Stamp(rawValue: bits)
    }
}
