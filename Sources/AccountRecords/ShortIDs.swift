// The short ids of many things, each as long as it must be to name one of them.

import CausalCore

/// How each of many ids is shortened so that no other of them begins like it.
public struct ShortIDs: Sendable {
    private let letter: Character
    /// What ``ShortID/order(low:)`` says of each id, sorted.
    private let orders: [UInt64]

    /// Takes in the low halves of all ids that short ids are told apart from.
    public init(letter: Character, lowHalves: [UInt64]) {
        self.letter = letter
        orders = lowHalves.map(ShortID.order).sorted()
    }

    /// The short id of one of them, of at least ``ShortID/charactersDefault`` characters; nil for
    /// others.
    ///
    /// - Complexity: O(log *n*).
    public subscript<Subject>(id: Identifier<Subject>) -> String? {
        characters(ShortID.order(low: id.low)).map {
            ShortID.text(of: id, letter: letter, characters: $0)
        }
    }

    /// How many characters tell one from all others; nil for one that is not among them.
    private func characters(_ order: UInt64) -> Int? {
        let place = firstPlace(notBelow: order)
        guard place < orders.count, orders[place] == order else { return nil }
        let before = place > 0 ? Self.shared(order, orders[place - 1]) : 0
        let after = place + 1 < orders.count ? Self.shared(order, orders[place + 1]) : 0
        return max(ShortID.charactersDefault, max(before, after) + 1)
    }

    /// How many characters two ids have in common at their beginning.
    private static func shared(_ first: UInt64, _ second: UInt64) -> Int {
        ((first ^ second).leadingZeroBitCount - 4) / 5
    }

    private func firstPlace(notBelow order: UInt64) -> Int {
        var (low, high) = (0, orders.count)
        while low < high {
            let middle = (low + high) / 2
            if orders[middle] < order { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
