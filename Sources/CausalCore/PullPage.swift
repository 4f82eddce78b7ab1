// A piece of a pull: states, conflicts, names and news, as the server sends and a device keeps them.

/// A person or a device that appears in the records of an account, so that blame and conflicts read
/// well without a network.
public struct DirectoryEntry: Hashable, Sendable {
    /// The replica that wrote; zero for an entry that names a person only.
    public var replica: ReplicaID
    /// The device's name as its owner gave it; empty for an entry that names a person only.
    public var device: String
    /// The person.
    public var user: UserID
    /// The person's handle.
    public var handle: String
    /// The person's name.
    public var name: String

    /// Makes an entry.
    public init(replica: ReplicaID, device: String, user: UserID, handle: String, name: String) {
        self.replica = replica
        self.device = device
        self.user = user
        self.handle = handle
        self.name = name
    }
}

/// What an admin has done with one of this replica's held or rejected ops.
public enum HeldOutcome: UInt8, Hashable, Sendable, CaseIterable {
    /// Applied, as a new op of the server's replica.
    case applied = 1
    /// Put aside; it stays readable.
    case archived = 2
}

/// News of one of the device's own held or rejected ops.
public struct HeldNotice: Hashable, Sendable {
    /// The op.
    public var op: OpID
    /// What was done with it.
    public var outcome: HeldOutcome
    /// Who did it.
    public var by: UserID
    /// Why, in their words.
    public var reason: String

    /// Makes a notice.
    public init(op: OpID, outcome: HeldOutcome, by: UserID, reason: String) {
        self.op = op
        self.outcome = outcome
        self.by = by
        self.reason = reason
    }
}

/// One account's place in a device's scope.
public struct ScopeEntry: Hashable, Sendable {
    /// The account.
    public var account: RecordID
    /// The person's role on it, as AccountRecords numbers the choices of Assignment's `role`.
    public var role: UInt8

    /// Makes an entry.
    public init(account: RecordID, role: UInt8) {
        self.account = account
        self.role = role
    }
}

/// Where the backfill of gained accounts has come to: within one account, up to a seq.
///
/// Gained accounts are sent one after the other in the order of their ids; only one is ever half
/// sent.
public struct BackfillPoint: Hashable, Sendable {
    /// The account that is half sent.
    public var account: RecordID
    /// Its records up to here were sent; it starts from 0.
    public var at: Seq

    /// Makes a point.
    public init(account: RecordID, at: Seq) {
        self.account = account
        self.at = at
    }
}

/// What a device asks of a pull.
public struct PullRequest: Hashable, Sendable {
    /// How far the accounts that it holds have come.
    public var cursor: Cursor
    /// The account that is half backfilled; nil if none is.
    public var backfill: BackfillPoint?
    /// How many accounts it holds in full.
    public var heldCount: UInt32
    /// The sum over those accounts, see ``ScopeDigest``.
    public var heldDigest: ScopeDigest
    /// The accounts that it holds in full; sent only after the server asked for them.
    public var held: [RecordID]?
    /// Accounts whose checksum differed and that are to be sent again from 0.
    public var refetch: [RecordID]
    /// Changes behind the cursor that it has already: the successions that it was told of.
    public var known: SeqRanges

    /// Makes a request.
    public init(
        cursor: Cursor, backfill: BackfillPoint? = nil, heldCount: UInt32,
        heldDigest: ScopeDigest, held: [RecordID]? = nil, refetch: [RecordID] = [],
        known: SeqRanges = SeqRanges()
    ) {
        self.cursor = cursor
        self.backfill = backfill
        self.heldCount = heldCount
        self.heldDigest = heldDigest
        self.held = held
        self.refetch = refetch
        self.known = known
    }
}

/// An order-free sum over account ids, by which a device and the server compare what is held.
///
/// Each half of an id goes through the finalizer of SplitMix64 (Steele et al., 2014) before it is
/// added, modulo 2^64, so that nearby ids do not cancel. Not against forgery: a device that lies
/// about what it holds only harms itself.
public struct ScopeDigest: Hashable, Sendable {
    /// The sum.
    public private(set) var rawValue: UInt64

    /// The sum over no accounts.
    public static let empty = ScopeDigest(rawValue: 0)

    /// Makes a sum of its value.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Takes an account into the sum.
    public mutating func add(_ account: RecordID) {
        rawValue &+= mixed(account.high &+ mixed(account.low))
    }

