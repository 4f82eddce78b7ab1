// A device that speaks the wire only: it keeps what the next request needs, and no records.

import AccountRecords
import CausalCore
import Kith
import NIOSSL
import ReplicaStore
import SyncProtocol

/// One device of the crowd.
struct WireDevice: Sendable {
    private var connection: WireConnection
    private let identity: EnrollResponse
    private let ids = IdentifierSupply(randomness: SystemRandomNumberGenerator())
    private let clock = SystemClock()
    private var history: HistoryPoint
    private var asked: [SyncRequest] = []  // whose answers were not read yet
    private var lastBatch = BatchID.zero
    private var cursor = Cursor.zero
    private var backfill: BackfillPoint?
    private var heldCount: UInt32 = 0
    private var heldDigest = ScopeDigest.empty
    private var states: [RecordID: (seq: Seq, time: Stamp)] = [:]
    private var unseen: [RecordID: OpID] = [:]

    /// Enrolls with a code, from an address of its own.
    init(code: String, port: Int, number: Int, _ context: NIOSSLContext) async throws {
        connection = try await WireConnection(port: port, number: number, context)
        let request = EnrollRequest(
            code: code, device: "wire \(number)", clock: clock.sample(),
            schema: Schema.current.version)
        identity = try SyncCodec.decodeEnrollResponse(
            try await connection.post(
                try SyncCodec.encode(request), to: "/v1/enroll", token: nil))
        history = identity.history
    }

    /// Fetches its accounts; remembers where the records that it is going to edit stand.
    mutating func fetch(_ records: Set<RecordID>) async throws {
        while true {
            let answer = try await send(encoded(SyncRequest(hello: hello, pull: pull)))
            let response = try SyncCodec.decodeResponse(answer, to: asked.removeFirst())
            if take(response, records) { continue }
            return
        }
    }

    /// The bytes of a sync with one batch of edits.
    mutating func request(_ edits: [WireEdit], pulls: Bool) throws -> [UInt8] {
        let transaction: TransactionID = newID()
        let ops = edits.map { edit in
            let state = states[edit.record] ?? (0, .zero)
            let id: OpID = newID()
            defer { unseen[edit.record] = id }
            return Op(
                id: id, record: edit.record, kind: edit.kind, account: edit.account, action: .set,
                units: edit.units,
                context: ReadContext(
                    seen: state.seq, seenTime: state.time,
                    own: unseen[edit.record].map { [$0] } ?? []),
                evidence: clock.sample(), transaction: transaction, author: .zero,
                schema: Schema.current.version)
        }
        let batch = OpBatch(id: newID(), previous: lastBatch, ops: ops)
        lastBatch = batch.id
        var hello = hello
        hello.pendingOps = UInt32(ops.count)
        return try encoded(
            SyncRequest(
                hello: hello, batches: [batch], pull: pulls ? pull : nil, takesEchoes: true))
    }

    /// Sends a sync; the answer is not read yet.
    func send(_ body: [UInt8]) async throws -> [UInt8] {
        try await connection.post(body, to: "/v1/sync", token: identity.token)
    }

    /// Reads the answer to edits: throws unless all of them were accepted without a conflict.
    mutating func read(_ answer: [UInt8]) throws {
        let response = try SyncCodec.decodeResponse(answer, to: asked.removeFirst())
        guard case .accepted(_, let verdicts)? = response.answers.first,
            verdicts.allSatisfy({ $0.verdict == .applied })
        else { throw BenchFailure("edits were not taken: \(response.answers)") }
        _ = take(response, nil)
    }

    func close() async { await connection.close() }

    /// Takes a new connection in place of one that was idle for long, and syncs once to warm it.
    mutating func reconnect(port: Int, number: Int, _ context: NIOSSLContext) async throws {
        await connection.close()
        connection = try await WireConnection(port: port, number: number, context)
        try await fetch([])
    }

    // MARK: - What it remembers

    /// Takes pages in; whether there is more to ask for.
    private mutating func take(_ response: SyncResponse, _ wanted: Set<RecordID>?) -> Bool {
        history = response.welcome.history
        for page in response.pages {
            for state in page.records + page.backfilled {
                let isWanted = wanted?.contains(state.record) ?? false
                guard isWanted || states[state.record] != nil else { continue }
                states[state.record] = (state.seq, state.time)
                unseen[state.record] = nil
            }
            for account in page.completed {
                heldDigest.add(account)
                heldCount += 1
            }
            (cursor, backfill) = (page.cursor, page.backfill)
        }
        return response.pages.last?.hasMore ?? false
    }

    private var hello: Hello {
        Hello(
            replica: identity.replica, schema: Schema.current.version, history: history,
            clock: clock.sample())
    }

    private var pull: PullRequest {
        PullRequest(
            cursor: cursor, backfill: backfill, heldCount: heldCount, heldDigest: heldDigest)
    }

    private mutating func encoded(_ request: SyncRequest) throws -> [UInt8] {
        asked.append(request)
        return try SyncCodec.encode(request)
    }

    private func newID<Subject>() -> Identifier<Subject> {
        ids.next(wallMilliseconds: clock.sample().wallMilliseconds)
    }
}

/// One edit in the form that goes into an op.
struct WireEdit: Sendable {
    let record: RecordID
    let account: RecordID
    let kind: UInt16
    let units: [UnitWrite]

    /// The edit of a record that is named by its place.
    init(_ edit: ResolvedEdits.Edit, ids: [RecordID], accountCount: Int) throws {
        record = ids[edit.place]
        account = ids[edit.account]
        let isAccount = edit.place < accountCount
        kind = isAccount ? KindNumber.account : KindNumber.visit
        guard let definition = Schema.current.kind(number: kind) else {
            throw BenchFailure("the schema has no kind \(kind)")
        }
        units = try edit.fields.map { name, value in
            guard let field = definition.field(named: name) else {
                throw BenchFailure("the schema has no field \(name)")
            }
            return UnitWrite(key: UnitKey(field: field.number), value: value.canonicalBytes)
        }.sorted { $0.key < $1.key }
    }
}
