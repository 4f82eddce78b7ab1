// The orders in which the ops of a small history can be committed, and where each op stands then.

import CausalCore

extension SetHistory {
    /// All orders in which the same ops, with the same knowledge, can have been committed, each
    /// with the causal positions that the server gives them in it.
    ///
    /// A replica's ops arrive in the order of writing, and a context must be nameable by the two
    /// coordinates: a first part of the order, and own ops.
    public func commitOrders() -> [(order: [Int], positions: [CausalPosition])] {
        Self.permutations(ops.count).compactMap { order in
            positions(committed: order).map { (order, $0) }
        }
    }

    /// The positions by op number; nil if the ops cannot have been committed in the order.
    private func positions(committed order: [Int]) -> [CausalPosition]? {
        var positions = [CausalPosition?](repeating: nil, count: ops.count)
        var counters = [Int](repeating: 0, count: ops.count)
        for (place, number) in order.enumerated() {
            let op = ops[number]
            counters[op.replica] += 1
            guard op.counter == counters[op.replica] else { return nil }
            var prefix = 0
            while prefix < place, op.seen >> UInt64(order[prefix]) & 1 == 1 { prefix += 1 }
            var own = VersionVector()
            for other in ops.indices where op.seen >> UInt64(other) & 1 == 1 {
                if order[..<prefix].contains(other) { continue }
                guard ops[other].replica == op.replica, let named = positions[other] else {
                    return nil
                }
                own.insert(named: named)
            }
            positions[number] = CausalPosition(
                seq: Seq(place + 1), dot: dot(of: number), seen: Seq(prefix), own: own)
        }
        return positions.compactMap { $0 }
    }

    private func dot(of number: Int) -> Dot {
        Dot(
            replica: ReplicaID(UInt64(ops[number].replica + 1)),
            counter: UInt64(ops[number].counter))
    }

    /// All orders of the numbers below a count.
    static func permutations(_ count: Int) -> [[Int]] {
        var orders: [[Int]] = [[]]
        for number in 0..<count {
            orders = orders.flatMap { order in
                (0...order.count).map { place in
                    var next = order
                    next.insert(number, at: place)
                    return next
                }
            }
        }
        return orders
    }
}
