// Reads what ByteWriter wrote; damaged rows become an error, never a trap.

import CausalCore

/// What is wrong with a stored row; only a damaged disk or a foreign file can cause it.
public struct DamagedRow: Error, Hashable, Sendable {
    /// What was being read.
    public let what: String

    /// Names what was being read.
    public init(_ what: String) {
        self.what = what
    }
}

/// Reads integers, bytes and identities one after the other.
struct ByteReader {
    private let bytes: [UInt8]
    private var position = 0
    private let what: String

    init(_ bytes: [UInt8], what: String) {
        self.bytes = bytes
        self.what = what
    }

    var isAtEnd: Bool { position == bytes.count }
    var damaged: DamagedRow { DamagedRow(what) }

    mutating func byte() throws -> UInt8 {
        guard position < bytes.count else { throw damaged }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func number() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 70 {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
        }
        throw damaged
    }

    /// A number that says how many of something follow; never more than there are bytes left.
    mutating func count() throws -> Int {
        let value = try number()
        guard value <= UInt64(bytes.count - position) else { throw damaged }
        return Int(value)
    }

    mutating func signed() throws -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    mutating func small<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws -> Value {
        guard let value = Value(exactly: try number()) else { throw damaged }
        return value
    }

    mutating func fixed() throws -> UInt64 {
        guard bytes.count - position >= 8 else { throw damaged }
        defer { position += 8 }
        return bytes.withUnsafeBytes {
            UInt64(bigEndian: $0.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        }
    }

    mutating func identifier<Subject>(_: Subject.Type = Subject.self) throws
        -> Identifier<Subject>
    {
        Identifier(high: try fixed(), low: try fixed())
    }

    /// Passes over bytes.
    mutating func skip(_ count: Int) throws {
        guard count <= bytes.count - position else { throw damaged }
        position += count
    }

    mutating func skip(identifiers count: Int) throws { try skip(16 * count) }

    mutating func block() throws -> [UInt8] {
        let length = try count()
        guard length > 0 else { return [] }
        defer { position += length }
        return Array(bytes[position..<position + length])
    }

    mutating func text() throws -> String {
        String(decoding: try block(), as: UTF8.self)
    }

    mutating func replica() throws -> ReplicaID { ReplicaID(try number()) }
    mutating func stamp() throws -> Stamp { Stamp(rawValue: try fixed()) }

    mutating func vector() throws -> VersionVector {
        let length = try count()
        var dots: [Dot] = []
        dots.reserveCapacity(length)
        for _ in 0..<length {
            dots.append(Dot(replica: try replica(), counter: try number()))
        }
        return VersionVector(dots)
    }

    mutating func unit() throws -> UnitKey {
        UnitKey(field: try small(), element: try block())
    }

    mutating func list<Element>(_ element: (inout ByteReader) throws -> Element) throws
        -> [Element]
    {
        let length = try count()
        var result: [Element] = []
        result.reserveCapacity(length)
        for _ in 0..<length { result.append(try element(&self)) }
        return result
    }

    mutating func raw<Value: RawRepresentable>(_: Value.Type = Value.self) throws -> Value
    where Value.RawValue == UInt8 {
        guard let value = Value(rawValue: try byte()) else { throw damaged }
        return value
    }
}
