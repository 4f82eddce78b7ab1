// A record, an account and a conflict as a store keeps them: key columns, the rest as bytes.

import CausalCore

/// What is true of one record now.
public struct RecordRow: Hashable, Sendable {
    /// The record.
    public var id: RecordID
    /// Its kind's number.
    public var kind: UInt16
    /// Its account.
    public var account: RecordID
    /// Whether it shows.
    public var isAlive: Bool
    /// The seq of its last change; no two records share one.
    public var seq: Seq
    /// The commit time of that seq.
    public var time: Stamp
    /// The seq of its last accepted delete; 0 if there was none.
    public var deletedAt: Seq
    /// Whether conflict records exist on it, open or closed.
    public var hasConflicts: Bool
    /// Its digest, as it is counted in its account's checksum.
    public var digest: AccountChecksum
    /// Its version vector, encoded.
    public var vector: [UInt8]
    /// All its cells, encoded as one block; no bytes at all for a stub.
    ///
    /// A first byte of 2 says that they are what the op at ``seq`` wrote, and that the log has them.
    public var cells: [UInt8]
    /// The body of that op, read with the row; no bytes where ``cells`` has all.
    ///
    /// Not a column.
    public var loggedBody: [UInt8]

    /// Makes it of its parts.
    public init(
        id: RecordID, kind: UInt16, account: RecordID, isAlive: Bool, seq: Seq, time: Stamp,
        deletedAt: Seq, hasConflicts: Bool, digest: AccountChecksum, vector: [UInt8],
        cells: [UInt8],
        loggedBody: [UInt8] = []
    ) {
        self.id = id
        self.kind = kind
        self.account = account
        self.isAlive = isAlive
        self.seq = seq
        self.time = time
        self.deletedAt = deletedAt
        self.hasConflicts = hasConflicts
        self.digest = digest
        self.vector = vector
        self.cells = cells
        self.loggedBody = loggedBody
    }
}

extension RecordRow {
    /// Whether it is a tombstone whose cells are no longer kept.
    var isStub: Bool { !isAlive && cells.isEmpty }
}

/// What a store keeps of an account beside its record.
public struct AccountRow: Hashable, Sendable {
    /// The account's record.
    public var id: RecordID
    /// The handle, unique among all accounts.
    public var handle: String
    /// The newest seq of any of its records.
    public var head: Seq
    /// The sum over the digests of its records.
    public var checksum: AccountChecksum

    /// Makes it of its parts.
    public init(
        id: RecordID, handle: String, head: Seq, checksum: AccountChecksum
    ) {
        self.id = id
        self.handle = handle
        self.head = head
        self.checksum = checksum
    }
}

/// One conflict record.
public struct ConflictRow: Hashable, Sendable {
    /// The conflict.
    public var id: ConflictID
    /// The record on which it arose.
    public var record: RecordID
    /// That record's account.
    public var account: RecordID
    /// Whether it waits for somebody.
    public var isOpen: Bool
    /// Whether somebody should look at it.
    public var needsReview: Bool
    /// The seq of its last change.
    public var seq: Seq
    /// The rest, encoded.
    public var body: [UInt8]

    /// Makes it of its parts.
    public init(
        id: ConflictID, record: RecordID, account: RecordID, isOpen: Bool, needsReview: Bool,
        seq: Seq, body: [UInt8]
    ) {
        self.id = id
        self.record = record
        self.account = account
        self.isOpen = isOpen
        self.needsReview = needsReview
        self.seq = seq
        self.body = body
    }
}

/// A replica's first appearance in an account's records.
public struct AppearanceRow: Hashable, Sendable {
    /// The account.
    public var account: RecordID
    /// The replica that wrote.
    public var replica: ReplicaID
    /// The seq of its first op there.
    public var seq: Seq

    /// Makes it of its parts.
    public init(
        account: RecordID, replica: ReplicaID, seq: Seq
    ) {
        self.account = account
        self.replica = replica
        self.seq = seq
    }
}
