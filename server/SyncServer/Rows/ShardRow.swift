// The one row that every commit changes: where the shard's history has come to.

import CausalCore

/// The state of a shard; locked by every write, and all that an idle pull reads.
public struct ShardRow: Hashable, Sendable {
    /// The history's random id, new at each restore.
    public var lineage: LineageID
    /// The newest seq.
    public var seq: Seq
    /// The commit time of that seq.
    public var time: Stamp
    /// The hash chain of commits at that seq; empty before the first.
    public var chain: [UInt8]
    /// The monotonic clock at the last commit.
    public var monotonic: MonotonicReading
    /// The server's own replica, for what admins do.
    public var serverReplica: ReplicaID
    /// How many accounts there are, tombstones included.
    public var accountCount: UInt32
    /// The digest over all of them, for those who have all.
    public var accountDigest: ScopeDigest
    /// Everything up to here is in a completed backup.
    public var backupSeq: Seq
    /// What the server's operator calls it.
    public var serverName: String

    /// Makes it of its parts.
    public init(
        lineage: LineageID, seq: Seq, time: Stamp, chain: [UInt8], monotonic: MonotonicReading,
        serverReplica: ReplicaID, accountCount: UInt32, accountDigest: ScopeDigest, backupSeq: Seq,
        serverName: String
    ) {
        self.lineage = lineage
        self.seq = seq
        self.time = time
        self.chain = chain
        self.monotonic = monotonic
        self.serverReplica = serverReplica
        self.accountCount = accountCount
        self.accountDigest = accountDigest
        self.backupSeq = backupSeq
        self.serverName = serverName
    }
}

/// One commit: a run of seqs that share a commit time.
public struct CommitRow: Hashable, Sendable {
    /// The first seq of the run.
    public var first: Seq
    /// The last seq of the run.
    public var last: Seq
    /// The commit time: greater than that of every commit before, and than every stamp in it.
    public var time: Stamp
    /// SHA-256 over the chain before it and the digests of its ops.
    public var chain: [UInt8]

    /// Makes it of its parts.
    public init(
        first: Seq, last: Seq, time: Stamp, chain: [UInt8]
    ) {
        self.first = first
        self.last = last
        self.time = time
        self.chain = chain
    }
}
