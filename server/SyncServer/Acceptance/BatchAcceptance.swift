// The verdicts of a batch: a function of its ops and of what the store answered about them.

import AccountRecords
import CausalCore

/// Decides the ops of one batch, in order, a transaction at a time.
///
/// > Invariant I1: an op whose context contains another, on any unit of the record, always has the
/// > greater stamp, whatever any clock said.
struct BatchAcceptance {
    let writer: BatchWriter
    let schema: Schema
    /// The server's time, read under the lock.
    let now: Stamp
    /// The newest seq before this batch; no context can honestly name a later one.
    let headBefore: Seq
    /// The whole log of one record, read only when a conflict arises.
    let history: (RecordID) throws -> [JudgedOp]
    /// Whether another account has a handle already.
    let isHandleTaken: (String, RecordID) throws -> Bool
    /// Makes the ids of conflict records.
    let newConflictID: () -> ConflictID
    /// Makes and checks receipts.
    let receipts: ReceiptMaker

    var facts: BatchFacts
    var seq: Seq
    var counter: UInt64
    var accepted: [AcceptedOp] = []
    var refused: [(judged: JudgedOp, content: [UInt8])] = []
    var answers: [Acknowledgement] = []
    var order: [RecordID] = []
    var newAccounts: [AssignmentRow] = []
    var handles: [String: RecordID] = [:]
    /// How many receipts were not valid.
    var refusedReceipts = 0

    /// An op on its way into the log.
    struct AcceptedOp {
        var judged: JudgedOp
        var previous: Seq
        var isFirstInRecord: Bool
        var content: [UInt8]
    }

    init(
        facts: BatchFacts, writer: BatchWriter, schema: Schema, now: Stamp,
        snapshot: any ServerSnapshot, receipts: ReceiptMaker,
        newConflictID: @escaping () -> ConflictID
    ) {
        self.facts = facts
        self.writer = writer
        self.schema = schema
        self.now = now
        self.receipts = receipts
        self.newConflictID = newConflictID
        headBefore = facts.shard.seq
        seq = facts.shard.seq
        counter = writer.replica.counter
        history = { record in
            try snapshot.logged(on: record, after: 0).map(JudgedOp.init)
        }
        isHandleTaken = { handle, account in
            guard let other = try snapshot.account(handle: handle) else { return false }
            return other.id != account
        }
    }

    /// Decides all ops.
    mutating func decide(_ ops: [PreparedOp]) throws {
        refusedReceipts = ops.count {
            $0.receipt != nil && facts.known[$0.op.id] == nil && proof(of: $0) == nil
        }
        var start = 0
        while start < ops.count {
            var end = start + 1
            let transaction = ops[start].op.transaction
            while end < ops.count, ops[end].op.transaction == transaction { end += 1 }
            try decide(transaction: ops[start..<end])
            start = end
        }
    }

    /// Decides one transaction: all its ops are accepted, or none.
    private mutating func decide(transaction ops: ArraySlice<PreparedOp>) throws {
        let checkpoint = Checkpoint(self, records: ops.map(\.op.record))
        var problems: [OpProblem] = []
        for prepared in ops {
            if let known = known(prepared.op.id) {
                if answerKnown(prepared, known) { continue }
                problems.append(.rejected(.identityReuse))
            } else if let problem = try problem(of: prepared) {
                problems.append(problem)
            } else {
                try accept(prepared)
            }
        }
        guard let problem = problems.first(where: \.isRejection) ?? problems.first else { return }
        if !planted(.transactionHalfTaken) { checkpoint.restore(&self) }
        for prepared in ops { refuse(prepared, problem) }
    }

    /// What became of an op that had arrived before.
    private func known(_ op: OpID) -> JudgedOp? {
        let known = planted(.noDeduplication) ? nil : facts.known[op]
        if planted(.heldAcceptedLater), case .held? = known?.verdict { return nil }
        if planted(.knownByReplicaOnly), known?.position.dot.replica != writer.replica.id {
            return nil
        }
        return known
    }

