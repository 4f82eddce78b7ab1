// The cells of one record as one block: their writers once, then each cell with its writer's place.

import CausalCore

/// Encodes and decodes all cells of a record.
///
/// Most cells of a record share the op that created it, so ops, stamps and seqs are kept once. While no
/// other op has touched the record, its values are kept once as well: in the log.
enum CellCoding {
    /// The first byte where the cells are what the op at the record's seq wrote.
    static let loggedForm: UInt8 = 2

    /// What the row of a record keeps whose cells are those of one logged op; its stamp is not in the
    /// op's body.
    static func encode(loggedAt stamp: Stamp) -> [UInt8] {
        var writer = ByteWriter(capacity: 9)
        writer.byte(loggedForm)
        writer.fixed(stamp.rawValue)
        return writer.bytes
    }

    static func encode(_ cells: [Cell]) -> [UInt8] {
        let writers = CellWriters(of: cells)
        var writer = ByteWriter(capacity: 48 + cells.reduce(0) { $0 + $1.value.count + 8 })
        writer.byte(1)
        writer.number(UInt64(writers.cells.count))
        for cell in writers.cells {
            writer.identifier(cell.op)
            writer.number(cell.replica.rawValue)
            writer.fixed(cell.stamp.rawValue)
            writer.byte(cell.quality.rawValue)
            writer.number(cell.seq)
        }
        writer.number(UInt64(cells.count))
        for (cell, place) in zip(cells, writers.places) {
            writer.unit(cell.key)
            writer.number(UInt64(place))
            writer.block(cell.value)
        }
        return writer.bytes
    }

    /// The cells of a row whose unit changed hands after a seq; 0 gives all.
    static func decode(_ row: RecordRow, changedAfter start: Seq = 0) throws -> [Cell] {
        guard row.cells.first == loggedForm else {
            return try decode(row.cells, changedAfter: start)
        }
        guard row.seq > start else { return [] }
        var reader = ByteReader(row.cells, what: "cells")
        _ = try reader.byte()
        let stamp = try reader.stamp()
        guard let dot = try VectorCoding.decode(row.vector).entries.first else {
            throw reader.damaged
        }
        return try JudgedOp.cells(
            ofBody: row.loggedBody, at: row.seq, by: dot.replica, stamp)
    }

    /// Cells that are all here.
    static func decode(_ bytes: [UInt8], changedAfter start: Seq = 0) throws -> [Cell] {
        if bytes.isEmpty { return [] }  // a stub
        var reader = ByteReader(bytes, what: "cells")
        guard try reader.byte() == 1 else { throw reader.damaged }
        let writers = try reader.list { reader in
            let op: OpID = try reader.identifier()
            let replica = try reader.replica()
            let stamp = try reader.stamp()
            let quality: StampQuality = try reader.raw()
            return Cell(
                key: .life, value: [], stamp: stamp, quality: quality, replica: replica, op: op,
                seq: try reader.number())
        }
        var cells: [Cell] = []
        let count = try reader.count()
        cells.reserveCapacity(count)
        for _ in 0..<count {
            let key = try reader.unit()
            let place = try reader.number()
            let value = try reader.block()
            guard place < UInt64(writers.count) else { throw reader.damaged }
            var cell = writers[Int(place)]
            guard cell.seq > start || start == 0 else { continue }
            cell.key = key
            cell.value = value
            cells.append(cell)
        }
        return cells
    }
}

/// Encodes and decodes a version vector as a row keeps it.
enum VectorCoding {
    static func encode(_ vector: VersionVector) -> [UInt8] {
        var writer = ByteWriter(capacity: 1 + vector.entries.count * 12)
        writer.vector(vector)
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws -> VersionVector {
        var reader = ByteReader(bytes, what: "version vector")
        return try reader.vector()
    }
}
