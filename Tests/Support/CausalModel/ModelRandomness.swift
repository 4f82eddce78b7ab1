// Random numbers that follow from a seed, fast enough not to be what the model tier measures.

/// The generator of Steele, Lea and Flood (SplitMix, 2014).
struct ModelRandomness {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0xD134_2543_DE82_EF95 &+ 1
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from 0 to below a bound of at least 1.
    mutating func below(_ bound: Int) -> Int {
        Int(truncatingIfNeeded: ((next() >> 32) &* UInt64(bound)) >> 32)
    }

    /// Whether something happens that does so this often in 256 times.
    mutating func chance(_ share: UInt64) -> Bool { next() >> 56 < share }
}