    /// Takes an account out of the sum.
    public mutating func subtract(_ account: RecordID) {
        rawValue &-= mixed(account.high &+ mixed(account.low))
    }
}

private func mixed(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
}

/// The sum over the checksums of a few accounts at the seq of a last page.
///
/// Where it differs from the device's, all of them are fetched again.
public struct AccountSum: Hashable, Sendable {
    /// Most accounts in one sum.
    public static let accountsMax = 16

    /// The accounts.
    public var accounts: [RecordID]
    /// The first 48 bits of the sum: of differences they miss one in 10^14.
    public var checksum: UInt64

    /// Makes a sum.
    ///
    /// - Parameter checksum: below 2^48; the bits above are dropped.
    public init(accounts: [RecordID], checksum: UInt64) {
        self.accounts = accounts
        self.checksum = checksum & (1 << 48 - 1)
    }

    /// Makes the sum of the whole checksums of accounts.
    public init(accounts: [RecordID], of checksums: [AccountChecksum]) {
        let sum = checksums.reduce(into: AccountChecksum.zero) { $0.add($1) }
        self.init(accounts: accounts, checksum: sum.high >> 16)
    }

    /// The sums over accounts in their order, ``accountsMax`` in each but the last.
    public static func sums(
        over accounts: [(account: RecordID, checksum: AccountChecksum)]
    ) -> [AccountSum] {
        stride(from: 0, to: accounts.count, by: accountsMax).map { start in
            let group = accounts[start..<min(start + accountsMax, accounts.count)]
            return AccountSum(accounts: group.map(\.account), of: group.map(\.checksum))
        }
    }
}

/// A piece of a pull, read in one snapshot of the server.
///
/// First the changes of accounts that the device holds, in the order of their seqs; once those have
/// reached the head, the records of gained accounts, account by account.
public struct PullPage: Hashable, Sendable {
    /// States of records of held accounts, ascending by seq, with the units changed after the
    /// cursor's start.
    ///
    /// They become visible together, with the page that is ``isLast``.
    public var records: [RecordState]
    /// States of records of gained accounts, whole, tombstones included.
    public var backfilled: [RecordState]
    /// Conflict records that changed, of held and of backfilled accounts.
    public var conflicts: [ConflictRecord]
    /// People and devices that appear in what the page carries.
    public var directory: [DirectoryEntry]
    /// News of the device's own held and rejected ops.
    public var notices: [HeldNotice]
    /// Accounts that left the scope: their rows go, the device's own open ops stay readable.
    public var retracted: [RecordID]
    /// Accounts that came into the scope and are about to be backfilled, and those whose role
    /// changed.
    public var gained: [ScopeEntry]
    /// Accounts whose backfill this page completes, at the same seq as ``cursor``.
    public var completed: [RecordID]
    /// The checksums of the accounts that changed in this pull, with the last page only.
    public var checksums: [AccountSum]
    /// Where the held accounts have come to.
    public var cursor: Cursor
    /// Where the half-sent account has come to; nil if none is.
    public var backfill: BackfillPoint?
    /// Whether the held accounts have reached the head, so that `cursor.start == cursor.at`.
    public var isLast: Bool
    /// Whether more is to be asked for: further pages, or further accounts.
    public var hasMore: Bool
    /// Whether the server needs ``PullRequest/held`` to go on; then the page carries nothing else.
    public var needsHeldAccounts: Bool

    /// Makes a page; the default carries nothing.
    public init(
        records: [RecordState] = [], backfilled: [RecordState] = [],
        conflicts: [ConflictRecord] = [], directory: [DirectoryEntry] = [],
        notices: [HeldNotice] = [], retracted: [RecordID] = [], gained: [ScopeEntry] = [],
        completed: [RecordID] = [], checksums: [AccountSum] = [], cursor: Cursor,
        backfill: BackfillPoint? = nil, isLast: Bool, hasMore: Bool,
        needsHeldAccounts: Bool = false
    ) {
        self.records = records
        self.backfilled = backfilled
        self.conflicts = conflicts
        self.directory = directory
        self.notices = notices
        self.retracted = retracted
        self.gained = gained
        self.completed = completed
        self.checksums = checksums
        self.cursor = cursor
        self.backfill = backfill
        self.isLast = isLast
        self.hasMore = hasMore
        self.needsHeldAccounts = needsHeldAccounts
    }
}
