// The one row that every commit changes: where the shard's history has come to.

import CausalCore
import Crypto

/// The state of a shard; locked by every write, and all that an idle pull reads.
public struct ShardRow: Hashable, Sendable {
    /// The history's random id, new at each restore.
    public var lineage: LineageID
    /// The seq from which this lineage goes on: what there was when the server was put back; 0 if it
    /// never was.
    public var fork: Seq
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
        lineage: LineageID, fork: Seq = 0, seq: Seq, time: Stamp, chain: [UInt8],
        monotonic: MonotonicReading, serverReplica: ReplicaID, accountCount: UInt32,
        accountDigest: ScopeDigest, backupSeq: Seq, serverName: String
    ) {
        self.lineage = lineage
        self.fork = fork
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

extension ShardRow {
    /// The newest point of the history.
    public var point: HistoryPoint { HistoryPoint(lineage: lineage, seq: seq, chain: chain) }
}

/// One of the histories that a server has had: the present one, or one from before a restore.
public struct LineageRow: Hashable, Sendable {
    /// Its random id.
    public var id: LineageID
    /// The seq from which it went on; 0 for the first.
    public var fork: Seq

    /// Makes it of its parts.
    public init(id: LineageID, fork: Seq) {
        self.id = id
        self.fork = fork
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
    /// SHA-256 over the chain before it, its time and the digests of its ops.
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

extension CommitRow {
    /// The link of a commit: SHA-256 over the chain before it, its time and the digests of its ops.
    ///
    /// The time is part of it so that two histories that fork at a restore never share a link, even
    /// where the same ops are offered again in the same order.
    public static func link(
        after chain: [UInt8], time: Stamp, digests: some Sequence<[UInt8]> = EmptyCollection()
    ) -> [UInt8] {
        var hash = SHA256()
        hash.update(data: chain)
        withUnsafeBytes(of: time.rawValue.bigEndian) { hash.update(bufferPointer: $0) }
        for digest in digests { hash.update(data: digest) }
        return Array(hash.finalize())
    }
}
