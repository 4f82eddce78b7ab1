// From verdicts to rows: commit time, chain, checksums, and everything that the commit changes.

import AccountRecords
import CausalCore

extension BatchAcceptance {
    /// All that the batch changes, once every op is decided.
    ///
    /// - Parameter monotonic: the server's monotonic clock at `now`.
    mutating func effects(monotonic: MonotonicReading) -> CommitEffects {
        var shard = facts.shard
        var effects = CommitEffects(shard: shard)
        effects.held = refused.map { heldRow($0.judged, $0.content) }
        guard seq > headBefore else { return effects }
        var time = accepted.reduce(max(now, shard.time.successor)) { max($0, $1.judged.stamp) }
        if planted(.commitTimeStandsStill) { time = now }
        for index in answers.indices { answers[index].succession?.time = time }
        shard.seq = seq
        shard.time = time
        shard.chain = CommitRow.link(
            after: shard.chain, time: time, digests: accepted.lazy.map(\.judged.digest))
        shard.monotonic = monotonic
        for account in newAccounts {
            shard.accountCount += 1
            shard.accountDigest.add(account.account)
        }
        effects.shard = shard
        effects.commit = CommitRow(
            first: headBefore + 1, last: seq, time: time, chain: shard.chain)
        putLog(into: &effects, at: time)
        putRecords(into: &effects, at: time)
        putConflicts(into: &effects, at: time)
        putAppearances(into: &effects)
        return effects
    }

    /// The log's new rows, and the new bodies of those whose contexts came to contain more.
    private func putLog(into effects: inout CommitEffects, at time: Stamp) {
        var amended: [OpID: JudgedOp] = [:]
        for id in order {
            guard let record = facts.records[id], !record.amended.isEmpty else { continue }
            for judged in record.recent where record.amended.contains(judged.op.id) {
                amended[judged.op.id] = judged
            }
        }
        for var op in accepted {
            if let later = amended.removeValue(forKey: op.judged.op.id) {
                op.judged.position = later.position
            }
            effects.log.append(logRow(op, time))
        }
        effects.amended = amended.values.sorted { $0.position.seq < $1.position.seq }.map {
            LogAmendment(seq: $0.position.seq, body: $0.body(content: $0.op.contentBytes()))
        }
    }

    private func logRow(_ op: AcceptedOp, _ time: Stamp) -> LogRow {
        LogRow(
            seq: op.judged.position.seq, id: op.judged.op.id, record: op.judged.op.record,
            previous: op.previous, dot: op.judged.position.dot, author: op.judged.op.author,
            stamp: op.judged.stamp, received: time, body: op.judged.body(content: op.content))
    }

    private func heldRow(_ judged: JudgedOp, _ content: [UInt8]) -> HeldRow {
        HeldRow(
            id: judged.op.id, record: judged.op.record, dot: judged.position.dot,
            family: writer.replica.family, author: judged.op.author, stamp: judged.stamp,
            received: judged.received, body: judged.body(content: content), settling: nil)
    }

    /// The records, and what they change in the checksums of their accounts.
    private mutating func putRecords(into effects: inout CommitEffects, at time: Stamp) {
        var touched: [RecordID] = []
        var changed: Set<RecordID> = []
        for id in order {
            guard let record = facts.records[id] else { continue }
            let digest = record.state(at: time).digest()
            let row = record.row(at: time, digest: digest)
            var account =
                facts.accounts[record.account]
                ?? AccountRow(id: record.account, handle: "", head: 0, checksum: .zero)
            if let counted = record.countedDigest {
                account.checksum.subtract(counted)
                effects.changedRecords.append(row)
            } else {
                effects.newRecords.append(row)
            }
            account.checksum.add(digest)
            account.head = max(account.head, record.seq)
            if record.kind == KindNumber.account { account.handle = handle(of: record) }
            facts.accounts[record.account] = account
            if changed.insert(record.account).inserted { touched.append(record.account) }
        }
        effects.accounts = touched.compactMap { facts.accounts[$0] }
    }

    private func handle(of record: WorkingRecord) -> String {
        guard let bytes = record.cell(Schema.handleUnit)?.value,
            let field = schema.field(of: Schema.handleUnit, kind: record.kind),
            let value = try? FieldValue(canonicalBytes: bytes, type: field.type)
        else { return record.id.description }
        return value.text
    }

    /// The changed conflict records; what was still open in time is the commit's.
    private func putConflicts(into effects: inout CommitEffects, at time: Stamp) {
        for id in order {
            guard let record = facts.records[id], !record.changedConflicts.isEmpty else { continue }
            for stored in record.conflicts
            where record.changedConflicts.contains(stored.conflict.id) {
                effects.conflicts.append(
                    ConflictCoding.row(dated(stored.conflict, time), closedAt: stored.closedAt))
            }
        }
    }

    private func dated(_ conflict: ConflictRecord, _ time: Stamp) -> ConflictRecord {
        var conflict = conflict
        if conflict.opened == .zero { conflict.opened = time }
        if conflict.closing?.stamp == .zero { conflict.closing?.stamp = time }
        for index in conflict.members.indices where conflict.members[index].received == .zero {
            conflict.members[index].received = time
        }
        return conflict
    }

    private func putAppearances(into effects: inout CommitEffects) {
        var seen: Set<RecordID> = []
        for op in accepted where op.isFirstInRecord {
            guard seen.insert(op.judged.op.account).inserted else { continue }
            effects.appearances.append(
                AppearanceRow(
                    account: op.judged.op.account, replica: writer.replica.id,
                    seq: op.judged.position.seq))
        }
    }
}
