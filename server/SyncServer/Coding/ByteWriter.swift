// The bytes in which the server keeps ops, cells and conflicts: compact, and the same on every run.

import CausalCore

/// Writes integers, bytes and identities one after the other.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
    }

    mutating func reserve(_ capacity: Int) {
        bytes.reserveCapacity(capacity)
    }

    mutating func byte(_ value: UInt8) {
        bytes.append(value)
    }

    /// Seven bits to a byte, least significant first (LEB128).
    mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// Small negative numbers stay small (zigzag).
    mutating func signed(_ value: Int64) {
        number(UInt64(bitPattern: value << 1 ^ value >> 63))
    }

    mutating func fixed(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func identifier<Subject>(_ value: Identifier<Subject>) {
        fixed(value.high)
        fixed(value.low)
    }

    /// The length, then the bytes.
    mutating func block(_ value: [UInt8]) {
        number(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func text(_ value: String) {
        block(Array(value.utf8))
    }

    mutating func vector(_ value: VersionVector) {
        number(UInt64(value.entries.count))
        for dot in value.entries {
            number(dot.replica.rawValue)
            number(dot.counter)
        }
    }

    mutating func unit(_ key: UnitKey) {
        number(UInt64(key.field))
        block(key.element)
    }
}
