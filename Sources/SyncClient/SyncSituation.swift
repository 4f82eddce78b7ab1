// What a sync needs to know of the local copy before each exchange.

import CausalCore

/// Where the local copy stands.
public struct SyncSituation: Hashable, Sendable {
    /// Its identity.
    public var replica: ReplicaID
    /// The server's history at which it was enrolled.
    public var lineage: LineageID
    /// The newest point of the server's history that it has seen; nil before the first answer.
    public var history: HistoryPoint?
    /// How far the accounts that it holds have come.
    public var cursor: Cursor
    /// Changes behind the cursor that it has already.
    public var known: SeqRanges
    /// The account that is half backfilled; nil if none is.
    public var backfill: BackfillPoint?
    /// How many accounts it holds in full.
    public var heldCount: UInt32
    /// The sum over them.
    public var heldDigest: ScopeDigest
    /// Comparisons of clocks in earlier syncs.
    public var anchors: [ClockAnchor]
    /// The batch that is sealed behind the one that waits for its answer; nil if none is.
    public var sealedBehind: BatchID?
    /// Ops without an acknowledgement, sealed ones included.
    public var pendingOps: Int
    /// Accounts that differed from the server's and are to be fetched again.
    public var refetch: [RecordID]

    /// Makes a situation.
    public init(
        replica: ReplicaID, lineage: LineageID, history: HistoryPoint? = nil,
        cursor: Cursor = .zero, known: SeqRanges = SeqRanges(), backfill: BackfillPoint? = nil,
        heldCount: UInt32 = 0,
        heldDigest: ScopeDigest = .empty, anchors: [ClockAnchor] = [],
        sealedBehind: BatchID? = nil, pendingOps: Int = 0,
        refetch: [RecordID] = []
    ) {
        self.replica = replica
        self.lineage = lineage
        self.history = history
        self.cursor = cursor
        self.known = known
        self.backfill = backfill
        self.heldCount = heldCount
        self.heldDigest = heldDigest
        self.anchors = anchors
        self.sealedBehind = sealedBehind
        self.pendingOps = pendingOps
        self.refetch = refetch
    }
}
