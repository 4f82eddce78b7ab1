// How long the long tests take, and the dice they throw.

import Foundation

/// What this run of the tests may cost: a sample in `make test`, everything in `make soak`.
enum Effort {
    /// Whether everything is tried; set by Tests/Soak.
    static let isSoak = ProcessInfo.processInfo.environment["KITH_SOAK"] != nil

    /// How many minutes of everything at once are asked for; nil for none.
    static let soakMinutes = ProcessInfo.processInfo.environment["KITH_SOAK_MINUTES"]
        .flatMap(Double.init)

    /// One of two numbers.
    static func choose<Value>(_ sample: Value, soak: Value) -> Value { isSoak ? soak : sample }

    /// The numbers from 1 on that a sweep tries: all of them, or every so many from a random start.
    static func sweep(every step: Int) -> some Sequence<Int> {
        var dice = Dice("sweep every \(step)")
        let first = isSoak ? 1 : 1 + dice.number(below: step)
        return sequence(first: first) { $0 + (isSoak ? 1 : step) }
    }
}

/// Random numbers from a seed that is printed, or given in `KITH_SEED`.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    /// - Parameter purpose: dice of different purposes fall differently on the same seed.
    init(_ purpose: String) {
        let given = ProcessInfo.processInfo.environment["KITH_SEED"].flatMap(UInt64.init)
        let seed = given ?? UInt64.random(in: 0..<1 << 32)
        state = purpose.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
        print("dice of \(purpose): KITH_SEED=\(seed)")
    }

    mutating func next() -> UInt64 {  // SplitMix64
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func number(below limit: Int) -> Int {
        Int.random(in: 0..<max(1, limit), using: &self)
    }

    mutating func happens(oneIn count: Int) -> Bool { number(below: count) == 0 }
}
