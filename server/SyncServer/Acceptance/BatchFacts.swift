// Everything that a batch's verdicts depend on, read under the lock with a few questions.

import CausalCore

/// What the store answered about one batch.
struct BatchFacts {
    var shard: ShardRow
    /// Ops known before, by id: those of the batch and those that their contexts name.
    var known: [OpID: JudgedOp] = [:]
    /// The family of each replica that brought one of them.
    var families: [ReplicaID: ReplicaID] = [:]
    /// Known records, opened with what was accepted since the batch's contexts.
    var records: [RecordID: WorkingRecord] = [:]
    /// Which of the accounts that the batch names its author has.
    var scope: Set<RecordID> = []
    /// The accounts among them that exist.
    var accounts: [RecordID: AccountRow] = [:]
    /// Commit times of what the contexts name as seen, where a record's own row does not say.
    var times: [Seq: Stamp] = [:]

    /// Asks the store, under the lock.
    init(
        shard: ShardRow, ops: [PreparedOp], writer: BatchWriter,
        snapshot: any ServerSnapshot
    ) throws {
        self.shard = shard
        try readKnownOps(ops, snapshot)
        try readRecords(ops, snapshot)
        try readScope(ops, writer, snapshot)
        try readTimes(ops, snapshot)
    }

    private mutating func readKnownOps(
        _ ops: [PreparedOp], _ snapshot: any ServerSnapshot
    ) throws {
        // New ops are asked for apart from those that contexts name: the former are all unknown, and
        // a store can see that at one look.
        try read(ops.map(\.op.id), snapshot)
        var named: [OpID] = []
        for prepared in ops {
            named.append(contentsOf: prepared.op.context.own)
            named.append(contentsOf: prepared.op.context.countedLost)
        }
        try read(named.filter { known[$0] == nil }, snapshot)
        var replicas: Set<ReplicaID> = []
        for judged in known.values { replicas.insert(judged.position.dot.replica) }
        for row in try snapshot.replicas(replicas.sorted()) { families[row.id] = row.family }
    }

    private mutating func read(_ ids: [OpID], _ snapshot: any ServerSnapshot) throws {
        if ids.isEmpty { return }
        for row in try snapshot.logged(ids) { known[row.id] = try JudgedOp(row) }
        for row in try snapshot.held(ids) { known[row.id] = try JudgedOp(row) }
    }

    private mutating func readRecords(
        _ ops: [PreparedOp], _ snapshot: any ServerSnapshot
    ) throws {
        var seen: [RecordID: Seq] = [:]
        var order: [RecordID] = []
        for prepared in ops where known[prepared.op.id] == nil {
            let record = prepared.op.record
            if let least = seen[record] {
                seen[record] = min(least, prepared.op.context.seen)
            } else {
                seen[record] = prepared.op.context.seen
                order.append(record)
            }
        }
        var withConflicts: [RecordID] = []
        for row in try snapshot.records(order) {
            var record = try WorkingRecord(row)
            let after = seen[row.id] ?? 0
            if after < row.seq {
                record.recent = try snapshot.logged(on: row.id, after: after).map(JudgedOp.init)
                record.recentAfter = after
                if planted(.rivalsReadBeforeTheLock) { record.recent.removeLast() }
            }
            if row.isStub { try record.revive(from: snapshot) }
            if row.hasConflicts { withConflicts.append(row.id) }
            records[row.id] = record
        }
        guard !withConflicts.isEmpty else { return }
        for row in try snapshot.conflicts(on: withConflicts) {
            records[row.record]?.conflicts.append(try ConflictCoding.conflict(row))
        }
    }

    private mutating func readScope(
        _ ops: [PreparedOp], _ writer: BatchWriter, _ snapshot: any ServerSnapshot
    ) throws {
        var accounts: Set<RecordID> = []
        for prepared in ops { accounts.insert(prepared.op.account) }
        for record in records.values { accounts.insert(record.account) }
        let sorted = accounts.sorted()
        for row in try snapshot.accounts(sorted) { self.accounts[row.id] = row }
        if writer.isServer || writer.author.roleOnAll != nil || planted(.scopeCheckedOnPullOnly) {
            scope = Set(self.accounts.keys)
        } else {
            let rows = try snapshot.assignments(of: writer.author.id, on: sorted)
            scope = Set(rows.map(\.account))
        }
    }

    private mutating func readTimes(_ ops: [PreparedOp], _ snapshot: any ServerSnapshot) throws {
        var wanted: Set<Seq> = []
        for prepared in ops {
            let seen = prepared.op.context.seen
            guard seen > 0, seen <= shard.seq else { continue }
            if let record = records[prepared.op.record], record.seq == seen {
                times[seen] = record.time
            } else {
                wanted.insert(seen)
            }
        }
        guard !wanted.isEmpty else { return }
        times.merge(try snapshot.commitTimes(of: wanted.sorted())) { first, _ in first }
    }
}
