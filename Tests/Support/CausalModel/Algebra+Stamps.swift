// Stamps and cells in the small space: causes come first, all ties, all orders, all repeats.

import CausalCore

extension Algebra {
    /// Invariant I1 for one commit order, whichever of the writers' clocks say "long ago" and which
    /// "just now": who has seen an op has the greater stamp, so the last writer is never somebody
    /// whose value was knowingly replaced.
    func checkStamps(
        _ history: SetHistory, _ order: [Int], _ positions: [CausalPosition]
    ) throws(AlgebraFailure) {
        for clocks in 0..<(1 << history.ops.count) {
            let stamps = stamps(history, order, positions, clocks: clocks)
            for (number, op) in history.ops.enumerated() {
                for seen in history.ops.indices where op.seen >> UInt64(seen) & 1 == 1 {
                    guard stamps[seen] < stamps[number] else {
                        throw AlgebraFailure(
                            "I1 causality", "\(history) as \(order), clocks \(clocks)")
                    }
                }
            }
        }
    }

    /// The stamps by op number, as acceptance gives them; the server's clock stands still.
    private func stamps(
        _ history: SetHistory, _ order: [Int], _ positions: [CausalPosition], clocks: Int
    ) -> [Stamp] {
        let now = Stamp(milliseconds: 1_000)
        var stamps = [Stamp](repeating: .zero, count: order.count)
        var times = [Stamp.zero]
        for number in order {
            let position = positions[number]
            let own = order.filter { position.own.contains(positions[$0].dot) }
            let bounds = StampBounds(
                now: now, seen: times[Int(position.seen)],
                own: own.map { stamps[$0] }.max() ?? .zero, enrolled: Stamp(milliseconds: 1))
            let wall: Int64 = clocks >> number & 1 == 1 ? 0 : -999_000_000
            let estimate = StampEstimate(
                evidence: ClockSample(boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: wall),
                present: ClockPresent(
                    device: ClockSample(boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: 0),
                    server: now, anchors: []))
            stamps[number] = bounds.stamp(for: estimate).stamp
            times.append(max(now, times[times.count - 1].successor, stamps[number]))
        }
        return stamps
    }

    /// What a unit holds is the same for every order of its writes and however often each is
    /// repeated: for all ties of stamps, and all ways of giving the writes to three replicas.
    ///
    /// Ops are numbered by their ids, which is sound because all stamps and replicas are tried.
    ///
    /// - Returns: how many folds there were.
    public static func checkCells(ops count: Int) throws(AlgebraFailure) -> Int {
        let orders = SetHistory.permutations(count)
        var folds = 0
        for stamps in numbers(below: count, count: count) where isDense(stamps) {
            for replicas in numbers(below: 3, count: count) {
                let cells = (0..<count).map { cell($0, stamp: stamps[$0], replica: replicas[$0]) }
                let truth = (0..<count).max {
                    (stamps[$0], replicas[$0], $0) < (stamps[$1], replicas[$1], $1)
                }
                for order in orders {
                    let repeated = order + order.reversed()
                    let folded = repeated.map { cells[$0] }
                        .reduce(cells[order[0]]) { $0.merged(with: $1) }
                    guard folded == truth.map({ cells[$0] }) else {
                        throw AlgebraFailure(
                            "cells depend on the set", "\(stamps) \(replicas) \(order)")
                    }
                    folds += 1
                }
            }
        }
        return folds
    }

    /// The merge of two cells is commutative, associative and idempotent: all pairs and triples of
    /// writes with up to four stamps, three replicas and four ids.
    public static func checkCellLaws() throws(AlgebraFailure) {
        let cells = numbers(below: 4, count: 2).flatMap { pair in
            (0..<3).map { cell(pair[0], stamp: pair[1], replica: $0) }
        }
        for one in cells {
            guard one.merged(with: one) == one else {
                throw AlgebraFailure("idempotent", "\(one.order)")
            }
            for other in cells {
                let both = one.merged(with: other)
                guard both == other.merged(with: one) else {
                    throw AlgebraFailure("commutative", "\(one.order) \(other.order)")
                }
                for third in cells
                where both.merged(with: third) != one.merged(with: other.merged(with: third)) {
                    throw AlgebraFailure(
                        "associative", "\(one.order) \(other.order) \(third.order)")
                }
            }
        }
    }

    private static func cell(_ number: Int, stamp: Int, replica: Int) -> Cell {
        Cell(
            key: UnitKey(field: 1), value: [UInt8(number), UInt8(stamp), UInt8(replica)],
            stamp: Stamp(milliseconds: UInt64(stamp + 1)), quality: .boottime,
            replica: ReplicaID(UInt64(replica + 1)), op: OpID(high: 0, low: UInt64(number + 1)),
            seq: 1)
    }

    /// All lists of a length of numbers from 0 to below a bound.
    private static func numbers(below bound: Int, count: Int) -> [[Int]] {
        var lists: [[Int]] = [[]]
        for _ in 0..<count { lists = lists.flatMap { list in (0..<bound).map { list + [$0] } } }
        return lists
    }

    /// Whether the numbers leave none out: each way of being equal or not counts once.
    private static func isDense(_ numbers: [Int]) -> Bool {
        Set(numbers).count == (numbers.max() ?? -1) + 1
    }
}
