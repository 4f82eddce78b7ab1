// What every admin act goes through: who may, one transaction, the audit.

import CausalCore
import Crypto
import SyncProtocol

extension SyncServer {
    /// Reads for somebody who may.
    func look<Result: Sendable>(
        _ device: AuthenticatedDevice, _ roles: Set<UserRole> = [.admin],
        _ body: @Sendable (any ServerSnapshot, UserRow) throws -> Result
    ) throws(Problem) -> Result {
        try reported {
            try store.read { [self] snapshot in
                try body(snapshot, try actor(device, roles, snapshot))
            }
        }
    }

    /// Acts for somebody who may, and writes it down; a refused act is written down too.
    func act<Result: Sendable>(
        _ device: AuthenticatedDevice, may roles: Set<UserRole> = [.admin], _ action: String,
        _ subject: String,
        _ body: @Sendable (any ServerTransaction, UserRow) throws -> Result
    ) throws(Problem) -> Result {
        try reported {
            do {
                return try store.write { [self] transaction in
                    let actor = try actor(device, roles, transaction)
                    let result = try body(transaction, actor)
                    try audit(transaction, by: actor.id, action, subject)
                    return result
                }
            } catch let problem as Problem where problem.retry == false {
                try store.write { [self] transaction in
                    let what = subject + ": " + problem.code
                    try audit(transaction, by: device.user, action, what, isDone: false)
                }
                throw problem
            }
        }
    }

    /// Who acts, as the store has them now; the operator at the server's own files is nobody's user.
    private func actor(
        _ device: AuthenticatedDevice, _ roles: Set<UserRole>, _ snapshot: any ServerSnapshot
    ) throws -> UserRow {
        if device.isOperator {
            return UserRow(
                id: .zero, handle: device.handle, name: device.name, role: .admin, roleOnAll: nil,
                scopeCount: 0, scopeDigest: .empty)
        }
        guard let row = try snapshot.device(device.device), let user = try snapshot.user(row.user)
        else { throw Problem.tokenUnknown }
        if isRevoked(row) { throw Problem.tokenRevoked }
        guard roles.contains(user.role) else { throw Problem.notAllowed }
        return user
    }

    /// Takes the next seq for a change that is no op: of a scope, or news for a device.
    func takeSeq(_ transaction: any ServerTransaction) throws -> Seq {
        try takeSeqs(1, transaction)
    }

    /// Takes the next seqs, at least one, in one commit; gives the last of them.
    func takeSeqs(_ count: UInt64, _ transaction: any ServerTransaction) throws -> Seq {
        var shard = try shard(transaction)
        let clock = try commitClock(shard)
        let first = shard.seq + 1
        shard.seq += count
        shard.time = max(clock.now, shard.time.successor)
        shard.monotonic = clock.monotonic
        shard.chain = CommitRow.link(after: shard.chain, time: shard.time)
        var effects = CommitEffects(shard: shard)
        effects.commit = CommitRow(
            first: first, last: shard.seq, time: shard.time, chain: shard.chain)
        try transaction.commit(effects)
        return shard.seq
    }

    /// Writes one op of the server's own replica, as an ordinary op that everybody receives.
    ///
    /// - Throws: ``RefusedAct`` if the op would be held or rejected, so that nothing of it stays.
    func write(
        _ op: Op, author: UserRow, owner: UserID? = nil, _ transaction: any ServerTransaction
    ) throws -> Acknowledgement {
        let shard = try shard(transaction)
        guard var replica = try transaction.replica(shard.serverReplica) else {
            throw Problem.notInitialized
        }
        let writer = BatchWriter(
            replica: replica, author: author, owner: owner ?? author.id, isServer: true,
            present: nil)
        let ops = [PreparedOp(op)]
        let facts = try BatchFacts(
            shard: shard, ops: ops, writer: writer, snapshot: transaction)
        let decided = try decide(ops, facts, writer, transaction)
        guard let answer = decided.answers.first, answer.verdict.isAccepted else {
            throw RefusedAct(op: op.id, verdict: decided.answers.first?.verdict ?? .applied)
        }
        replica.counter = decided.counter
        try transaction.put(replica)
        return answer
    }

    /// An op of the server's replica on a record as the admin's page showed it.
    func serverOp(
        on record: RecordRow, _ action: OpAction, units: [UnitWrite] = [], seen: Seq,
        resolves: [ConflictID] = [], reason: String, author: UserID
    ) -> Op {
        Op(
            id: randomness.identifier(at: clock.now()), record: record.id, kind: record.kind,
            account: record.account, action: action, units: units,
            context: ReadContext(seen: seen), resolves: resolves, reason: reason,
            evidence: ClockSample(boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: 0),
            transaction: randomness.identifier(at: clock.now()), author: author,
            schema: schema.version)
    }
}

/// An admin's op that would not be accepted; takes its transaction back.
struct RefusedAct: Error {
    var op: OpID
    var verdict: Verdict
}

extension AuthenticatedDevice {
    /// Whoever runs commands on the server's own files: no device, no person.
    public static let `operator` = AuthenticatedDevice(
        device: ReplicaID(0), user: .zero, handle: "operator", name: "operator", role: .admin)

    var isOperator: Bool { device == ReplicaID(0) && user.isZero }
}

extension Verdict {
    /// The word for it, as JSON has it.
    var name: String {
        switch self {
        case .applied: "applied"
        case .won: "won"
        case .lost: "lost"
        case .held: "held"
        case .rejected: "rejected"
        }
    }

    /// The reason of a held or rejected op as a word; nil for accepted ones.
    var code: String? {
        switch self {
        case .held(let reason): "\(reason)"
        case .rejected(let reason): "\(reason)"
        default: nil
        }
    }
}
