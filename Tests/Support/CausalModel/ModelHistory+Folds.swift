// At the end of a history: the same ops in other orders and repeated, and the full clocks.

import CausalCore

extension ModelHistory {
    /// Any order of the accepted ops, with repeats, gives the same cells and the same life.
    mutating func checkFolds() throws(AlgebraFailure) {
        var folded = [Cell?](repeating: nil, count: Self.unitCount)
        var missing = acceptedBits
        while missing != 0 {
            let op = accepted[random.below(accepted.count)]
            missing &= ~(1 << UInt64(op))
            fold(op, into: &folded)
            if random.chance(16) {
                for op in accepted.reversed() { fold(op, into: &folded) }
                missing = 0
            }
        }
        guard folded == cells else { throw failure("cells depend on the set", accepted.count) }
        let living = accepted.filter { livingBits >> UInt64($0) & 1 == 1 }
            .map { positions[$0] }
        let deletes = accepted.reversed().filter { deleteBits >> UInt64($0) & 1 == 1 }
            .map { positions[$0] }
        guard isAlive(living: living, deletes: deletes + deletes) == isAliveNow else {
            throw failure("life depends on the set", accepted.count)
        }
    }

    private func fold(_ op: Int, into folded: inout [Cell?]) {
        for unit in 0..<Self.unitCount where units[op] >> UInt8(unit) & 1 == 1 {
            let cell = cell(op, unit: unit)
            folded[unit] = folded[unit]?.merged(with: cell) ?? cell
        }
    }

    /// The full form of a few contexts names exactly the accepted ops that the sets name.
    mutating func checkVectors() throws(AlgebraFailure) {
        let all = accepted.map { positions[$0] }
        for _ in 0..<min(2, accepted.count) {
            let op = accepted[random.below(accepted.count)]
            let vector = positions[op].expandedContext(accepted: all)
            for other in accepted where other != op {
                let isSeen = reads[op].knows >> UInt64(other) & 1 == 1
                if vector.contains(positions[other].dot) != isSeen {
                    throw failure("the full clock names \(other)", op)
                }
            }
        }
    }
}
