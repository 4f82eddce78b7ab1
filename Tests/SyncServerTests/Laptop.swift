// A device of the tests: writes ops as a real one would, and remembers what its reads had seen.

import AccountRecords
import CausalCore
import SyncProtocol

@testable import SyncServer

/// One enrolled database copy, with its own clocks.
struct Laptop {
    var world: World
    let token: String
    var replica: ReplicaID
    let user: UserID
    var lastBatch = BatchID.zero
    /// How far the wall clock is off, in milliseconds.
    var skewMilliseconds: Int64 = 0
    var cursor = Cursor.zero
    var history: HistoryPoint?
    var held: [RecordID] = []
    var backfill: BackfillPoint?
    var records: [RecordID: RecordState] = [:]
    /// Held accounts' records of a pull that is not at its end.
    var staged: [RecordState] = []
    var conflicts: [ConflictID: ConflictRecord] = [:]
    var pages: [PullPage] = []

    var sample: ClockSample {
        let now = world.clock.milliseconds
        return ClockSample(
            boot: BootID(high: 1, low: replica.rawValue),
            boottimeNanoseconds: now * 1_000_000,
            wallNanoseconds: (Int64(now) + skewMilliseconds) * 1_000_000)
    }

    /// What an edit that begins now has seen of a record.
    func context(of record: RecordID, own: [OpID] = []) -> ReadContext {
        let state = records[record]
        return ReadContext(seen: state?.seq ?? 0, seenTime: state?.time ?? .zero, own: own)
    }

    func op(
        _ action: OpAction, _ record: RecordID, kind: UInt16 = KindNumber.account,
        account: RecordID? = nil, units: [UnitWrite] = [], context: ReadContext = ReadContext(),
        resolves: [ConflictID] = [], transaction: TransactionID? = nil
    ) -> Op {
        Op(
            id: world.id(), record: record, kind: kind, account: account ?? record, action: action,
            units: units.sorted { $0.key < $1.key }, context: context, resolves: resolves,
            evidence: sample, transaction: transaction ?? world.id(), author: .zero,
            schema: Schema.current.version)
    }

    /// A new account with a name and a handle.
    func account(_ handle: String, id: RecordID? = nil) -> Op {
        let id = id ?? world.id()
        return op(
            .create, id,
            units: [
                unit("handle", handle), unit("name", handle.uppercased()),
                unit("kind", "external"),
            ])
    }

    /// An edit of fields of an account by somebody who has pulled last.
    func set(
        _ record: RecordID, _ values: [String: String], own: [OpID] = [],
        resolves: [ConflictID] = []
    ) -> Op {
        let units = values.sorted { $0.key < $1.key }.map { unit($0.key, $0.value) }
        return op(
            .set, record, units: units, context: context(of: record, own: own),
            resolves: resolves)
    }

    func delete(_ record: RecordID, own: [OpID] = []) -> Op {
        op(.delete, record, context: context(of: record, own: own))
    }

    func batch(_ ops: [Op]) -> OpBatch {
        OpBatch(id: world.id(), previous: lastBatch, ops: ops)
    }

    var hello: Hello {
        Hello(replica: replica, schema: 1, history: history, clock: sample)
    }

    /// Sends ops in one batch, and gives the verdicts.
    @discardableResult
    mutating func push(_ ops: Op...) throws -> [Acknowledgement] {
        try send(batch(ops))
    }

    @discardableResult
    mutating func send(_ batch: OpBatch) throws -> [Acknowledgement] {
        let response = try exchange(SyncRequest(hello: hello, batches: [batch]))
        guard case .accepted(_, let answers)? = response.answers.first else {
            throw Unexpected(
                what: "\(response.answers) \(String(describing: response.welcome.refusal))")
        }
        lastBatch = batch.id
        return answers
    }

    func exchange(_ request: SyncRequest) throws -> SyncResponse {
        guard let device = try world.server.authenticate(token: token) else {
            throw Unexpected(what: "token")
        }
        return try world.server.sync(request, from: device)
    }

    var pullRequest: PullRequest {
        var digest = ScopeDigest.empty
        for account in held { digest.add(account) }
        return PullRequest(
            cursor: cursor, backfill: backfill, heldCount: UInt32(held.count),
            heldDigest: digest)
    }

    /// Pulls until nothing is left, as a real device would.
    mutating func pull() throws {
        pages = []
        var named: [RecordID]?
        for _ in 0..<200 {
            var request = pullRequest
            request.held = named
            named = nil
            let response = try exchange(SyncRequest(hello: hello, pull: request))
            if let refusal = response.welcome.refusal { throw Unexpected(what: "\(refusal)") }
            for page in response.pages { take(page) }
            history = response.welcome.history
            guard let last = response.pages.last else { throw Unexpected(what: "no page") }
            if last.needsHeldAccounts { named = held }
            if !last.hasMore { return }
        }
        throw Unexpected(what: "a pull without end")
    }

    mutating func take(_ page: PullPage) {
        pages.append(page)
        if page.needsHeldAccounts { return }
        for account in page.retracted {
            held.removeAll { $0 == account }
            records = records.filter { $0.value.account != account }
            conflicts = conflicts.filter { $0.value.account != account }
        }
        staged += page.records
        for state in page.backfilled { merge(state) }
        for conflict in page.conflicts { conflicts[conflict.id] = conflict }
        if page.isLast {
            for state in staged { merge(state) }
            staged = []
        }
        cursor = page.cursor
        backfill = page.backfill
        held = Array(Set(held + page.completed)).sorted()
    }

    private mutating func merge(_ state: RecordState) {
        var merged = state
        var cells: [UnitKey: Cell] = [:]
        let known = state.isStub ? [] : records[state.record]?.cells ?? []
        for cell in known { cells[cell.key] = cell }
        for cell in state.cells { cells[cell.key] = cell }
        merged.cells = cells.values.sorted { $0.key < $1.key }
        merged.isStub = false
        records[state.record] = merged
    }

    /// The sum over the records of one account, as the device has them.
    func checksum(_ account: RecordID) -> AccountChecksum {
        var sum = AccountChecksum.zero
        for state in records.values where state.account == account { sum.add(state.digest()) }
        return sum
    }

    /// A field of a record as the device shows it.
    func value(_ field: String, of record: RecordID) -> String? {
        guard let state = records[record],
            let definition = Schema.current.kind(number: state.kind)?.field(named: field),
            let cell = state.cells.first(where: { $0.key.field == definition.number }),
            let value = try? FieldValue(canonicalBytes: cell.value, type: definition.type)
        else { return nil }
        return value.text
    }
}

/// Something that a test did not expect to happen.
struct Unexpected: Error {
    var what: String
}

/// A unit of an account with a value as people type it.
func unit(_ field: String, _ text: String, kind: UInt16 = KindNumber.account) -> UnitWrite {
    guard let definition = Schema.current.kind(number: kind)?.field(named: field),
        let value = try? FieldValue(text: text.isEmpty ? "x" : text, type: definition.type)
    else { return UnitWrite(key: UnitKey(field: 999), value: []) }
    return UnitWrite(key: UnitKey(field: definition.number), value: value.canonicalBytes)
}
