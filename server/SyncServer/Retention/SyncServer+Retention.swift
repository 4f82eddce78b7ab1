// Trimming the log and the tombstones: in small transactions, and from where it was left.

import AccountRecords
import CausalCore
import SyncProtocol

extension SyncServer {
    /// Lets go what nobody can need any more: values that were knowingly replaced in the log, and the
    /// cells of old tombstones.
    ///
    /// Many small transactions, so that devices are served meanwhile; a run that is killed goes on where
    /// it was. Ids, digests, seqs, stamps, verdicts and causal positions stay for ever.
    ///
    /// - Parameter isDryRun: whether to count only, and write nothing.
    /// - Throws: ``Problem`` if the store or the clock failed.
    @discardableResult
    public func trim(isDryRun: Bool = false) throws(Problem) -> RetentionReport {
        let now = clock.now()
        if !isDryRun { try flush() }
        let horizon = try reported {
            try store.read { [self] in try RetentionHorizon(try shard($0), now: now, $0) }
        }
        var report = RetentionReport(horizon)
        try reported {
            if isDryRun {
                let head = report
                report = try store.read { [self] snapshot in
                    var report = head
                    try countAll(horizon, snapshot, &report)
                    return report
                }
            } else {
                try trimLog(horizon, &report)
                try makeStubs(horizon, &report)
            }
        }
        return report
    }

    private func countAll(
        _ horizon: RetentionHorizon, _ snapshot: any ServerSnapshot,
        _ report: inout RetentionReport
    ) throws {
        var place = try start(horizon, snapshot)
        while place < horizon.log {
            let step = try LogStep(after: place, horizon, snapshot)
            report.count(step)
            place = step.end
        }
        var deleted: Seq = 0
        while true {
            let step = try StubStep(deletedAfter: deleted, horizon, snapshot)
            report.stubs += step.records.count
            guard let end = step.end else { return }
            deleted = end
        }
    }

    /// Where to begin: where the last run ended, or at the beginning if other devices may come back.
    private func start(_ horizon: RetentionHorizon, _ snapshot: any ServerSnapshot) throws -> Seq {
        guard let row = try snapshot.retention(), row.returning == horizon.returning.bytes else {
            return 0
        }
        return row.trimmedThrough
    }

    /// Trims the log up to the horizon.
    func trimLog(_ horizon: RetentionHorizon, _ report: inout RetentionReport) throws {
        while true {
            let step = try store.write { [self] transaction -> LogStep? in
                let place = try start(horizon, transaction)
                guard place < horizon.log else { return nil }
                let step = try LogStep(after: place, horizon, transaction)
                try transaction.rewrite(log: step.rows)
                try transaction.put(
                    RetentionRow(
                        trimmedThrough: step.end, returning: horizon.returning.bytes))
                return step
            }
            guard let step else { return }
            report.count(step)
        }
    }

    /// Makes stubs of tombstones up to the horizon.
    func makeStubs(_ horizon: RetentionHorizon, _ report: inout RetentionReport) throws {
        var deleted: Seq = 0
        while true {
            let from = deleted
            let step = try store.write { [self] transaction in
                let step = try StubStep(deletedAfter: from, horizon, transaction)
                try stub(step.records, transaction)
                return step
            }
            report.stubs += step.records.count
            guard let end = step.end else { return }
            deleted = end
        }
    }

    /// Drops the cells of tombstones; each takes a seq, so that devices hear of it.
    private func stub(_ records: [RecordRow], _ transaction: any ServerTransaction) throws {
        guard !records.isEmpty else { return }
        let last = try takeSeqs(UInt64(records.count), transaction)
        let shard = try shard(transaction)
        var effects = CommitEffects(shard: shard)
        var accounts: [RecordID: AccountRow] = [:]
        let ids = Set(records.map(\.account)).sorted()
        for row in try transaction.accounts(ids) { accounts[row.id] = row }
        var seq = last - UInt64(records.count)
        for var record in records {
            seq += 1
            effects.stubs.append(StubRow(seq: seq, record: record.id, previous: record.seq))
            accounts[record.account]?.checksum.subtract(record.digest)
            record.seq = seq
            record.time = shard.time
            record.cells = []
            if planted(.stubForgetsItsVector) {
                record.vector = VectorCoding.encode(VersionVector())
            }
            record.digest = try record.state(changedAfter: 0).digest()
            accounts[record.account]?.checksum.add(record.digest)
            accounts[record.account]?.head = seq
            effects.changedRecords.append(record)
        }
        effects.accounts = ids.compactMap { accounts[$0] }
        try transaction.commit(effects)
    }
}

extension RetentionReport {
    fileprivate init(_ horizon: RetentionHorizon) {
        self.init()
        through = horizon.log
        slowest = horizon.slowest
        slowestName = horizon.slowestName
        aged = horizon.aged
        backup = horizon.backup
        silent = horizon.returning.count
    }

    fileprivate mutating func count(_ step: LogStep) {
        ops += step.rows.count
        bytes += step.freed
    }
}

/// One bounded step through the log: the records that its ops touched, each looked at whole.
private struct LogStep: Sendable {
    /// The trimmed rows.
    var rows: [LogRow] = []
    /// How many bytes shorter they are.
    var freed = 0
    /// Everything up to here was looked at.
    var end: Seq

    static let opsMax = 200
    /// A record's log is read whole, so that this may be passed by one record.
    static let historyMax = 5_000

    init(after start: Seq, _ horizon: RetentionHorizon, _ snapshot: any ServerSnapshot) throws {
        let touched = try snapshot.logged(
            after: start, through: horizon.log, limit: Self.opsMax)
        end = touched.count < Self.opsMax ? horizon.log : touched.last?.seq ?? horizon.log
        var done: Set<RecordID> = []
        var read = 0
        for op in touched where done.insert(op.record).inserted {
            if read > Self.historyMax {
                end = op.seq - 1
                return
            }
            let history = try snapshot.logged(on: op.record, after: 0)
            read += history.count
            try trim(history, horizon)
        }
    }

    private mutating func trim(_ history: [LogRow], _ horizon: RetentionHorizon) throws {
        let judged = try history.map(JudgedOp.init)
        let gone = LogTrim(history: judged, horizon: horizon).trimmable()
        guard !gone.isEmpty else { return }
        var bodies: [Seq: [UInt8]] = [:]
        for op in gone { bodies[op.position.seq] = op.trimmedBody }
        for var row in history {
            guard let body = bodies[row.seq] else { continue }
            freed += row.body.count - body.count
            row.body = body
            rows.append(row)
        }
    }
}

/// One bounded step through the tombstones, in the order of their deletes.
private struct StubStep: Sendable {
    /// Those that become stubs.
    var records: [RecordRow] = []
    /// The delete to go on behind; nil at the end.
    var end: Seq?

    static let recordsMax = 200

    init(deletedAfter start: Seq, _ horizon: RetentionHorizon, _ snapshot: any ServerSnapshot)
        throws
    {
        let found = try snapshot.tombstones(
            deletedAfter: start, through: horizon.tombstones, limit: Self.recordsMax)
        end = found.count < Self.recordsMax ? nil : found.last?.deletedAt
        for record in found where record.seq <= horizon.tombstones {
            if record.hasConflicts,
                try snapshot.conflicts(on: [record.id]).contains(where: \.isOpen)
            {
                continue
            }
            records.append(record)
        }
    }
}
