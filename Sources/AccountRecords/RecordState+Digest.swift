// The digest by which both sides notice that a copy of a record differs.

import CausalCore

extension RecordState {
    /// 128 bits of SipHash-2-4 over everything that decides what is shown and who wins next: ids,
    /// seq, life, vector, and of each unit its key, value, stamp, replica and op.
    ///
    /// Cells may be in any order; all of the record's are needed, cleared ones included. The key is
    /// no secret: the digest finds copies that differ, and proves nothing to anybody.
    public func digest() -> AccountChecksum {
        let digest = digestBytes().withUnsafeBytes { SipHash.digest(of: $0, key: digestKey) }
        return AccountChecksum(high: digest.high, low: digest.low)
    }

    private func digestBytes() -> [UInt8] {
        let sorted = isSorted ? cells : cells.sorted { $0.key < $1.key }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            64 + 16 * vector.entries.count
                + cells.reduce(0) { $0 + $1.value.count + $1.key.element.count + 42 })
        bytes.append(record)
        bytes.appendBigEndian(kind)
        bytes.append(account)
        bytes.append(isAlive ? 1 : 0)
        bytes.appendBigEndian(seq)
        bytes.appendBigEndian(UInt64(vector.entries.count))
        for dot in vector.entries {
            bytes.appendBigEndian(dot.replica.rawValue)
            bytes.appendBigEndian(dot.counter)
        }
        for cell in sorted where !planted(.checksumWithoutContent) {
            bytes.appendBigEndian(cell.key.field)
            bytes.appendCounted(cell.key.element)
            bytes.appendCounted(cell.value)
            bytes.appendBigEndian(cell.stamp.rawValue)
            bytes.appendBigEndian(cell.replica.rawValue)
            bytes.append(cell.op)
        }
        return bytes
    }

    private var isSorted: Bool {
        zip(cells, cells.dropFirst()).allSatisfy { $0.key < $1.key }
    }
}

/// `kith`, `state`, and the form of what is digested.
private let digestKey: (low: UInt64, high: UInt64) = (0x6B69_7468, 0x7374_6174_6500_0001)

extension [UInt8] {
    fileprivate mutating func appendBigEndian(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    fileprivate mutating func append<Subject>(_ id: Identifier<Subject>) {
        appendBigEndian(id.high)
        appendBigEndian(id.low)
    }

    fileprivate mutating func appendCounted(_ bytes: [UInt8]) {
        appendBigEndian(UInt32(truncatingIfNeeded: bytes.count))
        append(contentsOf: bytes)
    }
}
