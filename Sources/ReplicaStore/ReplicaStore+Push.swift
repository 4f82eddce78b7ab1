// The outbox towards the server: sealing batches, taking in their answers, starting over.

import CausalCore

/// Ops that were sealed together: sent, and sent again unchanged until they are acknowledged.
public struct SealedBatch: Hashable, Sendable {
    /// Names it.
    public let id: BatchID
    /// The batch before it; zero for the first of a replica.
    public let previous: BatchID
    /// Its ops, in the order written.
    public let ops: [Op]
    /// The receipts of those that were acknowledged before the server was restored.
    public let receipts: [OpID: OpReceipt]
}

extension ReplicaStore {
    /// The batch to send: the one that waits for its answer, the same to the byte, else the next
    /// whole transactions of the outbox, sealed now.
    ///
    /// > Invariant: a sealed op is never changed or unsealed, a rebirth included.
    ///
    /// - Parameters:
    ///   - newID: names the batch if one is sealed now; random.
    ///   - limits: how large it may become, if the server has not set less. One transaction that is
    ///     larger is sealed alone.
    /// - Returns: nil if nothing waits.
    public func nextBatch(newID: BatchID, limits: BatchLimits) throws -> SealedBatch? {
        if let waiting = try read({ try $0.connection.sealedBatch() }) { return waiting }
        guard try read({ try $0.connection.hasUnsealed() }) else { return nil }
        return try transaction { connection in
            if let waiting = try connection.sealedBatch() { return waiting }
            guard let end = try connection.sealingEnd(limits, after: 0) else { return nil }
            try connection.run(
                """
                UPDATE sync_state SET batch = ?1, batch_end = ?2, next_batch = NULL, \
                sealed_end = max(sealed_end, ?2)
                """, [newID.value, end.value])
            return try connection.sealedBatch()
        }
    }

    /// Seals the batch behind the one that waits for its answer, so that it can be sent as soon as the
    /// answer is there, before that is written down; does nothing if it is sealed, or nothing waits.
    ///
    /// - Parameters: as for ``nextBatch(newID:limits:)``.
    public func sealBehind(newID: BatchID, limits: BatchLimits) throws {
        guard let waiting = try read({ try $0.connection.behind() }), waiting.next == nil else {
            return
        }
        try transaction { connection in
            guard let behind = try connection.behind(), behind.next == nil,
                let end = try connection.sealingEnd(limits, after: behind.end)
            else { return }
            let sealedEnd = planted(.foldOfABatchBehind) ? behind.end : end
            try connection.run(
                """
                UPDATE sync_state SET next_batch = ?1, next_end = ?2, \
                sealed_end = max(sealed_end, ?3)
                """, [newID.value, end.value, sealedEnd.value])
        }
    }

    /// The batch that was sealed behind the one that waits for its answer; nil if none was, or
    /// another waits.
    public func batch(behind waiting: BatchID) throws -> SealedBatch? {
        try read { reader in
            guard let behind = try reader.connection.behind(), behind.batch == waiting,
                let next = behind.next
            else { return nil }
            return try reader.connection.sealedBatch(
                next.id, previous: waiting, after: behind.end, through: next.end)
        }
    }

    /// Takes in the answer to the sealed batch; changes nothing that shows, nor counts as seen what
    /// others wrote.
    ///
    /// A record whose succession it tells of gets its next state, and an account made here is held in
    /// full from then on.
    ///
    /// An answer to a batch that is no longer open is passed over.
    ///
    /// - Parameter history: the point of the server's history that came with the answer; zero keeps
    ///   none.
    /// - Throws: ``StoreError`` with code `implausibleAnswer` if it does not answer exactly the ops
    ///   of the batch.
    @discardableResult
    public func acknowledge(
        batch: BatchID, _ acknowledgements: [Acknowledgement], history: HistoryPoint? = nil
    ) throws -> AcknowledgeSummary {
        try take(acknowledgements, of: batch, history: history) { connection in
            if planted(.batchBehindForgotten) {
                try connection.run("UPDATE sync_state SET next_batch = NULL")
            }
            try connection.run(
                """
                UPDATE sync_state SET last_batch = batch, batch = next_batch, \
                batch_end = iif(next_batch IS NULL, batch_end, next_end), next_batch = NULL
                """)
            if let history { try connection.advance(to: history) }
        }
    }

    /// Takes in verdicts that were given here, of a batch that the server refused as a whole.
    ///
    /// The server goes on from the batch before it, so what was sealed behind it is sealed anew, its
    /// ops unchanged. A batch that is no longer open is passed over.
    ///
    /// - Throws: as ``acknowledge(batch:_:history:)`` does.
    @discardableResult
    public func putAside(
        batch: BatchID, _ verdicts: [Acknowledgement]
    ) throws -> AcknowledgeSummary {
        try take(verdicts, of: batch, history: nil) { connection in
            try connection.run("UPDATE sync_state SET batch = NULL")
        }
    }

