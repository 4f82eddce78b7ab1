// What a sync needs to know of the local copy, and what it leaves behind there.

import CausalCore

/// Who and what this copy is to the server.
public struct DeviceIdentity: Hashable, Sendable {
    /// The replica that its ops are brought by.
    public var replica: ReplicaID
    /// The person.
    public var user: UserID
    /// The person's handle.
    public var handle: String
    /// The person's name.
    public var name: String
    /// The person's role, as the protocol numbers roles.
    public var role: UInt8
    /// The device's name.
    public var device: String
    /// The server's name for itself.
    public var serverName: String
    /// The history of the server that the copy follows.
    public var lineage: LineageID
    /// When the device enrolled, by the server's clock.
    public var enrolled: Stamp

    /// Makes an identity.
    public init(
        replica: ReplicaID, user: UserID, handle: String, name: String, role: UInt8,
        device: String, serverName: String, lineage: LineageID, enrolled: Stamp
    ) {
        self.replica = replica
        self.user = user
        self.handle = handle
        self.name = name
        self.role = role
        self.device = device
        self.serverName = serverName
        self.lineage = lineage
        self.enrolled = enrolled
    }
}

/// How the last sync went, as `status` tells it without a network.
public struct SyncOutcome: Hashable, Sendable {
    /// When a sync was last tried, by this device's wall clock, in milliseconds since 1970.
    public var attemptedMilliseconds: UInt64
    /// When one last succeeded, likewise; nil if none has.
    public var succeededMilliseconds: UInt64?
    /// The stable code of the last failure; nil after a success.
    public var failureCode: String?
    /// The last failure in words; nil after a success.
    public var failure: String?

    /// Makes an outcome.
    public init(
        attemptedMilliseconds: UInt64, succeededMilliseconds: UInt64?, failureCode: String? = nil,
        failure: String? = nil
    ) {
        self.attemptedMilliseconds = attemptedMilliseconds
        self.succeededMilliseconds = succeededMilliseconds
        self.failureCode = failureCode
        self.failure = failure
    }
}

/// Where the copy stands towards the server.
public struct SyncState: Hashable, Sendable {
    /// Who it is; nil before it enrolled.
    public var identity: DeviceIdentity?
    /// The newest point of the server's history that it has seen; nil before its first pull.
    public var history: HistoryPoint?
    /// How far the accounts that it holds have come.
    public var cursor: CausalCore.Cursor
    /// Changes behind the cursor that it has already: states that it made itself.
    public var known: SeqRanges
    /// The account that is half filled; nil if none is.
    public var backfill: BackfillPoint?
    /// How many accounts it holds in full.
    public var heldCount: UInt32
    /// The sum over their ids.
    public var heldDigest: ScopeDigest
    /// Moments at which it and the server compared clocks, oldest first.
    public var anchors: [ClockAnchor]
    /// The last batch that was acknowledged; zero before the first and after a rebirth.
    public var lastBatch: BatchID
    /// The batch that is sealed and waits for its answer; nil if none does.
    public var sealedBatch: BatchID?
    /// The batch that is sealed behind that one; nil if none is.
    public var sealedBehind: BatchID?
    /// How many ops wait for an answer, sealed ones included.
    public var pendingOps: Int
    /// Accounts whose sum differed from the server's and that are to be sent anew.
    public var refetch: [RecordID]
    /// How far the device's wall clock was behind the server's at the last sync, in milliseconds.
    public var offsetMilliseconds: Int64
    /// How the last sync went; nil before the first.
    public var outcome: SyncOutcome?
}

