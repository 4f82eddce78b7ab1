// Taking batches: the chain of a replica, the transaction under the lock, rebirth.

import AccountRecords
import CausalCore
import SyncProtocol

extension SyncServer {
    /// Takes the batches of a request in order, up to the first that is not accepted; none if the
    /// session is refused.
    func push(_ request: SyncRequest, from device: AuthenticatedDevice, at arrival: Stamp) throws
        -> [BatchAnswer]
    {
        var answers: [BatchAnswer] = []
        let present = ClockPresent(
            device: request.hello.clock, server: arrival, anchors: request.hello.anchors)
        for (index, batch) in request.batches.enumerated() {
            if index >= Int(limits.batchesPerRequestMax) { break }
            let later =
                request.batches[(index + 1)...].map(\.id) + [request.sealedBehind].compactMap { $0 }
            if isMalformed(batch) {
                answers.append(.refused(batch.id, .malformed))
                break
            }
            let push = BatchPush(
                batch: batch, isTooLarge: isTooLarge(batch), later: later, hello: request.hello,
                present: present,
                ops: batch.ops.map { PreparedOp($0, receipt: batch.receipts[$0.id]) })
            guard let answer = try store.write({ [self] in try take(push, from: device, $0) })
            else { break }
            answers.append(request.takesEchoes ? answer : answer.withoutSuccessions)
            guard case .accepted = answer else { break }
        }
        return answers
    }

    /// Whether a batch holds an op twice, or a transaction in two parts.
    private func isMalformed(_ batch: OpBatch) -> Bool {
        var transactions: Set<TransactionID> = []
        var ids: Set<OpID> = []
        var running: TransactionID?
        for op in batch.ops {
            if !ids.insert(op.id).inserted { return true }
            if op.transaction != running, !transactions.insert(op.transaction).inserted {
                return true
            }
            running = op.transaction
        }
        return false
    }

    private func isTooLarge(_ batch: OpBatch) -> Bool {
        let bytes = batch.ops.reduce(0) { $1.units.reduce($0) { $0 + $1.value.count } }
        return batch.ops.count > Int(limits.opsPerBatchMax) || bytes > Int(limits.batchBytesMax)
    }

    /// Decides one batch under the lock; nil if the server will not talk to the device.
    private func take(
        _ push: BatchPush, from device: AuthenticatedDevice,
        _ transaction: any ServerTransaction
    ) throws -> BatchAnswer? {
        let session = try session(push.hello, device, transaction)
        guard session.refusal == nil, var replica = session.replica else { return nil }
        let isRepeated =
            push.batch.id == replica.lastBatch || push.later.contains(replica.lastBatch)
        // What was taken before the limits changed stays taken.
        if push.isTooLarge, !isRepeated { return .refused(push.batch.id, .tooLarge) }
        let follows =
            push.batch.previous == replica.lastBatch || planted(.copiesShareOneChain)
        guard isRepeated || follows else {
            return .rebirth(push.batch.id, try rebirth(of: replica, session, transaction))
        }
        let writer = BatchWriter(
            replica: replica, author: session.user, owner: session.user.id, isServer: false,
            present: push.present)
        let ops = push.ops.map { $0.by(session.user.id) }
        let facts = try BatchFacts(
            shard: session.shard, ops: ops, writer: writer, snapshot: transaction)
        if isRepeated, ops.contains(where: { facts.known[$0.op.id] == nil }) {
            return .refused(push.batch.id, .identityReuse)
        }
        let decided = try decide(ops, facts, writer, transaction)
        if !isRepeated {
            replica.counter = decided.counter
            if !planted(.lastBatchForgotten) { replica.lastBatch = push.batch.id }
            try transaction.put(replica)
            try writeSightings(transaction)
        }
        return .accepted(push.batch.id, decided.answers)
    }

