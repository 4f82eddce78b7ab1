// Going back to the point that a restored server still knows, inside one transaction.

import CausalCore

/// Makes a copy follow a server that was restored; the caller holds the transaction.
///
/// > Invariant: nothing that was written here is lost by it, and no context says afterwards that its
/// > writer had seen what the server's new history puts at that place.
struct RepairApplication {
    let connection: Connection
    let common: HistoryPoint
    let replica: ReplicaID
    private var summary = RepairSummary()

    init(_ connection: Connection, to common: HistoryPoint, as replica: ReplicaID) {
        self.connection = connection
        self.common = common
        self.replica = replica
    }

    /// Does everything, in the order in which the parts depend on each other: what was seen is
    /// gathered from what the later parts change.
    mutating func run() throws -> RepairSummary {
        try check()
        let lost = try LostOps(connection, beyond: common.seq)
        try lowerTokens(lost)
        try lowerOps(lost)
        try offerAgain()
        try markAccounts()
        try lowerRecords(lost)
        try goBack()
        return summary
    }

    /// A point that this copy has not seen would let a server invent what was lost.
    private func check() throws {
        guard replica.isValid else { throw StoreError.implausible("the new replica has no id") }
        if common.seq == 0 {
            guard common.chain.isEmpty else {
                throw StoreError.implausible("the common point is nowhere")
            }
            return
        }
        let isKnown = try connection.historyPoints().contains {
            $0.seq == common.seq && $0.chain == common.chain
        }
        guard isKnown else {
            throw StoreError.implausible("the common point was never seen here")
        }
    }

    /// Which answered ops the server may have lost: accepted ones by their own seq, the others, which
    /// have none, by what the server's history had come to.
    private var isLost: String {
        if planted(.reofferSkipsHeldOps) { return "verdict < 4 AND seq > ?1" }
        return "(verdict < 4 AND seq > ?1) OR (verdict >= 4 AND coalesce(answered, ?1) >= ?1)"
    }

    private func lowerTokens(_ lost: LostOps) throws {
        for row in try connection.rows("SELECT row, record, context FROM token") {
            var reader = ByteReader(row.bytes(2))
            let context = try reader.context()
            guard context.seen > common.seq, !planted(.openEditKeptByRepair) else { continue }
            var writer = ByteWriter()
            writer.put(try lost.lowered(context, record: row.requiredID(1)))
            try connection.run(
                "UPDATE token SET context = ? WHERE row = ?",
                [writer.bytes.value, (row.integer(0) ?? 0).value])
        }
    }

    private mutating func lowerOps(_ lost: LostOps) throws {
        let rows = try connection.rows(
            "SELECT position, body, seen_ops FROM op WHERE verdict IS NULL OR \(isLost)",
            [common.seq.value])
        for row in rows {
            var op = try Op(storedBytes: row.bytes(1))
            guard op.context.seen > common.seq else { continue }
            op.context = try lost.lowered(op, seen: [SeenOp](storedBytes: row.bytes(2)))
            try connection.run(
                "UPDATE op SET body = ? WHERE position = ?",
                [op.storedBytes.value, (row.integer(0) ?? 0).value])
            summary.lowered += 1
        }
    }

    /// Answered ops wait again, at their places in the order written, with what proves their stamps.
    private mutating func offerAgain() throws {
        try connection.run(
            "UPDATE op SET outcome = NULL WHERE verdict IS NULL AND answered > ?",
            [common.seq.value])
        let rows = try connection.rows(
            "SELECT position, stamp, quality, receipt FROM op WHERE \(isLost)",
            [common.seq.value])
        for row in rows {
            var proof = SQLValue.null
            let stamp = Stamp(rawValue: row.bits(1))
            if let quality = StampQuality(rawValue: UInt8(clamping: row.integer(2) ?? 0)),
                row.bytes(3).count == OpReceipt.macByteCount
            {
                proof =
                    OpReceipt(stamp: stamp, quality: quality, mac: row.bytes(3)).storedBytes.value
            }
            try connection.run(
                """
                UPDATE op SET outcome = CASE WHEN answered > ?3 THEN NULL ELSE outcome END, \
                verdict = NULL, verdict_reason = NULL, lost = NULL, seq = NULL, stamp = NULL, \
                quality = NULL, conflicts = NULL, receipt = NULL, answered = NULL, \
                is_offered_again = 1, proof = ?2, \
                shown = CASE shown WHEN 2 THEN 1 ELSE shown END WHERE position = ?1
                """, [(row.integer(0) ?? 0).value, proof, common.seq.value])
        }
        summary.offeredAgain = rows.count
    }

    /// What changed beyond the common point, or is half here, is fetched anew.
    private mutating func markAccounts() throws {
        try connection.run(
            """
            UPDATE scope SET is_complete = 0, is_refetch = 1 WHERE is_complete = 0 OR account IN \
            (SELECT account FROM record WHERE seq > ?1 UNION \
            SELECT account FROM conflict WHERE seq > ?1)
            """, [common.seq.value])
        summary.refetched = try connection.rows(Connection.refetchSQL).map { try $0.requiredID(0) }
    }

    /// What shows stays until it is fetched anew; an edit that begins from it names what it shows.
    private func lowerRecords(_ lost: LostOps) throws {
        for row in try connection.rows(
            "SELECT id FROM record WHERE seq > ?", [common.seq.value])
        where !planted(.recordsKeptByRepair) {
            let record: RecordID = try row.requiredID(0)
            try connection.run(
                "UPDATE record SET seq = ?, lost = ? WHERE id = ?",
                [common.seq.value, lost.shown(record).storedBytes.value, record.value])
        }
    }

    private func goBack() throws {
        try connection.run("DELETE FROM staged")
        let cursor = planted(.repairKeepsCursor) ? Seq.max >> 11 : common.seq
        try connection.run(
            """
            UPDATE sync_state SET lineage = ?1, replica = ?2, batch = NULL, last_batch = NULL, \
            history_lineage = ?1, history_seq = ?3, history_chain = ?4, \
            cursor_start = min(cursor_start, ?5), cursor_at = min(cursor_start, ?5), \
            backfill_account = NULL, backfill_at = NULL, backup_seq = min(backup_seq, ?3), \
            known = NULL
            """,
            [
                common.lineage.value, replica.rawValue.value, common.seq.value,
                common.chain.value, cursor.value,
            ])
        try connection.run(
            "INSERT OR IGNORE INTO own_replica (replica) VALUES (?)", [replica.rawValue.value])
        try connection.run(
            "DELETE FROM history_point WHERE seq > ?", [common.seq.value])
        try connection.remember(common)
        try connection.run(
            "INSERT INTO repair (lineage, common) VALUES (?, ?)",
            [common.lineage.value, common.seq.value])
    }
}
