// The blob forms of a record's cells and of a whole state that waits for the last page.

import CausalCore

/// A record's cells as its row keeps them.
enum StoredCells: Hashable {
    /// All of them.
    case here([Cell])
    /// Those of the first state of a record that was made here: the values are in the op at a
    /// position, and are not kept a second time while the op is.
    case inOp(position: Int64, writer: CellWriter)

    /// The cells, of values that are looked up where they are in an op.
    func cells(_ units: (_ position: Int64) throws -> [UnitWrite]) rethrows -> [Cell] {
        switch self {
        case .here(let cells): cells
        case .inOp(let position, let writer): try units(position).map(writer.cell)
        }
    }
}

/// Everything about a cell but the unit and its value.
struct CellWriter: Hashable {
    var stamp: Stamp
    var quality: StampQuality
    var replica: ReplicaID
    var op: OpID
    var seq: Seq

    func cell(_ unit: UnitWrite) -> Cell {
        Cell(
            key: unit.key, value: unit.value, stamp: stamp, quality: quality, replica: replica,
            op: op, seq: seq)
    }
}

extension CellWriter {
    init(of cell: Cell) {
        self.init(
            stamp: cell.stamp, quality: cell.quality, replica: cell.replica, op: cell.op,
            seq: cell.seq)
    }
}

extension ByteWriter {
    /// Writes writers once, then each cell with its writer's place.
    mutating func put(_ cells: [Cell]) {
        let writers = CellWriters(of: cells)
        put(count: writers.cells.count)
        for cell in writers.cells { put(CellWriter(of: cell)) }
        put(count: cells.count)
        for (cell, place) in zip(cells, writers.places) {
            put(cell.key)
            put(count: place)
            put(cell.value)
        }
    }

    mutating func put(_ cells: StoredCells) {
        switch cells {
        case .here(let cells):
            put(false)
            put(cells)
        case .inOp(let position, let writer):
            put(true)
            put(writer)
            put(UInt64(bitPattern: position))
        }
    }

    private mutating func put(_ writer: CellWriter) {
        put(writer.op)
        put(writer.replica.rawValue)
        put(writer.stamp.rawValue)
        put(UInt64(writer.quality.rawValue))
        put(writer.seq)
    }
}

extension ByteReader {
    mutating func cells() throws -> [Cell] {
        let writers = try list { try $0.cellWriter() }
        return try list { reader in
            let key = try reader.key()
            guard let place = Int(exactly: try reader.number()), place < writers.count else {
                throw StoreError.damaged("cells")
            }
            return writers[place].cell(UnitWrite(key: key, value: try reader.string()))
        }
    }

    mutating func storedCells() throws -> StoredCells {
        guard try flag() else { return .here(try cells()) }
        let writer = try cellWriter()
        return .inOp(position: Int64(bitPattern: try number()), writer: writer)
    }

    private mutating func cellWriter() throws -> CellWriter {
        let op: OpID = try id()
        let replica = ReplicaID(try number())
        let stamp = Stamp(rawValue: try number())
        guard let quality = StampQuality(rawValue: try small()) else {
            throw StoreError.damaged("a stamp")
        }
        return CellWriter(
            stamp: stamp, quality: quality, replica: replica, op: op, seq: try number())
    }

    private mutating func list<Element>(
        _ element: (inout ByteReader) throws -> Element
    ) throws -> [Element] {
        let total = try count()
        var elements: [Element] = []
        elements.reserveCapacity(total)
        for _ in 0..<total { elements.append(try element(&self)) }
        return elements
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
