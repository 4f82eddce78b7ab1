// The digest by which both sides notice that a copy of a record differs.

import CausalCore

extension RecordState {
    /// 128 bits of SipHash-2-4 over everything that decides what is shown and who wins next: ids,
    /// seq, life, vector, and of each unit its key, value, stamp, replica and op.
    ///
    /// Cells may be in any order; all of the record's are needed, cleared ones included. The key is
    /// no secret: the digest finds copies that differ, and proves nothing to anybody.
    public func digest() -> AccountChecksum {
        let sorted = isSorted ? cells : cells.sorted { $0.key < $1.key }
        let room =
            67 + 16 * vector.entries.count
            + sorted.reduce(0) { $0 + $1.value.count + $1.key.element.count + 42 }
        let digest = withUnsafeTemporaryAllocation(byteCount: room, alignment: 8) { bytes in
            var writer = DigestWriter(bytes)
            write(sorted, to: &writer)
            return SipHash.digest(of: writer.written, key: digestKey)
        }
        return AccountChecksum(high: digest.high, low: digest.low)
    }

    private func write(_ sorted: [Cell], to writer: inout DigestWriter) {
        writer.write(record)
        writer.write(kind)
        writer.write(account)
        writer.write(isAlive ? UInt8(1) : 0)
        writer.write(seq)
        writer.write(UInt64(vector.entries.count))
        for dot in vector.entries {
            writer.write(dot.replica.rawValue)
            writer.write(dot.counter)
        }
        for cell in sorted where !planted(.checksumWithoutContent) {
            writer.write(cell.key.field)
            writer.write(counted: cell.key.element)
            writer.write(counted: cell.value)
            writer.write(cell.stamp.rawValue)
            writer.write(cell.replica.rawValue)
            writer.write(cell.op)
        }
    }

    private var isSorted: Bool {
        zip(cells, cells.dropFirst()).allSatisfy { $0.key < $1.key }
    }
}

/// `kith`, `state`, and the form of what is digested.
private let digestKey: (low: UInt64, high: UInt64) = (0x6B69_7468, 0x7374_6174_6500_0001)

/// Lays numbers, most significant byte first, and bytes one after the other.
private struct DigestWriter {
    private let room: UnsafeMutableRawBufferPointer
    private var count = 0

    init(_ room: UnsafeMutableRawBufferPointer) {
        self.room = room
    }

    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: room[..<count]) }

    @inline(__always)
    mutating func write(_ number: some FixedWidthInteger & BitwiseCopyable) {
        room.storeBytes(of: number.bigEndian, toByteOffset: count, as: type(of: number))
        count += number.bitWidth / 8
    }

    @inline(__always)
    mutating func write<Subject>(_ id: Identifier<Subject>) {
        write(id.high)
        write(id.low)
    }

    @inline(__always)
    mutating func write(counted bytes: [UInt8]) {
        write(UInt32(truncatingIfNeeded: bytes.count))
        guard !bytes.isEmpty else { return }
        bytes.withUnsafeBytes { source in
            UnsafeMutableRawBufferPointer(rebasing: room[count..<count + source.count])
                .copyMemory(from: source)
        }
        count += bytes.count
    }
}
