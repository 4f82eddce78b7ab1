// What Python's `random.Random` draws from a seed that is a string (version 2), draw for draw.

import Crypto

/// One stream of numbers, equal to that of `random.Random(seed)` in CPython 3.
struct PythonRandomness {
    private var twister: MersenneTwister

    init(seed: String) {
        let text = Array(seed.utf8)
        let number = text + SHA512.hash(data: text)  // as one number, most significant byte first
        let words = stride(from: number.count, to: 0, by: -4).map { end in
            number[max(0, end - 4)..<end].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        }
        twister = MersenneTwister(key: words)
    }

    /// `randrange(count)`: a number from 0 to below a count of 1 to 2^32 - 1.
    mutating func below(_ count: Int) -> Int {
        let unused = UInt32(UInt32(count).leadingZeroBitCount)
        while true {
            let number = Int(twister.next() >> unused)
            if number < count { return number }
        }
    }

    /// `randint(range.lowerBound, range.upperBound)`.
    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.count)
    }

    /// `choice(elements)`.
    mutating func choice<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// `random()`: 53 bits of a number from 0 to below 1.
    mutating func fraction() -> Double {
        let high = Double(twister.next() >> 5)
        let low = Double(twister.next() >> 6)
        return (high * 67_108_864 + low) / 9_007_199_254_740_992
    }

    /// `getrandbits(128)`, the more significant half first.
    mutating func bits128() -> (high: UInt64, low: UInt64) {
        let words = (0..<4).map { _ in UInt64(twister.next()) }
        return (words[3] << 32 | words[2], words[1] << 32 | words[0])
    }

    /// The places of `sample(elements, size)` in a list of so many elements.
    mutating func sample(_ size: Int, of count: Int) -> [Int] {
        var setSize = 21
        if size > 5 {
            var power = 1
            while power < size * 3 { power *= 4 }
            setSize += power
        }
        return count <= setSize ? drawn(size, of: count) : picked(size, of: count)
    }

    /// Draws from a pool that shrinks.
    private mutating func drawn(_ size: Int, of count: Int) -> [Int] {
        var pool = Array(0..<count)
        return (0..<size).map { index in
            let place = below(count - index)
            defer { pool[place] = pool[count - index - 1] }
            return pool[place]
        }
    }

    /// Draws again where one was drawn before.
    private mutating func picked(_ size: Int, of count: Int) -> [Int] {
        var seen: Set<Int> = []
        return (0..<size).map { _ in
            var place = below(count)
            while !seen.insert(place).inserted { place = below(count) }
            return place
        }
    }
}
