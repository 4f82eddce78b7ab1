// The laws of the merge, on every history of a small space: it is a function of the set of ops.

import CausalCore

/// Checks the laws on histories of a few ops, and counts what was looked at.
///
/// Units are looked at one at a time, which is sound because what becomes of a unit depends only on
/// the ops that write it: each op writes the unit or not, so all ways of writing two units are
/// among them. The unit `life` is one of them, with the values alive and deleted.
public struct Algebra: Sendable {
    /// Histories looked at.
    public private(set) var histories = 0
    /// Orders in which they can be committed, all together.
    public private(set) var orders = 0
    /// Pairs of ops on which both clock forms were compared with the truth.
    public private(set) var verdicts = 0
    /// Histories folded op by op, in some order, for some way of writing the unit.
    public private(set) var folds = 0

    /// Nothing looked at yet.
    public init() {}

    /// The figures on one line.
    public var summary: String {
        "\(histories) histories, \(orders) commit orders, \(verdicts) verdicts, \(folds) folds"
    }

    /// Adds what another has looked at.
    public mutating func add(_ other: Algebra) {
        histories += other.histories
        orders += other.orders
        verdicts += other.verdicts
        folds += other.folds
    }

    /// Checks all laws on one history.
    public mutating func check(_ history: SetHistory) throws(AlgebraFailure) {
        let possible = history.commitOrders()
        guard !possible.isEmpty else {
            throw AlgebraFailure("some order is possible", "\(history)")
        }
        histories += 1
        orders += possible.count
        for (_, positions) in possible { try checkVerdicts(history, positions) }
        for (order, positions) in possible { try checkStamps(history, order, positions) }
        for writing in Self.writings(history.ops.count) {
            try checkUnit(history, possible, writing)
        }
    }

    /// Both clock forms say of every pair what the sets say, so every order gives the same verdicts.
    private mutating func checkVerdicts(
        _ history: SetHistory, _ positions: [CausalPosition]
    ) throws(AlgebraFailure) {
        let vectors = positions.map { $0.expandedContext(accepted: positions) }
        for first in positions.indices {
            for second in positions.indices {
                let truth = history.relation(first, second)
                let short = positions[first].relation(to: positions[second])
                let full = relation(
                    of: positions[first].dot, context: vectors[first],
                    to: positions[second].dot, context: vectors[second])
                guard short == truth, full == truth else {
                    throw AlgebraFailure(
                        "both clock forms agree", "\(history): \(first) and \(second)")
                }
                verdicts += 1
            }
        }
    }

    /// What the ops do to one unit: nil for not writing it, else one of two values, the first
    /// writer's being 0 (which is sound, since values are only compared for being equal).
    private static func writings(_ count: Int) -> [[UInt8?]] {
        var all: [[UInt8?]] = [[]]
        for _ in 0..<count {
            all = all.flatMap { writing -> [[UInt8?]] in
                let isFirst = writing.allSatisfy { $0 == nil }
                let values: [UInt8?] = isFirst ? [nil, 0] : [nil, 0, 1]
                return values.map { writing + [$0] }
            }
        }
        return all
    }

    /// One way of writing a unit: pairs and liveness are those that the sets give, in every order,
    /// and what is left of the pairs at the end is the same in all.
    private mutating func checkUnit(
        _ history: SetHistory, _ possible: [(order: [Int], positions: [CausalPosition])],
        _ writing: [UInt8?]
    ) throws(AlgebraFailure) {
        let standing = UnitTruth(history, writing)
        for (order, positions) in possible {
            folds += 1
            var met: Set<WritePair> = []
            var accepted: [UnitWriter] = []
            for number in order {
                guard let value = writing[number] else { continue }
                let writer = UnitWriter(
                    op: OpID(high: 0, low: UInt64(number + 1)), position: positions[number],
                    value: [value])
                let found = Set(
                    rivals(of: writer.position, value: writer.value, among: accepted).map(\.op))
                let repeated = accepted.reversed() + [writer] + accepted
                let again = Set(
                    rivals(of: writer.position, value: writer.value, among: repeated).map(\.op))
                guard found == again else {
                    throw AlgebraFailure("repeats change nothing", "\(history) \(writing)")
                }
                for rival in found {
                    met.insert(WritePair(Int(rival.low) - 1, number))
                }
                accepted.append(writer)
            }
            guard met == standing.recorded(committed: order) else {
                throw AlgebraFailure(
                    "I4 exact conflicts", "\(history) \(writing) as \(order): \(met)")
            }
            guard met.filter(standing.isUnreplaced) == standing.unreplacedPairs else {
                throw AlgebraFailure("pairs depend on the set", "\(history) \(writing) \(order)")
            }
            try checkLife(history, positions, writing, standing.isAlive)
        }
    }

    /// With 0 for alive and 1 for deleted: the record shows if and only if the sets say so, in every
    /// order and with every op repeated.
    private func checkLife(
        _ history: SetHistory, _ positions: [CausalPosition], _ writing: [UInt8?], _ truth: Bool
    ) throws(AlgebraFailure) {
        let living = positions.indices.filter { writing[$0] == 0 }.map { positions[$0] }
        let deletes = positions.indices.filter { writing[$0] == 1 }.map { positions[$0] }
        let once = isAlive(living: living, deletes: deletes)
        let twice = isAlive(
            living: living.reversed() + living, deletes: deletes.reversed() + deletes)
        guard once == truth, twice == truth else {
            throw AlgebraFailure("life depends on the set", "\(history) \(writing)")
        }
    }
}
