// States of records to columns and back.

import CausalCore

/// The tables of a page, while it is written.
struct PageTableWriters {
    var replicas = ReferenceWriter<ReplicaID>()
    var users = ReferenceWriter<UserID>()
    var accounts = ReferenceWriter<RecordID>()
}

/// The tables of a page, while it is read.
struct PageTableReaders {
    var replicas: ReferenceReader<ReplicaID>
    var users: ReferenceReader<UserID>
    var accounts: ReferenceReader<RecordID>
}

extension WireRecordColumns {
    private enum Shape {
        static let isAlive: UInt32 = 1
        static let isOwnAccount: UInt32 = 2
        static let isStub: UInt32 = 4
        static let known: UInt32 = 7
    }

    /// States in their order.
    init(_ states: [RecordState], tables: inout PageTableWriters) {
        self.init()
        setCells(of: states, tables: &tables)
        shapes = states.map {
            ($0.isAlive ? Shape.isAlive : 0) | ($0.account == $0.record ? Shape.isOwnAccount : 0)
                | ($0.isStub ? Shape.isStub : 0)
        }
        kinds = Column.trimmed(states.map { UInt32($0.kind) })
        accountRefs = Column.trimmed(
            tables.accounts.references(
                to: states.lazy.filter { $0.account != $0.record }.map(\.account)))
        seqs = Column.trimmed(Column.deltas(states.map(\.seq)))
        times = WireStampColumn(states.map(\.time))
        vectors = WireVectorColumn(states.map(\.vector), replicas: &tables.replicas)
        ids = WireIdentityColumn(states.map(\.record))
    }

    private mutating func setCells(of states: [RecordState], tables: inout PageTableWriters) {
        cellCounts = Column.trimmed(states.map { Column.length($0.cells.count) })
        let cells = states.flatMap(\.cells)
        guard !cells.isEmpty else { return }
        cellOps = WireIdentityColumn(cells.map(\.op))
        cellStamps = WireStampColumn(cells.map(\.stamp))
        cellQualities = Column.trimmed(cells.map { UInt32($0.quality.rawValue) })
        cellReplicas = Column.trimmed(tables.replicas.references(to: cells.lazy.map(\.replica)))
        cellSeqs = Column.trimmed(
            states.flatMap { state in
                state.cells.map { Int64(bitPattern: state.seq &- $0.seq) }
            })
        units = WireUnitColumn(cells.map(\.key))
        values = WireValueColumn(cells.map(\.value))
    }

    /// The states.
    func states(tables: inout PageTableReaders) throws(ProtocolError) -> [RecordState] {
        let count = shapes.count
        try Column.expect(count, atMost: SyncLimits.entriesPerListMax, "records")
        for shape in shapes where shape & ~Shape.known != 0 {
            throw ProtocolError(.choice, "records.shapes has a bit that is not known")
        }
        let seqs = try Column.counters(seqs, count: count, "records.seqs")
        let cells = try cells(seqs: seqs, tables: &tables)
        let kinds = try Column.shorts(kinds, count: count, "records.kinds")
        let records: [RecordID] = try ids.identities("records.ids")
        try Column.expect(records.count, toBe: count, "records.ids")
        let accounts = try accounts(of: records, tables: &tables)
        let times = try times.stamps(count: count, "records.times")
        let vectors = try vectors.vectors(
            count: count, replicas: &tables.replicas, "records.vectors")
        return (0..<count).map { index in
            RecordState(
                record: records[index], kind: kinds[index], account: accounts[index],
                isAlive: shapes[index] & Shape.isAlive != 0, seq: seqs[index],
                time: times[index], vector: vectors[index], cells: cells[index],
                isStub: shapes[index] & Shape.isStub != 0)
        }
    }

    private func accounts(
        of records: [RecordID], tables: inout PageTableReaders
    ) throws(ProtocolError) -> [RecordID] {
        let others = shapes.count { $0 & Shape.isOwnAccount == 0 }
        var refs = try Column.padded(accountRefs, to: others, "records.account_refs")[...]
        var result: [RecordID] = []
        result.reserveCapacity(records.count)
        for (shape, record) in zip(shapes, records) {
            if shape & Shape.isOwnAccount != 0 {
                result.append(record)
            } else {
                let ref = refs.popFirst() ?? 0
                result.append(try tables.accounts.entry(ref, "records.account_refs"))
            }
        }
        return result
    }

    private func cells(
        seqs: [UInt64], tables: inout PageTableReaders
    ) throws(ProtocolError) -> [[Cell]] {
        let count = units.fields.count
        try Column.expect(count, atMost: SyncLimits.unitsPerListMax, "records.cells")
        let bounds = try Column.bounds(
            cellCounts, pieces: shapes.count, whole: count, "records.cell_counts")
        let ops: [OpID] = try cellOps.identities("records.cell_ops")
        try Column.expect(ops.count, toBe: count, "records.cell_ops")
        let stamps = try cellStamps.stamps(count: count, "records.cell_stamps")
        let qualities: [StampQuality] = try Column.choices(
            cellQualities, count: count, "records.cell_qualities")
        let replicas = try tables.replicas.entries(
            try Column.padded(cellReplicas, to: count, "records.cell_replicas"),
            "records.cell_replicas")
        let backs = try Column.padded(cellSeqs, to: count, "records.cell_seqs")
        let keys = try units.keys("records.units")
        let values = try values.pieces(count: count, "records.values")
        var result: [[Cell]] = []
        result.reserveCapacity(shapes.count)
        for (piece, recordSeq) in zip(bounds, seqs) {
            var cells: [Cell] = []
            cells.reserveCapacity(piece.count)
            for index in piece {
                let seq = recordSeq &- UInt64(bitPattern: backs[index])
                try Column.checkCounter(seq, "records.cell_seqs")
                cells.append(
                    Cell(
                        key: keys[index], value: values[index], stamp: stamps[index],
                        quality: qualities[index], replica: replicas[index], op: ops[index],
                        seq: seq))
            }
            result.append(cells)
        }
        return result
    }
}
