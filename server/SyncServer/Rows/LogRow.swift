// An op as a store keeps it: in the log if it was accepted, else among the held.

import CausalCore

/// One accepted op; its seq is its key.
public struct LogRow: Hashable, Sendable {
    /// The op's place in the commit order.
    public var seq: Seq
    /// The op; unique.
    public var id: OpID
    /// The record that it changed.
    public var record: RecordID
    /// The record's seq before it, so that a record's ops are a chain; 0 for the first.
    public var previous: Seq
    /// Who brought it, and its place there.
    public var dot: Dot
    /// Who wrote it.
    public var author: UserID
    /// When it was written.
    public var stamp: Stamp
    /// The commit time of its seq.
    public var received: Stamp
    /// The rest, encoded.
    public var body: [UInt8]

    /// Makes it of its parts.
    public init(
        seq: Seq, id: OpID, record: RecordID, previous: Seq, dot: Dot, author: UserID, stamp: Stamp,
        received: Stamp, body: [UInt8]
    ) {
        self.seq = seq
        self.id = id
        self.record = record
        self.previous = previous
        self.dot = dot
        self.author = author
        self.stamp = stamp
        self.received = received
        self.body = body
    }
}

/// One held or rejected op; never dropped.
public struct HeldRow: Hashable, Sendable {
    /// The op; unique.
    public var id: OpID
    /// The record that it would change, which may be unknown.
    public var record: RecordID
    /// Who brought it, and its place there.
    public var dot: Dot
    /// The first replica of the family that brought it, to whom news of it go.
    public var family: ReplicaID
    /// Who wrote it.
    public var author: UserID
    /// The stamp that it was given on arrival.
    public var stamp: Stamp
    /// The server's time on arrival.
    public var received: Stamp
    /// The rest, encoded.
    public var body: [UInt8]
    /// What an admin did with it; nil while it waits.
    public var settling: HeldSettling?

    /// Makes it of its parts.
    public init(
        id: OpID, record: RecordID, dot: Dot, family: ReplicaID, author: UserID, stamp: Stamp,
        received: Stamp, body: [UInt8], settling: HeldSettling?
    ) {
        self.id = id
        self.record = record
        self.dot = dot
        self.family = family
        self.author = author
        self.stamp = stamp
        self.received = received
        self.body = body
        self.settling = settling
    }
}

/// What an admin did with a held or rejected op, as the devices of its family are told.
public struct HeldSettling: Hashable, Sendable {
    /// Applied or put aside.
    public var outcome: HeldOutcome
    /// Who did it.
    public var by: UserID
    /// Why, in their words.
    public var reason: String
    /// The seq under which it travels to the device.
    public var seq: Seq

    /// Makes it of its parts.
    public init(
        outcome: HeldOutcome, by: UserID, reason: String, seq: Seq
    ) {
        self.outcome = outcome
        self.by = by
        self.reason = reason
        self.seq = seq
    }
}

/// The new body of an op in the log whose context came to contain an op that was offered again.
public struct LogAmendment: Hashable, Sendable {
    /// The op's seq.
    public var seq: Seq
    /// Its body from now on.
    public var body: [UInt8]

    /// Makes it of its parts.
    public init(seq: Seq, body: [UInt8]) {
        self.seq = seq
        self.body = body
    }
}
