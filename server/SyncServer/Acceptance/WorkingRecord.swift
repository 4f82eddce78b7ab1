// A record while a batch is being decided: its row, opened as far as the batch needs it.

import CausalCore

/// One record under the lock, with what the ops of the batch so far have made of it.
struct WorkingRecord {
    var id: RecordID
    var kind: UInt16
    var account: RecordID
    var isAlive = false
    var seq: Seq = 0
    var time: Stamp = .zero
    var deletedAt: Seq = 0
    var vector = VersionVector()
    /// Sorted by key.
    var cells: [Cell] = []
    /// The accepted ops after ``recentAfter``, those of this batch included, in the order of seqs.
    var recent: [JudgedOp] = []
    /// Nothing accepted after this is missing from ``recent``.
    var recentAfter: Seq = 0
    /// Those of ``recent`` whose context came to contain an op that was offered again.
    var amended: Set<OpID> = []
    /// All conflict records on it, sorted by id.
    var conflicts: [StoredConflict] = []
    var changedConflicts: Set<ConflictID> = []
    /// The digest that its account's checksum counts now; nil for a new record.
    var countedDigest: AccountChecksum?
    var isTouched = false
    /// Whether it was a stub: its cells were read back from the log for this batch.
    var wasStub = false

    /// A record that the op creates.
    init(createdBy op: Op) {
        id = op.record
        kind = op.kind
        account = op.account
    }

    /// A known record.
    init(_ row: RecordRow) throws {
        id = row.id
        kind = row.kind
        account = row.account
        isAlive = row.isAlive
        seq = row.seq
        time = row.time
        deletedAt = row.deletedAt
        vector = try VectorCoding.decode(row.vector)
        cells = try CellCoding.decode(row)
        recentAfter = row.seq
        countedDigest = row.digest
    }

    /// The place of a unit's cell, or where it would be.
    func place(of key: UnitKey) -> (index: Int, isPresent: Bool) {
        var low = 0
        var high = cells.count
        while low < high {
            let middle = low + (high - low) / 2
            if cells[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return (low, low < cells.count && cells[low].key == key)
    }

    func cell(_ key: UnitKey) -> Cell? {
        let place = place(of: key)
        return place.isPresent ? cells[place.index] : nil
    }

    /// Gives the unit to the op if it wrote last; says whether it did.
    mutating func write(_ candidate: Cell) -> Bool {
        let place = place(of: candidate.key)
        guard place.isPresent else {
            cells.insert(candidate, at: place.index)
            return true
        }
        cells[place.index] = cells[place.index].merged(with: candidate)
        return cells[place.index].op == candidate.op
    }

    /// Whether its cells stay in the log only.
    private var isStub: Bool { wasStub && !isAlive }

    /// The cells that its row keeps: none of a stub; of one that came back all are new to devices.
    private var keptCells: [Cell] {
        guard wasStub else { return cells }
        guard isAlive else { return [] }
        return cells.map { cell in
            var cell = cell
            cell.seq = seq
            return cell
        }
    }

    /// What is true of it, at a commit time.
    func state(at time: Stamp) -> RecordState {
        RecordState(
            record: id, kind: kind, account: account, isAlive: isAlive, seq: seq, time: time,
            vector: vector, cells: keptCells, isStub: isStub)
    }

    /// Its row once the commit time is known.
    func row(at time: Stamp, digest: AccountChecksum) -> RecordRow {
        RecordRow(
            id: id, kind: kind, account: account, isAlive: isAlive, seq: seq, time: time,
            deletedAt: deletedAt, hasConflicts: !conflicts.isEmpty, digest: digest,
            vector: VectorCoding.encode(vector),
            cells: storedCells)
    }

    private var storedCells: [UInt8] {
        if isStub { return [] }
        if let only = onlyOp { return CellCoding.encode(loggedAt: only.stamp) }
        return CellCoding.encode(keptCells)
    }

    /// The op of a new record that wrote all its cells just as they are; nil if others did as well.
    private var onlyOp: JudgedOp? {
        guard countedDigest == nil, !wasStub, let op = recent.last,
            (recent.count == 1 && op.op.units.count == cells.count) || planted(.editTakenForNew)
        else { return nil }
        return op
    }
}
