// The server's state of each record, the ops that lie over it, and the two together.

import AccountRecords
import CausalCore

extension Connection {
    /// The server's state of a record, with its digest; nil for one that it has not sent.
    func shadow(of record: RecordID) throws -> Shadow? {
        let row = try row(
            """
            SELECT \(Shadow.columns) FROM record WHERE id = ?
            """, [record.value])
        return try row.map(shadow(row:))
    }

    /// A row of ``Shadow/columns``.
    func shadow(row: SQLRow) throws -> Shadow { try Shadow(row: row, units: units(ofOpAt:)) }

    /// The units that an own op writes, by its position.
    private func units(ofOpAt position: Int64) throws -> [UnitWrite] {
        let row = try row("SELECT body FROM op WHERE position = ?", [position.value])
        guard let row else { throw StoreError.damaged("a record whose op is gone") }
        return try Op.units(ofStoredBytes: row.bytes(0))
    }

    /// Lets an own op go that the server has taken in; a record that has its values from it keeps
    /// them from now on.
    func forget(opAt position: Int64) throws {
        let made = try row(
            "SELECT id, cells FROM record WHERE id = (SELECT record FROM op WHERE position = ?)",
            [position.value])
        if let made, !planted(.valuesGoWithTheOp) {
            var reader = ByteReader(made.bytes(1))
            if case .inOp(position, let writer) = try reader.storedCells() {
                let record: RecordID = try made.requiredID(0)
                let cells = StoredCells.here(try units(ofOpAt: position).map(writer.cell))
                try run(
                    "UPDATE record SET cells = ? WHERE id = ?", [cells.bytes.value, record.value])
            }
        }
        try run("DELETE FROM op WHERE position = ?", [position.value])
    }

    /// Writes the server's state of a record; returns by how much its account's sum changes.
    func put(_ state: RecordState, replacing old: Shadow?) throws -> AccountChecksum {
        let digest = state.digest()
        try run(
            old == nil
                ? Shadow.insertion
                : """
                UPDATE record SET kind = ?, account = ?, is_alive = ?, seq = ?, time = ?, \
                vector = ?, cells = ?, digest = ?, is_stale = 0, lost = NULL WHERE id = ?
                """, state.columns(digest, .here(state.cells)))
        var change = digest
        if let old, !old.isStale { change.subtract(old.digest) }
        return change
    }

    /// Writes the server's state of a record that is not here; gives its digest, nil if it is.
    ///
    /// - Parameter position: that of the own op whose units the cells are; nil if there is none.
    func putNew(
        _ state: RecordState, asWrittenAt position: Int64? = nil
    ) throws -> AccountChecksum? {
        let digest = state.digest()
        var cells = StoredCells.here(state.cells)
        if let position, let first = state.cells.first {
            cells = .inOp(position: position, writer: CellWriter(of: first))
        }
        try run(Shadow.insertionOfNew, state.columns(digest, cells))
        return db.changesCount > 0 ? digest : nil
    }

    /// The own ops that the view lays over the server's state of a record, in the order written.
    func overlay(of record: RecordID) throws -> [OwnOp] {
        try ownOps(
            "WHERE record = ? AND shown != 0 ORDER BY position", [record.value])
    }

    /// Own ops, by the rest of a statement over the table `op`.
    func ownOps(_ condition: String, _ values: [SQLValue] = []) throws -> [OwnOp] {
        let rows = try rows("SELECT \(OwnOp.columns) FROM op \(condition)", values)
        guard !rows.isEmpty else { return [] }
        let sealedEnd = try sealedEnd()
        return try rows.map { try OwnOp(row: $0, sealedEnd: sealedEnd) }
    }

    /// The position up to which ops were sealed into a batch at some time.
    func sealedEnd() throws -> Int64 {
        Int64(try number("SELECT sealed_end FROM sync_state"))
    }

