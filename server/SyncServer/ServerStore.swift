// What a store must do for the server: snapshots to read, and one writer at a time under the lock.

import CausalCore

/// Keeps everything the server knows.
///
/// Synchronous and made for whole batches: the server asks a few questions for each batch and hands
/// back one ``CommitEffects``. What is true of every store is tested by one list of rules.
public protocol ServerStore: Sendable {
    /// Reads in one repeatable snapshot.
    ///
    /// - Throws: what `body` throws, or the store's own error.
    func read<Result: Sendable>(
        _ body: @Sendable (any ServerSnapshot) throws -> Result
    ) throws -> Result

    /// Writes under the shard lock, which is taken before `body` runs and held until the commit is
    /// durable; nothing is changed if `body` throws.
    ///
    /// - Throws: what `body` throws, or the store's own error. After an error of the commit itself
    ///   the outcome is unknown, and the device finds out by sending the same ops again.
    func write<Result: Sendable>(
        _ body: @Sendable (any ServerTransaction) throws -> Result
    ) throws -> Result
}

/// The questions of acceptance and pull; answers are of one moment.
public protocol ServerSnapshot: HistorySnapshot, IdentitySnapshot {}

/// What records, ops and conflicts there are.
public protocol HistorySnapshot {
    /// The shard's state; nil before ``HistoryTransaction/initialize(_:)``.
    func shard() throws -> ShardRow?
    /// The histories that the server has had, the present one last.
    func lineages() throws -> [LineageRow]
    /// Commits behind a seq, in their order.
    func commits(after seq: Seq, limit: Int) throws -> [CommitRow]
    /// The commit times of seqs, one for each that was ever given, in any order.
    func commitTimes(of seqs: [Seq]) throws -> [Seq: Stamp]
    /// The commit that ends at a seq.
    func commit(endingAt seq: Seq) throws -> CommitRow?
    /// The accepted ops among these, in any order.
    func logged(_ ids: [OpID]) throws -> [LogRow]
    /// The held and rejected ops among these, in any order.
    func held(_ ids: [OpID]) throws -> [HeldRow]
    /// All held and rejected ops, or those that wait, oldest first.
    func held(includesSettled: Bool) throws -> [HeldRow]
    /// The held and rejected ops of a family that were settled after a seq, in the order of seqs.
    func settled(of family: ReplicaID, after seq: Seq) throws -> [HeldRow]
    /// All accepted ops behind a seq, in the order of seqs.
    func logged(after seq: Seq, limit: Int) throws -> [LogRow]
    /// The accepted ops on a record after a seq, in the order of seqs.
    func logged(on record: RecordID, after seq: Seq) throws -> [LogRow]
    /// The accepted ops of all records within seqs, in their order, `limit` at most.
    func logged(after seq: Seq, through last: Seq, limit: Int) throws -> [LogRow]
    /// Deleted records that still have their cells and whose last delete lies within seqs, in the
    /// order of those deletes, `limit` at most.
    func tombstones(deletedAfter seq: Seq, through last: Seq, limit: Int) throws -> [RecordRow]
    /// How far the log has been trimmed; nil if it never was.
    func retention() throws -> RetentionRow?
    /// The records among these, in any order.
    func records(_ ids: [RecordID]) throws -> [RecordRow]
    /// The records in a window, in the order of seqs, `limit` at most.
    func records(in window: ScopeWindow, limit: Int) throws -> [RecordRow]
    /// All conflict records on these records, in the order of ids.
    func conflicts(on records: [RecordID]) throws -> [ConflictRow]
    /// The conflict records among these.
    func conflicts(_ ids: [ConflictID]) throws -> [ConflictRow]
    /// The conflict records in a window, in the order of (seq, id).
    func conflicts(in window: ScopeWindow) throws -> [ConflictRow]
    /// All conflict records, or the open ones, newest first by id, behind one.
    func conflicts(includesClosed: Bool, before id: ConflictID?, limit: Int) throws
        -> [ConflictRow]
    /// The accounts among these, in any order.
    func accounts(_ ids: [RecordID]) throws -> [AccountRow]
    /// The accounts of a scope whose head is after a seq, in any order.
    func accounts(in window: ScopeWindow) throws -> [AccountRow]
    /// All accounts, sorted by id.
    func accounts() throws -> [AccountRow]
    /// The account that has a handle.
    func account(handle: String) throws -> AccountRow?
    /// Replicas that first appeared in the accounts of a window within its seqs.
    func appearances(in window: ScopeWindow) throws -> [AppearanceRow]
    /// What happened within seqs to which accounts: changes of their records, conflict records,
    /// assignments, first appearances; in the order of seqs.
    func touches(after seq: Seq, through last: Seq) throws -> [AccountTouch]
    /// Counts for the status page.
    func counts() throws -> StoreCounts
}

/// Which accounts and which seqs a pull is about: after one seq, up to and with another.
public struct ScopeWindow: Hashable, Sendable {
    /// The accounts, sorted; nil for all, or for all of ``user``.
    public var accounts: [RecordID]?
    /// Whether something has happened to each of ``accounts`` within the seqs, as far as is known.
    public var isNarrowed = false
    /// Whose assignments name the accounts, where ``accounts`` does not; nil for everybody's.
    ///
    /// The list is never made: what is found is asked for, or the store goes through the person's
    /// accounts itself, whichever is less work.
    public var user: UserID?
    /// How many accounts ``user`` has; at least 0.
    public var userAccountCount = 0
    /// Behind this one.
    public var after: Seq
    /// Up to this one.
    public var through: Seq

