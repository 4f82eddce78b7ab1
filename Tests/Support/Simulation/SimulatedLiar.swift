// A device whose program lies: requests of its own making, under a token that is right.
import CausalCore
import ReplicaStore
import SyncProtocol

/// Somebody who is enrolled, has one account, and says whatever helps them.
struct SimulatedLiar {
    let token: String
    let replica: ReplicaID
    let lineage: LineageID
    private let ids: IdentifierSupply
    private var lastBatch = BatchID.zero

    init(_ server: SimulatedServer, now: TrueTime, _ randomness: SeededRandomness) throws {
        let clock = ClockSample(
            boot: BootID(high: 7, low: 7), boottimeNanoseconds: 1_000_000,
            wallNanoseconds: now.nanoseconds)
        let enrolled = try server.enroll("Liar", isFirst: false, clock: clock)
        token = enrolled.answer.token
        replica = enrolled.identity.replica
        lineage = enrolled.identity.lineage
        ids = IdentifierSupply(randomness: randomness)
    }

    func newID<Subject>(_: Subject.Type = Subject.self) -> Identifier<Subject> {
        ids.next(wallMilliseconds: 1)
    }

    /// The bytes of a request with one op in one batch, and what follows of it.
    mutating func request(
        _ op: Op, as other: ReplicaID?, clock: ClockSample, pull: PullRequest?
    ) throws -> [UInt8] {
        let batch = OpBatch(id: newID(), previous: lastBatch, ops: [op])
        if other == nil { lastBatch = batch.id }
        let hello = Hello(
            replica: other ?? replica, schema: 1,
            history: HistoryPoint(lineage: lineage, seq: 0, chain: []), clock: clock,
            anchors: [], pendingOps: 1, software: "liar")
        return try SyncCodec.encode(SyncRequest(hello: hello, batches: [batch], pull: pull))
    }
}