    private func take(
        _ acknowledgements: [Acknowledgement], of batch: BatchID, history: HistoryPoint?,
        goOn: (Connection) throws -> Void
    ) throws -> AcknowledgeSummary {
        try transaction { connection in
            guard try connection.sealedBatchID() == batch else { return AcknowledgeSummary() }
            let sealed = try connection.sealedOps()
            guard acknowledgements.count == sealed.count,
                acknowledgements.allSatisfy({ sealed[$0.op] != nil }),
                Set(acknowledgements.map(\.op)).count == sealed.count
            else { throw StoreError.implausible("it does not answer the ops that were sent") }
            var summary = AcknowledgeSummary()
            var successions = try SuccessionApplication(connection)
            for var acknowledgement in acknowledgements {
                guard let op = sealed[acknowledgement.op] else { continue }
                if planted(.batchReadOffItsLastOp), let last = acknowledgements.last {
                    acknowledgement.verdict = last.verdict
                }
                let isMade = try successions.apply(acknowledgement, of: op)
                try connection.put(acknowledgement, of: op, isMade: isMade, history: history)
                if op.isOfferedAgain {
                    summary.offeredAgain += 1
                    summary.returned += acknowledgement.verdict.isAccepted ? 1 : 0
                }
                summary.count(acknowledgement)
            }
            try successions.finish()
            try goOn(connection)
            return summary
        }
    }

    /// Takes a batch apart that the server refused as a whole.
    ///
    /// Its ops, unchanged, go into new and smaller batches. A batch that is no longer open is passed
    /// over.
    public func dissolve(batch: BatchID) throws {
        try transaction { connection in
            try connection.run(
                "UPDATE sync_state SET batch = NULL WHERE batch = ?", [batch.value])
        }
    }

    /// Takes a new identity; everything without an answer is offered again in new batches, the ops
    /// themselves unchanged.
    public func adopt(rebirth replica: ReplicaID) throws {
        guard replica.isValid else { throw StoreError.implausible("the new replica has no id") }
        try transaction { connection in
            try connection.run(
                "UPDATE sync_state SET replica = ?, batch = NULL, last_batch = NULL",
                [replica.rawValue.value])
            try connection.run(
                "INSERT OR IGNORE INTO own_replica (replica) VALUES (?)",
                [replica.rawValue.value])
            guard planted(.rebirthGivesNewIDs) else { return }
            for own in try connection.ownOps("WHERE verdict IS NULL") {
                var op = own.op
                op.id = OpID(high: op.id.high, low: op.id.low ^ replica.rawValue)
                try connection.run(
                    "UPDATE op SET id = ?, body = ? WHERE position = ?",
                    [op.id.value, op.storedBytes.value, own.position.value])
            }
        }
    }
}

extension AcknowledgeSummary {
    fileprivate mutating func count(_ acknowledgement: Acknowledgement) {
        switch acknowledgement.verdict {
        case .applied: applied += 1
        case .won: won += 1
        case .lost: lost.append(acknowledgement.op)
        case .held: held.append(acknowledgement.op)
        case .rejected: rejected.append(acknowledgement.op)
        }
    }
}

/// An op of the sealed batch, as its acknowledgement finds it.
struct SealedOp {
    let position: Int64
    /// The op as it is kept.
    let body: [UInt8]
    /// Whether the view lays it over the server's state.
    let isShown: Bool
    /// The seq of the server's state of its record; 0 if there is none.
    let recordSeq: Seq
    /// Whether it is offered anew after a restore.
    let isOfferedAgain: Bool
}

extension Connection {
    /// The batch that waits for its answer; nil if none does.
    func sealedBatch() throws -> SealedBatch? {
        guard let row = try row("SELECT batch, last_batch, batch_end FROM sync_state"),
            let id: BatchID = row.id(0)
        else { return nil }
        return try sealedBatch(
            id, previous: row.id(1) ?? .zero, after: 0, through: row.integer(2) ?? 0)
    }

    /// Where the batch that waits for its answer ends, and what was sealed behind it; nil if none
    /// waits.
    fileprivate func behind() throws -> (
        batch: BatchID, end: Int64, next: (id: BatchID, end: Int64)?
    )? {
        let columns = "batch, batch_end, next_batch, next_end"
        guard let row = try row("SELECT \(columns) FROM sync_state"), let batch: BatchID = row.id(0)
        else { return nil }
        return (batch, row.integer(1) ?? 0, row.id(2).map { ($0, row.integer(3) ?? 0) })
    }

    fileprivate func sealedBatch(
        _ id: BatchID, previous: BatchID, after start: Int64, through end: Int64
    ) throws -> SealedBatch {
        let ops = try rows(
            """
            SELECT body, proof FROM op WHERE verdict IS NULL AND position > ? AND position <= ? \
            ORDER BY position
            """, [start.value, end.value])
        var receipts: [OpID: OpReceipt] = [:]
        let sealed = try ops.map { row in
            var op = try Op(storedBytes: row.bytes(0))
            if planted(.contextAtPushTime), let now = try shadow(of: op.record)?.state {
                (op.context.seen, op.context.seenTime) = (now.seq, now.time)
            }
            if !row.bytes(1).isEmpty {
                receipts[op.id] = try OpReceipt(storedBytes: row.bytes(1))
            }
            return op
        }
        return SealedBatch(id: id, previous: previous, ops: sealed, receipts: receipts)
    }

