// How far the log has been trimmed, and the seqs that belong to no op.

import CausalCore

/// Where the trimming of the log has come to.
public struct RetentionRow: Hashable, Sendable {
    /// Every op up to here was looked at for what it replaced.
    public var trimmedThrough: Seq
    /// The devices that may come back from a long silence, as they were then; encoded.
    public var returning: [UInt8]

    /// Makes it of its parts.
    public init(trimmedThrough: Seq, returning: [UInt8]) {
        self.trimmedThrough = trimmedThrough
        self.returning = returning
    }
}

/// A seq that belongs to no op: a tombstone became a stub there.
public struct StubRow: Hashable, Sendable {
    /// The seq.
    public var seq: Seq
    /// The record.
    public var record: RecordID
    /// The record's seq before it.
    public var previous: Seq

    /// Makes it of its parts.
    public init(seq: Seq, record: RecordID, previous: Seq) {
        self.seq = seq
        self.record = record
        self.previous = previous
    }
}
