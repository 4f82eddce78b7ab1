// When a local write happens and where its new ids come from: given by the caller, never looked up.

import CausalCore
import Synchronization

/// Makes UUIDv7 identities for the local writes of one process; may be shared between threads.
public final class IdentifierSupply: Sendable {
    private let source: any MilliIdentifierSource

    /// A supply over the given randomness; a seeded one makes a repeatable history.
    public init(randomness: some RandomNumberGenerator & Sendable) {
        source = LockedSource(randomness)
    }

    /// The next identity, for a wall clock in milliseconds since 1970.
    public func next<Subject>(
        wallMilliseconds: UInt64, _: Subject.Type = Subject.self
    ) -> Identifier<Subject> {
        source.next(wallMilliseconds).cast()
    }
}

private protocol MilliIdentifierSource: Sendable {
    func next(_ wallMilliseconds: UInt64) -> OpID
}

private final class LockedSource<Randomness: RandomNumberGenerator & Sendable>:
    MilliIdentifierSource
{
    private let source: Mutex<IdentifierSource<Randomness>>

    init(_ randomness: Randomness) {
        source = Mutex(IdentifierSource(randomness: randomness))
    }

    func next(_ wallMilliseconds: UInt64) -> OpID {
        source.withLock { $0.next(wallMilliseconds: wallMilliseconds) }
    }
}

/// The moment of one local write: the device's clocks, and the source of its ids.
public struct WriteMoment: Sendable {
    /// The device's clocks, which become the evidence of the write's ops.
    public let clock: ClockSample
    private let ids: IdentifierSupply

    /// Makes a moment.
    public init(clock: ClockSample, ids: IdentifierSupply) {
        self.clock = clock
        self.ids = ids
    }

    /// A new identity of any subject.
    public func newID<Subject>(_: Subject.Type = Subject.self) -> Identifier<Subject> {
        ids.next(wallMilliseconds: clock.wallMilliseconds)
    }
}
