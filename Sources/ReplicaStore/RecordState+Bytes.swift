// The blob forms of a record's cells and of a whole state that waits for the last page.

import CausalCore

extension ByteWriter {
    mutating func put(_ cells: [Cell]) {
        put(count: cells.count)
        for cell in cells {
            put(cell.key)
            put(cell.value)
            put(cell.stamp.rawValue)
            put(UInt64(cell.quality.rawValue))
            put(cell.replica.rawValue)
            put(cell.op)
            put(cell.seq)
        }
    }
}

extension ByteReader {
    mutating func cells() throws -> [Cell] {
        var cells: [Cell] = []
        let total = try count()
        cells.reserveCapacity(total)
        for _ in 0..<total {
            let key = try key()
            let value = try string()
            let stamp = Stamp(rawValue: try number())
            guard let quality = StampQuality(rawValue: try small()) else {
                throw StoreError.damaged("a stamp")
            }
            cells.append(
                Cell(
                    key: key, value: value, stamp: stamp, quality: quality,
                    replica: ReplicaID(try number()), op: try id(), seq: try number()))
        }
        return cells
    }
}

extension RecordState {
    /// The state as one blob.
    var storedBytes: [UInt8] {
        var writer = ByteWriter()
        writer.put(record)
        writer.put(UInt64(kind))
        writer.put(account)
        writer.put(UInt64((isAlive ? 1 : 0) | (isStub ? 2 : 0)))
        writer.put(seq)
        writer.put(time.rawValue)
        writer.put(vector)
        writer.put(cells)
        return writer.bytes
    }

    /// Reads the blob back.
    init(storedBytes: [UInt8]) throws {
        var reader = ByteReader(storedBytes)
        let record: RecordID = try reader.id()
        let kind = try reader.short()
        let account: RecordID = try reader.id()
        let life = try reader.small()
        self.init(
            record: record, kind: kind, account: account, isAlive: life & 1 != 0,
            seq: try reader.number(), time: Stamp(rawValue: try reader.number()),
            vector: try reader.vector(), cells: try reader.cells(), isStub: life & 2 != 0)
    }
}