    /// Decides ops and writes what they change; the replica's row is the caller's to write.
    func decide(
        _ ops: [PreparedOp], _ facts: BatchFacts, _ writer: BatchWriter,
        _ transaction: any ServerTransaction
    ) throws -> (answers: [Acknowledgement], counter: UInt64) {
        let clock = try commitClock(facts.shard)
        var acceptance = BatchAcceptance(
            facts: facts, writer: writer, schema: schema, now: clock.now, snapshot: transaction,
            receipts: receipts,
            newConflictID: { [randomness] in randomness.identifier(at: clock.now) })
        try acceptance.decide(ops)
        try report(acceptance.refusedReceipts, from: writer, transaction)
        guard acceptance.counter > writer.replica.counter else {
            return (acceptance.answers, acceptance.counter)
        }
        let effects = acceptance.effects(monotonic: clock.monotonic)
        if planted(.acknowledgedBeforeCommit), acceptance.seq % 8 == 0 {
            return (acceptance.answers, acceptance.counter)
        }
        try transaction.commit(effects)
        try putAssignments(acceptance.newAccounts, of: writer.owner, transaction)
        return (acceptance.answers, acceptance.counter)
    }

    /// A receipt that is not the server's own: another server's, a lost key, or somebody who lies.
    private func report(
        _ refusedReceipts: Int, from writer: BatchWriter, _ transaction: any ServerTransaction
    ) throws {
        guard refusedReceipts > 0 else { return }
        log.warning(
            "receipts are not this server's",
            metadata: ["replica": "\(writer.replica.id)", "count": "\(refusedReceipts)"])
        try audit(
            transaction, by: writer.author.id, "receipts",
            "\(refusedReceipts) of \(writer.replica.id) are not this server's", isDone: false)
    }

    private func putAssignments(
        _ rows: [AssignmentRow], of owner: UserID, _ transaction: any ServerTransaction
    ) throws {
        guard !rows.isEmpty, var user = try transaction.user(owner) else { return }
        for row in rows {
            try transaction.put(row)
            user.scopeCount += 1
            user.scopeDigest.add(row.account)
        }
        try transaction.put(user)
    }

    /// Gives a copied or restored database an identity of its own.
    private func rebirth(
        of replica: ReplicaRow, _ session: Session, _ transaction: any ServerTransaction
    ) throws -> ReplicaID {
        let id = try newReplicaID(transaction)
        try transaction.put(
            ReplicaRow(
                id: id, family: replica.family, device: replica.device, user: replica.user,
                counter: 0, lastBatch: .zero, familyEnrolled: replica.familyEnrolled))
        var device = session.device
        device.rebirths += 1
        try transaction.put(device)
        try audit(
            transaction, by: session.user.id, "rebirth",
            "\(replica.id) was copied or restored and is now \(id)")
        log.warning(
            "a database was copied or restored",
            metadata: ["device": "\(device.id)", "replica": "\(id)"])
        return id
    }

    /// A replica id that nobody has or had.
    func newReplicaID(_ snapshot: any ServerSnapshot) throws -> ReplicaID {
        while true {
            let id = randomness.replica()
            if try snapshot.replica(id) == nil { return id }
        }
    }

    /// Writes down what devices said of themselves since the last time.
    func writeSightings(_ transaction: any ServerTransaction) throws {
        let seen = sightings.withLock { seen in
            defer { seen = [:] }
            return seen
        }
        for (id, sighting) in seen.sorted(by: { $0.key < $1.key }) {
            guard var device = try transaction.device(id) else { continue }
            device.sighting = sighting
            try transaction.put(device)
        }
    }

    /// Writes down what is still only in memory; call before the process ends.
    ///
    /// - Throws: ``Problem`` if the store fails.
    public func flush() throws(Problem) {
        try reported { try store.write { [self] in try writeSightings($0) } }
    }
}

/// One batch of a request on its way to the store.
private struct BatchPush: Sendable {
    var batch: OpBatch
    /// Whether it holds more than this server takes at once.
    var isTooLarge: Bool
    /// The batches behind it, in the same request or sealed after it; one of them may be the last one
    /// taken.
    var later: [BatchID]
    var hello: Hello
    var present: ClockPresent
    var ops: [PreparedOp]
}

extension PreparedOp {
    /// The op with its author, who is never on the wire.
    func by(_ author: UserID) -> PreparedOp {
        var copy = self
        copy.op.author = author
        return copy
    }
}
