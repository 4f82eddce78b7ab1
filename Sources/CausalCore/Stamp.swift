// The server's word on when something was written; decides who wrote last.

/// When an op was written, as well as the server could establish it.
///
/// The upper 48 bits are milliseconds since 1970, the lower 16 a counter that carries into them (a
/// hybrid logical clock in the layout of Kulkarni et al., 2014). An integer, never floating point.
public struct Stamp: Hashable, Comparable, Sendable {
    /// Milliseconds shifted left by 16, and the counter.
    public let rawValue: UInt64

    /// The greatest stamp: reserved, so that every accepted stamp has a successor.
    public static let max = Stamp(rawValue: .max)
    /// Stands for "never" in rows and columns; before every stamp that is given.
    public static let zero = Stamp(rawValue: 0)
    /// The greatest number of milliseconds a stamp can hold: 2^48 - 1, in the year 10889.
    public static let millisecondsMax: UInt64 = (1 << 48) - 1

    /// Makes a stamp of its 64 bits.
    @inlinable
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The first stamp of a millisecond; later than the last representable one becomes that one.
    public init(milliseconds: UInt64) {
        rawValue = Swift.min(milliseconds, Self.millisecondsMax) << 16
    }

    /// Milliseconds since 1970.
    public var milliseconds: UInt64 { rawValue >> 16 }

    /// The counter within the millisecond.
    public var counter: UInt16 { UInt16(truncatingIfNeeded: rawValue) }

    /// The next stamp; the counter carries into the milliseconds, and ``max`` is its own successor.
    public var successor: Stamp {
        rawValue == .max ? self : Stamp(rawValue: rawValue + 1)
    }

    /// Whether the first was written before the second.
    @inlinable
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rawValue < rhs.rawValue }
}

/// What the time in a stamp rests on, best first.
public enum StampQuality: UInt8, Hashable, Sendable, CaseIterable {
    /// The monotonic clock of the boot in which the op was written and sent.
    case boottime = 1
    /// An earlier sync in the boot in which the op was written.
    case anchor = 2
    /// The device's wall clock, corrected by its present offset.
    case wall = 3
    /// One of the bounds of ``StampBounds`` that could not be argued with.
    case clamped = 4
    /// The server's own clock, for what admins do.
    case server = 5
}
