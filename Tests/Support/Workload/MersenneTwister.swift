// The generator behind Python's random numbers, so that both languages draw the same ones.

/// MT19937 of Matsumoto and Nishimura (1998), seeded by an array as their `init_by_array` does.
struct MersenneTwister {
    private var state: [UInt32]
    private var index = 624

    init(key: [UInt32]) {
        state = [19_650_218]
        state.reserveCapacity(624)
        for i in 1..<624 {
            state.append(1_812_433_253 &* Self.mixed(state[i - 1]) &+ UInt32(i))
        }
        var (i, j) = (1, 0)
        for _ in 0..<max(624, key.count) {
            state[i] = (state[i] ^ (Self.mixed(state[i - 1]) &* 1_664_525)) &+ key[j] &+ UInt32(j)
            i = step(i)
            j = (j + 1) % key.count
        }
        for _ in 0..<623 {
            state[i] = (state[i] ^ (Self.mixed(state[i - 1]) &* 1_566_083_941)) &- UInt32(i)
            i = step(i)
        }
        state[0] = 0x8000_0000
    }

    /// The next 32 bits.
    mutating func next() -> UInt32 {
        if index == 624 { twist() }
        var bits = state[index]
        index += 1
        bits ^= bits >> 11
        bits ^= (bits << 7) & 0x9D2C_5680
        bits ^= (bits << 15) & 0xEFC6_0000
        return bits ^ (bits >> 18)
    }

    private mutating func twist() {
        for i in 0..<624 {
            let both = (state[i] & 0x8000_0000) | (state[(i + 1) % 624] & 0x7FFF_FFFF)
            state[i] = state[(i + 397) % 624] ^ (both >> 1) ^ (both & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        index = 0
    }

    /// The place after one, where 1 follows the last and takes on what the last holds.
    private mutating func step(_ i: Int) -> Int {
        guard i == 623 else { return i + 1 }
        state[0] = state[623]
        return 1
    }

    private static func mixed(_ word: UInt32) -> UInt32 { word ^ (word >> 30) }
}
