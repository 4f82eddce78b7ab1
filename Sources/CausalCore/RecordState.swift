// What is true now of one record: the only thing that the server sends.

/// What is true of one record at one seq.
public struct RecordState: Hashable, Sendable {
    /// The record.
    public var record: RecordID
    /// Its kind's permanent number.
    public var kind: UInt16
    /// Its account.
    public var account: RecordID
    /// Whether it shows; a tombstone keeps its cells until it is a stub.
    public var isAlive: Bool
    /// The seq of its last change.
    public var seq: Seq
    /// The commit time of that seq.
    public var time: Stamp
    /// Its vector clock: for each replica the highest counter accepted on it.
    public var vector: VersionVector
    /// Its units, sorted by key: all, or in a page only those changed after the cursor's start.
    public var cells: [Cell]
    /// Whether it is a tombstone whose cells are no longer kept: whoever has them drops them.
    public var isStub: Bool

    /// Makes a state.
    public init(
        record: RecordID, kind: UInt16, account: RecordID, isAlive: Bool, seq: Seq, time: Stamp,
        vector: VersionVector, cells: [Cell], isStub: Bool = false
    ) {
        self.record = record
        self.kind = kind
        self.account = account
        self.isAlive = isAlive
        self.seq = seq
        self.time = time
        self.vector = vector
        self.cells = cells
        self.isStub = isStub
    }
}

/// How far a pull has come: two numbers, because one loses units of records that move between pages.
public struct Cursor: Hashable, Sendable {
    /// Everything up to here is on the device; units changed after it are sent.
    public var start: Seq
    /// Within the running pull, records up to here were sent.
    public var at: Seq

    /// The beginning.
    public static let zero = Cursor(start: 0, at: 0)

    /// Makes a cursor; `start` is never above `at`.
    public init(start: Seq, at: Seq) {
        self.start = start
        self.at = at
    }
}

/// A point in the server's history that a device can remember.
public struct HistoryPoint: Hashable, Sendable {
    /// Which history.
    public var lineage: LineageID
    /// The newest seq of it that was seen.
    public var seq: Seq
    /// The hash chain of commits at that seq; empty before the first.
    public var chain: [UInt8]

    /// Makes a point.
    public init(lineage: LineageID, seq: Seq, chain: [UInt8]) {
        self.lineage = lineage
        self.seq = seq
        self.chain = chain
    }
}

/// An order-free sum over the records of one account, to make any divergence visible.
///
/// The sum, modulo 2^64 in both halves, of a 128-bit digest of (record id, seq, canonical units) of
/// each record, tombstones included, overlays left out.
public struct AccountChecksum: Hashable, Sendable {
    /// The upper half.
    public var high: UInt64
    /// The lower half.
    public var low: UInt64

    /// The sum over no records.
    public static let zero = AccountChecksum(high: 0, low: 0)

    /// Makes a sum of its halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Takes a record's digest into the sum.
    public mutating func add(_ digest: AccountChecksum) {
        high &+= digest.high
        low &+= digest.low
    }

    /// Takes a record's former digest out of the sum.
    public mutating func subtract(_ digest: AccountChecksum) {
        high &-= digest.high
        low &-= digest.low
    }
}
