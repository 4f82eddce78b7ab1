// Makes UUIDv7 identities from a clock and randomness that are given to it.

/// Makes identities; the only place where new ids come from.
///
/// Ids of one source strictly increase, also when the clock stands still or steps back, because
/// inserts in id order keep the indexes fast (RFC 9562, section 6.2, method 2: the 74 bits behind
/// the time are a counter that starts at random and grows by a random step).
public struct IdentifierSource<Randomness: RandomNumberGenerator & Sendable>: Sendable {
    private var randomness: Randomness
    private var lastMilliseconds: UInt64 = 0
    private var upper: UInt64 = 0  // 12 bits behind the version
    private var lower: UInt64 = 0  // 62 bits behind the variant

    /// A source over the given randomness; a seeded one makes a repeatable history.
    public init(randomness: Randomness) {
        self.randomness = randomness
    }

    /// The next identity, for a wall clock in milliseconds since 1970 (48 bits of it are kept).
    public mutating func next<Subject>(
        wallMilliseconds: UInt64, _: Subject.Type = Subject.self
    ) -> Identifier<Subject> {
        let now = wallMilliseconds & 0xFFFF_FFFF_FFFF
        if now > lastMilliseconds {
            lastMilliseconds = now
            upper = randomness.next() & 0x7FF  // the top bit is room to grow
            lower = randomness.next() & 0x3FFF_FFFF_FFFF_FFFF
        } else {
            lower += 1 + (randomness.next() & 0xFFFF)
            if lower > 0x3FFF_FFFF_FFFF_FFFF {
                lower &= 0x3FFF_FFFF_FFFF_FFFF
                upper += 1
            }
            if upper > 0xFFF {
                upper = 0
                lastMilliseconds += 1
            }
        }
        return Identifier(
            high: lastMilliseconds << 16 | 0x7000 | upper, low: 0x8000_0000_0000_0000 | lower)
    }

    /// 128 random bits, for identities that must not be guessable or ordered.
    public mutating func random<Subject>(
        _: Subject.Type = Subject.self
    ) -> Identifier<Subject> {
        Identifier(high: randomness.next(), low: randomness.next())
    }
}