    /// What a receipt proves; one that proves nothing is passed over.
    func proof(of prepared: PreparedOp) -> ReceiptProof? {
        guard let receipt = prepared.receipt, !writer.isServer else { return nil }
        return receipts.check(receipt, of: prepared)
    }

    /// Answers an op that had arrived before; false if its content was another then.
    private mutating func answerKnown(_ prepared: PreparedOp, _ known: JudgedOp) -> Bool {
        guard known.digest == prepared.digest else { return false }
        answers.append(acknowledgement(of: known, isDuplicate: true))
        return true
    }

    /// Keeps an op with its value, a dot and a stamp, so that later contexts can name it.
    private mutating func refuse(_ prepared: PreparedOp, _ problem: OpProblem) {
        if let known = facts.known[prepared.op.id] {
            if answerKnown(prepared, known) { return }
            answers.append(
                Acknowledgement(
                    op: prepared.op.id, verdict: .rejected(.identityReuse), isDuplicate: false,
                    seq: 0, stamp: known.stamp, quality: known.quality))
            return
        }
        let own = resolved(prepared.op, on: nil)
        counter += 1
        let position = CausalPosition(
            seq: 0, dot: Dot(replica: writer.replica.id, counter: counter),
            seen: prepared.op.context.seen, own: own.vector)
        let stamp = stamp(of: prepared.op, own: own.stamp, proof: proof(of: prepared))
        let judged = JudgedOp(
            op: prepared.op, position: position, stamp: stamp.stamp, quality: stamp.quality,
            verdict: problem.verdict, conflicts: [], digest: prepared.digest, received: now)
        learn(judged)
        refused.append((judged, prepared.content))
        answers.append(acknowledgement(of: judged, isDuplicate: false))
    }

    /// Makes an op one that later ops of the batch can repeat or name.
    mutating func learn(_ judged: JudgedOp) {
        facts.known[judged.op.id] = judged
        facts.families[writer.replica.id] = writer.replica.family
    }

    func acknowledgement(of judged: JudgedOp, isDuplicate: Bool) -> Acknowledgement {
        Acknowledgement(
            op: judged.op.id, verdict: judged.verdict, isDuplicate: isDuplicate,
            seq: judged.position.seq, stamp: judged.stamp, quality: judged.quality,
            conflicts: judged.conflicts, receipt: receipts.proof(of: judged))
    }
}

extension OpProblem {
    var isRejection: Bool {
        if case .rejected = self { true } else { false }
    }
}

/// What a transaction may have to be taken back to.
private struct Checkpoint {
    let seq: Seq
    let counter: UInt64
    let acceptedCount: Int
    let answersCount: Int
    let orderCount: Int
    let newAccountsCount: Int
    let handles: [String: RecordID]
    let records: [(RecordID, WorkingRecord?)]

    init(_ acceptance: BatchAcceptance, records ids: [RecordID]) {
        seq = acceptance.seq
        counter = acceptance.counter
        acceptedCount = acceptance.accepted.count
        answersCount = acceptance.answers.count
        orderCount = acceptance.order.count
        newAccountsCount = acceptance.newAccounts.count
        handles = acceptance.handles
        records = ids.map { ($0, acceptance.facts.records[$0]) }
    }

    func restore(_ acceptance: inout BatchAcceptance) {
        for accepted in acceptance.accepted[acceptedCount...] {
            acceptance.facts.known[accepted.judged.op.id] = nil
        }
        for account in acceptance.newAccounts[newAccountsCount...] {
            acceptance.facts.scope.remove(account.account)
        }
        acceptance.seq = seq
        acceptance.counter = counter
        acceptance.accepted.removeSubrange(acceptedCount...)
        acceptance.answers.removeSubrange(answersCount...)
        acceptance.order.removeSubrange(orderCount...)
        acceptance.newAccounts.removeSubrange(newAccountsCount...)
        acceptance.handles = handles
        for (id, record) in records { acceptance.facts.records[id] = record }
    }
}
