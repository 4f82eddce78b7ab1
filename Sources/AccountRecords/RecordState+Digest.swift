// The digest by which both sides notice that a copy of a record differs.
import CausalCore
import Crypto

extension RecordState {
    /// The first 128 bits of SHA-256 over everything that decides what is shown and who wins next:
    /// ids, seq, life, vector, and of each unit its key, value, stamp, replica and op.
    ///
    /// Cells may be in any order; all of the record's are needed, cleared ones included.
    public func digest() -> AccountChecksum {
        SHA256.hash(data: digestBytes()).withUnsafeBytes { hash in
            AccountChecksum(
                high: UInt64(bigEndian: hash.loadUnaligned(as: UInt64.self)),
                low: UInt64(bigEndian: hash.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        }
    }

    private func digestBytes() -> [UInt8] {
        let sorted = isSorted ? cells : cells.sorted { $0.key < $1.key }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128 + cells.reduce(0) { $0 + $1.value.count + 64 })
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
