// The identity of one database copy that is written on its own, and the op's place in it.

/// Names one database copy that is written on its own.
///
/// Given by the server from its randomness and never reused, also not after the server was restored
/// from a backup; from 1 to 2^53 - 1, so that every form of it is exact. Its order only breaks ties
/// between equal stamps.
public struct ReplicaID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The number itself; 0 stands for "none" in rows and columns and is never a replica.
    public let rawValue: UInt64

    /// The greatest number that a replica can have: 2^53 - 1.
    public static let rawValueMax: UInt64 = (1 << 53) - 1

    /// Makes the identity of a number; nothing is checked, see ``isValid``.
    @inlinable
    public init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// Whether the number is one that a server can have given.
    public var isValid: Bool { rawValue >= 1 && rawValue <= Self.rawValueMax }

    /// Whether the first number is smaller.
    @inlinable
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }

    /// `r-` and the number in base 36, as people see it.
    public var description: String { "r-" + String(rawValue, radix: 36) }
}

/// A place in the server's commit order of one shard, from 1; 0 stands for "before everything".
///
/// Strictly increasing in commit order, below 2^53.
public typealias Seq = UInt64

/// The place of an op among those of the replica that first brought it.
///
/// Given by the server on arrival: counters start at 1 and have no gaps. Ops that were not sent yet
/// have none.
public struct Dot: Hashable, Comparable, Sendable {
    /// The replica that brought the op first.
    public let replica: ReplicaID
    /// The op's place among those of the replica, from 1, below 2^53.
    public let counter: UInt64

    /// Makes a dot.
    @inlinable
    public init(replica: ReplicaID, counter: UInt64) {
        self.replica = replica
        self.counter = counter
    }

    /// Whether the first comes before the second: by replica, then by counter.
    @inlinable
    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.replica != rhs.replica ? lhs.replica < rhs.replica : lhs.counter < rhs.counter
    }
}