    /// Makes a window.
    public init(accounts: [RecordID]?, of user: UserID? = nil, after: Seq, through: Seq) {
        self.accounts = accounts
        self.user = user
        self.after = after
        self.through = through
    }
}

/// One seq, and an account that it was about.
public struct AccountTouch: Hashable, Sendable {
    /// The seq.
    public var seq: Seq
    /// The account.
    public var account: RecordID

    /// Makes it of its parts.
    public init(seq: Seq, account: RecordID) {
        self.seq = seq
        self.account = account
    }
}

/// How much there is of everything.
public struct StoreCounts: Hashable, Sendable {
    /// Records that are alive.
    public var records = 0
    /// Accounts that are alive.
    public var accounts = 0
    /// Accepted ops.
    public var ops = 0
    /// Open conflict records.
    public var openConflicts = 0
    /// Those of them that somebody should look at.
    public var conflictsToReview = 0

    /// Nothing.
    public init() {}
}

/// Who there is, and what they have.
public protocol IdentitySnapshot {
    /// The person with an id.
    func user(_ id: UserID) throws -> UserRow?
    /// The person with a handle.
    func user(handle: String) throws -> UserRow?
    /// All people, sorted by handle.
    func users() throws -> [UserRow]
    /// The device with a token.
    func device(tokenHash: [UInt8]) throws -> DeviceRow?
    /// The device with an id.
    func device(_ id: ReplicaID) throws -> DeviceRow?
    /// All devices, sorted by id.
    func devices() throws -> [DeviceRow]
    /// The replica with an id.
    func replica(_ id: ReplicaID) throws -> ReplicaRow?
    /// The replicas among these, in any order.
    func replicas(_ ids: [ReplicaID]) throws -> [ReplicaRow]
    /// The replicas that a device carries or has carried, sorted by id.
    func replicas(of device: ReplicaID) throws -> [ReplicaRow]
    /// The enrollment code with a hash.
    func code(hash: [UInt8]) throws -> CodeRow?
    /// A person's assignments, sorted by account.
    func assignments(of user: UserID) throws -> [AssignmentRow]
    /// A person's assignments on these accounts, in any order.
    func assignments(of user: UserID, on accounts: [RecordID]) throws -> [AssignmentRow]
    /// Assignments of accounts in a window, of all people, made within its seqs.
    func assignments(in window: ScopeWindow) throws -> [AssignmentRow]
    /// The last row of the audit; nil before the first.
    func lastAudit() throws -> AuditRow?
    /// The audit, oldest first, behind a number.
    func audit(after number: UInt64, limit: Int) throws -> [AuditRow]
}

/// A transaction under the shard lock; reads see its own writes.
public protocol ServerTransaction: ServerSnapshot, HistoryTransaction, IdentityTransaction {}

/// Writes of records, ops and conflicts.
public protocol HistoryTransaction {
    /// Makes the shard; once in the life of a store.
    func initialize(_ shard: ShardRow) throws
    /// Adds a history; one that is known already is passed over.
    func put(_ lineage: LineageRow) throws
    /// Writes all that one commit changes, in this order of its members.
    func commit(_ effects: CommitEffects) throws
    /// Writes the bodies of ops that are in the log; nothing else of them changes.
    func rewrite(log rows: [LogRow]) throws
    /// Notes how far the log has been trimmed.
    func put(_ retention: RetentionRow) throws
    /// Notes what an admin did with a held or rejected op.
    func settle(_ op: OpID, _ settling: HeldSettling) throws
}

/// Writes of people and devices.
public protocol IdentityTransaction {
    /// Writes a person, new or known.
    func put(_ user: UserRow) throws
    /// Writes a device, new or known.
    func put(_ device: DeviceRow) throws
    /// Writes a replica, new or known.
    func put(_ replica: ReplicaRow) throws
    /// Writes an enrollment code, new or known.
    func put(_ code: CodeRow) throws
    /// Writes an assignment, new or known.
    func put(_ assignment: AssignmentRow) throws
    /// Takes an assignment away.
    func removeAssignment(of user: UserID, on account: RecordID) throws
    /// Appends to the audit.
    func append(_ row: AuditRow) throws
}

/// All that one commit changes.
public struct CommitEffects: Sendable {
    /// The shard afterwards.
    public var shard: ShardRow
    /// The commit; nil if it gave no seq (only held, rejected or repeated ops).
    public var commit: CommitRow?
    /// Accepted ops, in the order of seqs.
    public var log: [LogRow] = []
    /// New bodies of ops that were in the log before.
    public var amended: [LogAmendment] = []
    /// Seqs at which tombstones became stubs.
    public var stubs: [StubRow] = []
    /// Held and rejected ops.
    public var held: [HeldRow] = []
    /// Records that are new.
    public var newRecords: [RecordRow] = []
    /// Records that were known.
    public var changedRecords: [RecordRow] = []
    /// Conflict records, new or known.
    public var conflicts: [ConflictRow] = []
    /// Accounts, new or known.
    public var accounts: [AccountRow] = []
    /// First appearances; those that are known already are passed over.
    public var appearances: [AppearanceRow] = []

    /// Nothing but the shard's new state.
    public init(shard: ShardRow) {
        self.shard = shard
    }
}