extension Connection {
    /// Who this copy is; nil before it enrolled.
    func identity() throws -> DeviceIdentity? {
        let row = try row(
            """
            SELECT replica, user, handle, name, role, device, server_name, lineage, enrolled \
            FROM sync_state
            """)
        guard let row, row.integer(0) != nil else { return nil }
        return DeviceIdentity(
            replica: ReplicaID(row.bits(0)), user: try row.requiredID(1),
            handle: row.text(2) ?? "", name: row.text(3) ?? "",
            role: UInt8(clamping: row.integer(4) ?? 0), device: row.text(5) ?? "",
            serverName: row.text(6) ?? "", lineage: try row.requiredID(7),
            enrolled: Stamp(rawValue: row.bits(8)))
    }

    /// Where the copy stands towards the server.
    func syncState() throws -> SyncState {
        guard
            let row = try row(
                """
                SELECT history_lineage, history_seq, history_chain, cursor_start, cursor_at, \
                backfill_account, backfill_at, last_batch, batch, offset_milliseconds, attempted, \
                succeeded, failure_code, failure, known, held_count, held_digest, next_batch \
                FROM sync_state
                """)
        else { throw StoreError.damaged("no sync state") }
        let sealed: BatchID? = row.id(8)
        let held = try row.integer(15).map { (count: $0, digest: row.bits(16)) } ?? held()
        return SyncState(
            identity: try identity(),
            history: row.id(0).map {
                HistoryPoint(lineage: $0, seq: row.bits(1), chain: row.bytes(2))
            },
            cursor: CausalCore.Cursor(start: row.bits(3), at: row.bits(4)),
            known: try SeqRanges(storedBytes: row.bytes(14)),
            backfill: row.id(5).map { BackfillPoint(account: $0, at: row.bits(6)) },
            heldCount: UInt32(clamping: held.count),
            heldDigest: ScopeDigest(rawValue: held.digest),
            anchors: try anchors(), lastBatch: row.id(7) ?? .zero, sealedBatch: sealed,
            sealedBehind: sealed.flatMap { _ in row.id(17) },
            pendingOps: try number("SELECT count(*) FROM op WHERE verdict IS NULL"),
            refetch: try rows(Self.refetchSQL).map { try $0.requiredID(0) },
            offsetMilliseconds: row.integer(9) ?? 0, outcome: outcome(row))
    }

    /// The accounts that are to be fetched again, by an index of their own: every sync asks.
    static let refetchSQL = "SELECT account FROM scope WHERE is_refetch = 1 ORDER BY account"

    /// How many accounts are here in full, and the digest over them.
    private func held() throws -> (count: Int64, digest: UInt64) {
        let accounts = try heldAccounts()
        let digest = accounts.reduce(into: ScopeDigest.empty) { $0.add($1) }
        return (Int64(accounts.count), digest.rawValue)
    }

    /// Keeps count and digest until the scope changes, so that a sync need not read it.
    func rememberHeld() throws {
        guard try number("SELECT held_count IS NULL FROM sync_state") == 1 else { return }
        let held = try held()
        try run(
            "UPDATE sync_state SET held_count = ?, held_digest = ?",
            [held.count.value, held.digest.value])
    }

    private func outcome(_ row: SQLRow) -> SyncOutcome? {
        guard let attempted = row.integer(10) else { return nil }
        return SyncOutcome(
            attemptedMilliseconds: UInt64(bitPattern: attempted),
            succeededMilliseconds: row.integer(11).map(UInt64.init(bitPattern:)),
            failureCode: row.text(12), failure: row.text(13))
    }

    /// The accounts that are here in full, by id.
    func heldAccounts() throws -> [RecordID] {
        try rows("SELECT account FROM scope WHERE is_complete = 1 ORDER BY account")
            .map { try $0.requiredID(0) }
    }

    /// The clock anchors, oldest first.
    func anchors() throws -> [ClockAnchor] {
        try rows("SELECT boot, boottime, server_time FROM anchor ORDER BY row").map { row in
            ClockAnchor(
                boot: try row.requiredID(0), boottimeNanoseconds: row.bits(1),
                serverTime: Stamp(rawValue: row.bits(2)))
        }
    }
}
