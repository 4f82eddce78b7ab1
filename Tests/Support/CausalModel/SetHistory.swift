// Every small history of one record, as plain sets: who wrote, and which ops each writer had seen.

import CausalCore

/// One op of a small history.
public struct SetOp: Hashable, Sendable {
    /// Which replica wrote it, from 0.
    public var replica: Int
    /// Its place among those of its replica, from 1.
    public var counter: Int
    /// The ops that its writer had seen, a bit for each.
    public var seen: UInt64
}

/// Ops on one record with the sets of what their writers had seen, numbered in one order in which
/// they may have been committed.
public struct SetHistory: Hashable, Sendable, CustomStringConvertible {
    /// The ops, by number.
    public var ops: [SetOp] = []

    /// For each op: the letter of its replica, and the numbers of what its writer had seen.
    public var description: String {
        ops.enumerated().map { number, op in
            let seen = ops.indices.filter { op.seen >> UInt64($0) & 1 == 1 }
            return "\(number)=\(["A", "B", "C"][op.replica % 3])\(seen)"
        }.joined(separator: " ")
    }

    /// All histories of a number of ops on at most so many replicas.
    ///
    /// A context is everything up to some place of the commit order, and a first part of the
    /// writer's own ops beyond it, such that it is closed: whoever has seen an op has seen what its
    /// writer had seen. Replicas are numbered in the order in which they first appear, which is
    /// sound because nothing here depends on which is which (ties do, and have a check of their
    /// own). Two ways to name the same set of ops count once.
    public static func all(ops count: Int, replicas: Int) -> [SetHistory] {
        var histories = [SetHistory()]
        for _ in 0..<count { histories = histories.flatMap { $0.extended(replicas: replicas) } }
        return histories
    }

    private func extended(replicas: Int) -> [SetHistory] {
        let used = (ops.map(\.replica).max() ?? -1) + 1
        return (0..<min(used + 1, replicas)).flatMap { replica in
            let own = ops.indices.filter { ops[$0].replica == replica }
            return contexts(own: own).map { seen in
                var next = self
                next.ops.append(SetOp(replica: replica, counter: own.count + 1, seen: seen))
                return next
            }
        }
    }

    /// The closed sets that a writer can have seen, each once, in a fixed order.
    private func contexts(own: [Int]) -> [UInt64] {
        var contexts: [UInt64] = []
        for prefix in 0...ops.count {
            for ownCount in 0...own.count {
                let named = own[..<ownCount].reduce(UInt64(0)) { $0 | 1 << UInt64($1) }
                let seen = ((1 << UInt64(prefix)) - 1) | named
                if isClosed(seen), !contexts.contains(seen) { contexts.append(seen) }
            }
        }
        return contexts
    }

    private func isClosed(_ seen: UInt64) -> Bool {
        ops.indices.allSatisfy { number in
            seen >> UInt64(number) & 1 == 0 || ops[number].seen & ~seen == 0
        }
    }

    /// How two ops stand to each other, by the sets.
    public func relation(_ first: Int, _ second: Int) -> CausalRelation {
        if first == second { return .equal }
        if ops[first].seen >> UInt64(second) & 1 == 1 { return .after }
        return ops[second].seen >> UInt64(first) & 1 == 1 ? .before : .concurrent
    }
}
