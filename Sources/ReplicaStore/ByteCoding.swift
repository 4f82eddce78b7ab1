// How the store writes ops, states and conflicts into blobs: varints and length-prefixed bytes.

import CausalCore

/// Appends values to a byte string; its counterpart is ``ByteReader``.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init() {}

    /// A writer with room for so many bytes.
    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    mutating func put(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func put(signed value: Int64) {
        put(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    mutating func put(count: Int) { put(UInt64(count)) }

    mutating func put(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func put(_ value: [UInt8]) {
        put(count: value.count)
        bytes.append(contentsOf: value)
    }

    mutating func put(_ text: String) {
        put(count: text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func put<Subject>(_ id: Identifier<Subject>) {
        put(fixed: id.high)
        put(fixed: id.low)
    }

    mutating func put(_ key: UnitKey) {
        put(UInt64(key.field))
        put(key.element)
    }

    mutating func put(_ vector: VersionVector) {
        put(count: vector.entries.count)
        for dot in vector.entries {
            put(dot.replica.rawValue)
            put(dot.counter)
        }
    }

    private mutating func put(fixed value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

/// Reads what ``ByteWriter`` wrote; throws ``StoreError`` with code `damaged` on anything else.
struct ByteReader {
    private let bytes: [UInt8]
    private var index = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { index == bytes.count }

    mutating func number() throws -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard index < bytes.count, shift < 64 else { throw StoreError.damaged("a number") }
            let byte = bytes[index]
            index += 1
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    mutating func signed() throws -> Int64 {
        let value = try number()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    mutating func count() throws -> Int {
        guard let count = Int(exactly: try number()), count <= bytes.count - index else {
            throw StoreError.damaged("a length")
        }
        return count
    }

    mutating func flag() throws -> Bool { try byte() != 0 }

    mutating func small() throws -> UInt8 {
        guard let value = UInt8(exactly: try number()) else { throw StoreError.damaged("a code") }
        return value
    }

    mutating func short() throws -> UInt16 {
        guard let value = UInt16(exactly: try number()) else { throw StoreError.damaged("a code") }
        return value
    }

    mutating func string() throws -> [UInt8] {
        let length = try count()
        defer { index += length }
        return Array(bytes[index..<index + length])
    }

    mutating func text() throws -> String { String(decoding: try string(), as: UTF8.self) }

    mutating func id<Subject>(_: Subject.Type = Subject.self) throws -> Identifier<Subject> {
        Identifier(high: try fixed(), low: try fixed())
    }

    mutating func key() throws -> UnitKey {
        UnitKey(field: try short(), element: try string())
    }

    mutating func vector() throws -> VersionVector {
        var dots: [Dot] = []
        for _ in 0..<(try count()) {
            dots.append(Dot(replica: ReplicaID(try number()), counter: try number()))
        }
        return VersionVector(dots)
    }

    private mutating func byte() throws -> UInt8 {
        guard index < bytes.count else { throw StoreError.damaged("a value") }
        defer { index += 1 }
        return bytes[index]
    }

    private mutating func fixed() throws -> UInt64 {
        guard bytes.count - index >= 8 else { throw StoreError.damaged("an id") }
        var value: UInt64 = 0
        for offset in 0..<8 { value = value << 8 | UInt64(bytes[index + offset]) }
        index += 8
        return value
    }
}
