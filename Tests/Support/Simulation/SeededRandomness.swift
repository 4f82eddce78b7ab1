// Repeatable randomness: one seed is one history, and each part of it draws from its own stream.

/// A generator whose whole future follows from its seed (SplitMix64, Steele et al., 2014).
public struct SeededRandomness: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A generator of a seed.
    public init(seed: UInt64) {
        state = seed
    }

    /// An independent generator for one part of the history, so that a draw more in one part does
    /// not change what another part does.
    public func stream(_ name: String) -> SeededRandomness {
        var mixed = state
        for byte in name.utf8 { mixed = (mixed ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return SeededRandomness(seed: mixed)
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 to `bound - 1`; 0 for a bound below 2.
    public mutating func below(_ bound: Int) -> Int {
        bound < 2 ? 0 : Int(next() % UInt64(bound))
    }

    /// Whether a thing of this probability happens.
    public mutating func chance(_ probability: Double) -> Bool {
        Double(next() >> 11) / Double(UInt64(1) << 53) < probability
    }

    /// One of the elements; nil for none.
    public mutating func pick<Element>(_ elements: [Element]) -> Element? {
        elements.isEmpty ? nil : elements[below(elements.count)]
    }
}