    /// Whether there is an op without an answer.
    func hasUnsealed() throws -> Bool {
        try row("SELECT 1 FROM op WHERE verdict IS NULL LIMIT 1") != nil
    }

    /// The position of the last op that goes into the next batch; nil if nothing waits behind a
    /// position.
    fileprivate func sealingEnd(_ limits: BatchLimits, after start: Int64) throws -> Int64? {
        let known = try batchLimits() ?? limits
        let opsMax = min(limits.opsMax, known.opsMax)
        let bytesMax = min(limits.bytesMax, known.bytesMax)
        var end: Int64?
        var open: (transaction: [UInt8], position: Int64) = ([], 0)
        var (ops, bytes) = (0, 0)
        var isFull = false
        let sql = """
            SELECT position, txn, length(body) FROM op WHERE verdict IS NULL AND position > ? \
            ORDER BY position
            """
        try walk(
            sql, [start.value],
            until: { row in
                let transaction = row.bytes(1)
                let isNew = transaction != open.transaction || planted(.transactionCutByTheLimit)
                if isNew, open.position != 0 { end = open.position }
                open = (transaction, row.integer(0) ?? 0)
                ops += 1
                bytes += Int(clamping: row.integer(2) ?? 0)
                isFull = end != nil && (ops > opsMax || bytes > bytesMax)
                return isFull
            })
        if isFull { return end }
        return open.position == 0 ? nil : open.position
    }

    /// The id of the batch that waits for its answer; nil if none does.
    fileprivate func sealedBatchID() throws -> BatchID? {
        try row("SELECT batch FROM sync_state")?.id(0)
    }

    /// What the answer to the sealed batch must know of its ops.
    fileprivate func sealedOps() throws -> [OpID: SealedOp] {
        let end = try number("SELECT batch_end FROM sync_state")
        var ops: [OpID: SealedOp] = [:]
        try forEach(
            """
            SELECT op.position, op.id, record.seq, is_offered_again, op.body, shown FROM op \
            LEFT JOIN record ON record.id = op.record WHERE verdict IS NULL AND position <= ?
            """, [end.value]
        ) { row in
            ops[try row.requiredID(1)] = SealedOp(
                position: row.integer(0) ?? 0, body: row.bytes(4),
                isShown: row.integer(5) != 0, recordSeq: row.bits(2),
                isOfferedAgain: row.integer(3) == 1)
        }
        return ops
    }

    /// Notes what became of an op; what shows stays the same.
    ///
    /// What was held or refused, and what the record already covers, shows until the next last page;
    /// the rest until the record's state comes, which a succession has made.
    fileprivate func put(
        _ acknowledgement: Acknowledgement, of op: SealedOp, isMade: Bool, history: HistoryPoint?
    ) throws {
        let isCovered = acknowledgement.seq <= op.recordSeq
        let isLeaving = !acknowledgement.verdict.isAccepted || isCovered
        let shown = isMade ? 0 : isLeaving ? 2 : 1
        try run(
            """
            UPDATE op SET verdict = ?, verdict_reason = ?, lost = ?, seq = ?, stamp = ?, \
            quality = ?, conflicts = ?, receipt = ?, answered = ?, proof = NULL, \
            is_offered_again = 0, outcome = CASE WHEN ? < 4 THEN NULL ELSE outcome END, \
            shown = CASE WHEN shown = 0 THEN 0 ELSE ? END WHERE position = ?
            """,
            acknowledgement.verdict.columns + [
                acknowledgement.seq.value, acknowledgement.stamp.rawValue.value,
                Int(acknowledgement.quality.rawValue).value,
                acknowledgement.conflicts.flatMap(\.bytes).value,
                acknowledgement.receipt.value, history?.seq.value ?? .null,
                acknowledgement.verdict.columns[0], shown.value, op.position.value,
            ])
        if planted(.acknowledgementAdvancesSeen) {
            try run(
                """
                UPDATE record SET seq = max(seq, ?) WHERE id = (SELECT record FROM op WHERE id = ?)
                """, [acknowledgement.seq.value, acknowledgement.op.value])
        }
    }

    /// What one local transaction may hold, as the server has said; nil before it has.
    func batchLimits() throws -> BatchLimits? {
        guard let row = try row("SELECT ops_max, bytes_max FROM sync_state"),
            let ops = row.integer(0), let bytes = row.integer(1)
        else { return nil }
        return BatchLimits(opsMax: Int(clamping: ops), bytesMax: Int(clamping: bytes))
    }
}
