// Time and chance as the server's core receives them: never read from the system in here.

import CausalCore

/// The one clock of the server, read after the shard lock is held.
public protocol ServerClock: Sendable {
    /// The database's wall clock, with a counter of 0.
    func now() -> Stamp
    /// The monotonic clock of the machine: the boot it belongs to, and nanoseconds since that boot.
    ///
    /// Tells a leap of ``now()`` from time that has really passed.
    func monotonic() -> MonotonicReading
}

/// A reading of the server machine's monotonic clock.
public struct MonotonicReading: Hashable, Sendable {
    /// The boot that the reading belongs to.
    public var boot: BootID
    /// Nanoseconds since that boot.
    public var nanoseconds: UInt64

    /// Makes a reading.
    public init(boot: BootID, nanoseconds: UInt64) {
        self.boot = boot
        self.nanoseconds = nanoseconds
    }
}

/// Where lineages, replica ids, tokens and enrollment codes come from.
public protocol ServerRandomness: Sendable {
    /// Unpredictable bytes, `count` of them; may be called from several threads at once.
    func bytes(_ count: Int) -> [UInt8]
}

extension ServerRandomness {
    /// Eight bytes as a number.
    func number() -> UInt64 {
        bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// A random identity that says nothing about time.
    func identifier<Subject>(_: Subject.Type = Subject.self) -> Identifier<Subject> {
        Identifier(high: number(), low: number())
    }

    /// A UUIDv7 for what the server makes itself.
    func identifier<Subject>(at time: Stamp, _: Subject.Type = Subject.self)
        -> Identifier<Subject>
    {
        let high = time.milliseconds << 16 | 0x7000 | number() & 0xFFF
        let low = 0x8000_0000_0000_0000 | number() & 0x3FFF_FFFF_FFFF_FFFF
        return Identifier(high: high, low: low)
    }

    /// A number that a replica can have; the caller checks that nobody has it.
    func replica() -> ReplicaID {
        ReplicaID(max(1, number() & ReplicaID.rawValueMax))
    }
}
