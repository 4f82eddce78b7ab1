// 128-bit identities: made where the thing is made, never by a clock, compared as bytes.

/// A 128-bit identity of one kind of thing, ordered and compared as 16 unsigned bytes.
///
/// `Subject` keeps the identity of an op from being passed where one of a record is meant. Ids made
/// on devices are UUIDv7 (RFC 9562, section 5.7); their time part only makes indexes fast and
/// means nothing else.
public struct Identifier<Subject>: Hashable, Comparable, Sendable {
    /// Bytes 0 to 7, most significant first.
    public let high: UInt64
    /// Bytes 8 to 15, most significant first.
    public let low: UInt64

    /// Makes an identity of its two halves; any values are valid.
    @inlinable
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Whether all 128 bits are zero, which stands for "none" in columns and rows.
    @inlinable
    public var isZero: Bool { high == 0 && low == 0 }

    /// The identity whose bits are all zero.
    @inlinable
    public static var zero: Self { Self(high: 0, low: 0) }

    /// Whether the first comes before the second, as unsigned bytes.
    @inlinable
    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.high != rhs.high ? lhs.high < rhs.high : lhs.low < rhs.low
    }

    /// The same bits as an identity of another subject; for the account record, whose own id is
    /// also the id of its account.
    @inlinable
    public func cast<Other>(to _: Other.Type = Other.self) -> Identifier<Other> {
        Identifier<Other>(high: high, low: low)
    }
}

/// What an ``OpID`` names.
public enum OpSubject: Sendable {}
/// What a ``RecordID`` names.
public enum RecordSubject: Sendable {}
/// What a ``ConflictID`` names.
public enum ConflictSubject: Sendable {}
/// What a ``TransactionID`` names.
public enum TransactionSubject: Sendable {}
/// What a ``UserID`` names.
public enum UserSubject: Sendable {}
/// What a ``LineageID`` names.
public enum LineageSubject: Sendable {}
/// What a ``BatchID`` names.
public enum BatchSubject: Sendable {}
/// What a ``BootID`` names.
public enum BootSubject: Sendable {}

/// Names one op for ever; the idempotency key of a push.
public typealias OpID = Identifier<OpSubject>
/// Names one record; an account's record id is also the id of the account.
public typealias RecordID = Identifier<RecordSubject>
/// Names one conflict record.
public typealias ConflictID = Identifier<ConflictSubject>
/// Names the local transaction that wrote a group of ops.
public typealias TransactionID = Identifier<TransactionSubject>
/// Names one person.
public typealias UserID = Identifier<UserSubject>
/// Names one history of the server; new at each restore.
public typealias LineageID = Identifier<LineageSubject>
/// Names one sealed batch; random, never derived from its content.
public typealias BatchID = Identifier<BatchSubject>
/// Names one boot of a machine, as the kernel reports it.
public typealias BootID = Identifier<BootSubject>