    /// A record as the device shows it, deleted ones included; nil for one that is unknown here.
    func view(of record: RecordID) throws -> RecordView? {
        let shadow = try shadow(of: record)
        return RecordView(
            server: shadow?.state, lost: shadow?.lost ?? [], overlay: try overlay(of: record))
    }

    /// The own ops on a record that wait and do not show: those that are offered again after a
    /// restore, while the record still shows what the server had lost.
    func waitingBehind(_ record: RecordID) throws -> [OwnOp] {
        try ownOps(
            "WHERE record = ? AND shown = 0 AND verdict IS NULL ORDER BY position", [record.value])
    }

    /// Lets an own op lie over the server's state again; the caller sees to the typed row.
    func show(_ own: OwnOp) throws {
        try run("UPDATE op SET shown = 1 WHERE position = ?", [own.position.value])
    }

    /// Lets an own op end to lie over the server's state; the caller sees to the typed row.
    func hide(_ own: OwnOp) throws {
        try run("UPDATE op SET shown = 0 WHERE position = ?", [own.position.value])
    }

    /// Changes what a record's view rests on, and brings the typed row along.
    func reprojecting(_ record: RecordID, _ change: () throws -> Void) throws {
        let before = try view(of: record)?.shown
        try change()
        try project(before: before, after: view(of: record)?.shown)
    }
}

/// The server's state of one record as the store keeps it.
struct Shadow {
    var state: RecordState
    var digest: AccountChecksum
    /// Whether a refetch of the account has begun and not brought the record yet.
    var isStale: Bool
    /// What it shows and a restored server may not know; empty once it was sent anew.
    var lost: [OpID]

    static let insertion = """
        INSERT INTO record (kind, account, is_alive, seq, time, vector, cells, digest, id) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    static let insertionOfNew = insertion + " ON CONFLICT (id) DO NOTHING"
    static let columns =
        "id, kind, account, is_alive, seq, time, vector, cells, digest, is_stale, lost"

    /// - Parameter units: looks up what an own op writes, by its position.
    init(row: SQLRow, units: (_ position: Int64) throws -> [UnitWrite]) throws {
        var vector = ByteReader(row.bytes(6))
        var cells = ByteReader(row.bytes(7))
        state = RecordState(
            record: try row.requiredID(0), kind: UInt16(clamping: row.integer(1) ?? 0),
            account: try row.requiredID(2), isAlive: row.integer(3) != 0, seq: row.bits(4),
            time: Stamp(rawValue: row.bits(5)), vector: try vector.vector(),
            cells: try cells.storedCells().cells(units))
        // All its units are here, not only changed ones: a tombstone without any is a stub.
        state.isStub = !state.isAlive && state.cells.isEmpty
        digest = try AccountChecksum(storedBytes: row.bytes(8))
        isStale = row.integer(9) != 0
        lost = try [OpID](storedBytes: row.bytes(10))
    }
}

extension RecordState {
    /// The state as the columns of its row, the id last.
    fileprivate func columns(_ digest: AccountChecksum, _ cells: StoredCells) -> [SQLValue] {
        var vector = ByteWriter()
        vector.put(self.vector)
        return [
            Int(kind).value, account.value, isAlive.value, seq.value, time.rawValue.value,
            vector.bytes.value, cells.bytes.value, digest.storedBytes.value, record.value,
        ]
    }
}

extension StoredCells {
    var bytes: [UInt8] {
        let capacity =
            switch self {
            case .here(let cells):
                cells.reduce(48) { $0 + $1.value.count + $1.key.element.count + 8 }
            case .inOp: 64
            }
        var writer = ByteWriter(capacity: capacity)
        writer.put(self)
        return writer.bytes
    }
}

extension AccountChecksum {
    var storedBytes: [UInt8] { Identifier<AccountChecksum>(high: high, low: low).bytes }

    init(storedBytes: [UInt8]) throws {
        guard let id = Identifier<AccountChecksum>(bytes: storedBytes) else {
            throw StoreError.damaged("a checksum")
        }
        self.init(high: id.high, low: id.low)
    }
}
