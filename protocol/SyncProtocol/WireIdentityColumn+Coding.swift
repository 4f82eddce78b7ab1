// Identities in columns: neighbours in time cost one to four bytes, others about twelve.

import CausalCore
internal import Foundation

extension WireIdentityColumn {
    /// A column of identities, each against the one before it.
    init<Subject>(_ identities: [Identifier<Subject>]) {
        self.init()
        var writer = IdentityWriter()
        for identity in identities { writer.append(identity.high, identity.low) }
        writer.finish(in: &self)
    }

    /// A column of identities, each against another that the reader knows.
    init<Subject, Base>(_ identities: [Identifier<Subject>], against bases: [Identifier<Base>]) {
        self.init()
        var writer = IdentityWriter()
        for (identity, base) in zip(identities, bases) {
            writer.previous = (base.high, base.low)
            writer.append(identity.high, identity.low)
        }
        writer.finish(in: &self)
    }

    /// The identities, each read against the one before it.
    func identities<Subject>(_ name: String) throws(ProtocolError) -> [Identifier<Subject>] {
        var reader = try IdentityReader(self, name)
        var result: [Identifier<Subject>] = []
        result.reserveCapacity(times.count)
        for time in times { result.append(try reader.next(time, name)) }
        return result
    }

    /// The identities, each read against another; as many as there are of those.
    func identities<Subject, Base>(
        against bases: [Identifier<Base>], _ name: String
    ) throws(ProtocolError) -> [Identifier<Subject>] {
        try Column.expect(times.count, toBe: bases.count, name)
        var reader = try IdentityReader(self, name)
        var result: [Identifier<Subject>] = []
        result.reserveCapacity(times.count)
        for (time, base) in zip(times, bases) {
            reader.previous = (base.high, base.low)
            result.append(try reader.next(time, name))
        }
        return result
    }
}

/// Builds an identity column.
private struct IdentityWriter {
    var previous: (high: UInt64, low: UInt64) = (0, 0)
    private var times: [Int64] = []
    private var steps: [Int64] = []
    private var rests: [UInt8] = []

    mutating func append(_ high: UInt64, _ low: UInt64) {
        if high == previous.high {
            times.append(0)
            steps.append(Int64(bitPattern: low &- previous.low))
        } else {
            let difference = Int64(bitPattern: high >> 16) - Int64(bitPattern: previous.high >> 16)
            times.append(difference >= 0 ? difference + 1 : difference)
            rests.append(UInt8(truncatingIfNeeded: high >> 8))
            rests.append(UInt8(truncatingIfNeeded: high))
            for shift in stride(from: 56, through: 0, by: -8) {
                rests.append(UInt8(truncatingIfNeeded: low >> UInt64(shift)))
            }
        }
        previous = (high, low)
    }

    func finish(in column: inout WireIdentityColumn) {
        column.times = times
        column.steps = steps
        column.rests = Data(rests)
    }
}

/// Reads an identity column; its three parts are known to fit together.
private struct IdentityReader {
    var previous: (high: UInt64, low: UInt64) = (0, 0)
    private let steps: [Int64]
    private let rests: [UInt8]
    private var step = 0
    private var rest = 0

    init(_ column: WireIdentityColumn, _ name: String) throws(ProtocolError) {
        let near = column.times.count { $0 == 0 }
        steps = column.steps
        rests = [UInt8](column.rests)
        try Column.expect(steps.count, toBe: near, "\(name).steps")
        try Column.expect(rests.count, toBe: 10 * (column.times.count - near), "\(name).rests")
    }

    mutating func next<Subject>(
        _ time: Int64, _ name: String
    ) throws(ProtocolError) -> Identifier<Subject> {
        if time == 0 {
            previous.low &+= UInt64(bitPattern: steps[step])
            step += 1
        } else {
            let difference = time > 0 ? time - 1 : time
            let moment = Int64(bitPattern: previous.high >> 16).addingReportingOverflow(difference)
            guard !moment.overflow, (0..<1 << 48).contains(moment.partialValue) else {
                throw ProtocolError(.range, "\(name) has a time outside 48 bits")
            }
            previous.high = UInt64(bitPattern: moment.partialValue) << 16 | bigEndian(bytes: 2)
            previous.low = bigEndian(bytes: 8)
        }
        return Identifier(high: previous.high, low: previous.low)
    }

    private mutating func bigEndian(bytes count: Int) -> UInt64 {
        var number: UInt64 = 0
        for index in rest..<rest + count { number = number << 8 | UInt64(rests[index]) }
        rest += count
        return number
    }
}

/// One identity outside a column.
enum IdentityBytes {
    /// The 16 bytes; nothing for zero.
    static func data<Subject>(_ identity: Identifier<Subject>) -> Data {
        identity.isZero ? Data() : Data(identity.bytes)
    }

    /// Reads 16 bytes, or nothing for zero.
    static func identity<Subject>(
        _ data: Data, _ name: String
    ) throws(ProtocolError) -> Identifier<Subject> {
        if data.isEmpty { return .zero }
        guard let identity = Identifier<Subject>(bytes: data) else {
            throw ProtocolError(.form, "\(name) is not 16 bytes")
        }
        return identity
    }
}
