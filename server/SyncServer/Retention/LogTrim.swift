// Which ops of one record may lose what they wrote: a function of its log and of the horizon.

import CausalCore

/// Decides about the ops of one record.
///
/// > Invariant: whatever op arrives later, its verdict, its rivals and their values, and the value
/// > that each of them began from, are the same as if nothing had been trimmed.
///
/// An op is a rival only while nobody has knowingly replaced it; what an op began from is the last
/// write among those that its writer had seen. So of every unit these stay whole: the maximal ops, what
/// those began from, and what anybody may have seen last who can still send something.
struct LogTrim {
    let history: [JudgedOp]
    let horizon: RetentionHorizon

    /// The ops whose bodies may be trimmed now, in the order of seqs.
    func trimmable() -> [JudgedOp] {
        let candidates = history.filter { !$0.isTrimmed && $0.position.seq <= horizon.log }
        guard !candidates.isEmpty else { return [] }
        var kept: Set<OpID> = []
        for unit in units(of: candidates) {
            let writers = history.filter { $0.writes(unit) }
            keep(of: UnitHistory(writers), in: &kept)
        }
        return candidates.filter { !kept.contains($0.op.id) }
    }

    /// The units that the candidates wrote; deletes and restores write life alone.
    private func units(of candidates: [JudgedOp]) -> [UnitKey] {
        var units: Set<UnitKey> = []
        for candidate in candidates {
            if candidate.op.units.isEmpty {
                units.insert(.life)
            } else {
                units.formUnion(candidate.op.units.map(\.key))
            }
        }
        return units.sorted()
    }

    private func keep(of unit: UnitHistory, in kept: inout Set<OpID>) {
        let all = unit.replaced(by: .max)
        let known = unit.replaced(by: horizon.log)
        for (place, writer) in unit.writers.enumerated()
        where !known.contains(place) && !planted(.maximalOpTrimmed) {
            kept.insert(writer.op.id)
        }
        for (place, writer) in unit.writers.enumerated()
        where !all.contains(place) && !planted(.basesTrimmed) {
            if let base = unit.base(of: writer) { kept.insert(base.op.id) }
        }
        for device in horizon.returning where !planted(.returningForgotten) {
            for writer in unit.shown(from: device.from, through: device.through) {
                kept.insert(writer.op.id)
            }
            for writer in unit.writers
            where writer.position.seq > device.from
                && device.replicas.contains(writer.position.dot.replica)
            {
                kept.insert(writer.op.id)
            }
        }
    }
}

/// The accepted writes of one unit, in the order of seqs.
private struct UnitHistory {
    let writers: [JudgedOp]

    init(_ writers: [JudgedOp]) {
        self.writers = writers
    }

    /// The places of those that an op up to a seq has knowingly replaced.
    func replaced(by end: Seq) -> Set<Int> {
        let others = writers.filter { $0.position.seq <= end }
        let seen = others.map(\.position.seen).max() ?? 0
        var places: Set<Int> = []
        for (place, writer) in writers.enumerated() {
            let isReplaced =
                writer.position.seq <= seen
                || others.contains { $0.position.own.contains(writer.position.dot) }
            if isReplaced { places.insert(place) }
        }
        return places
    }

    /// What a writer began from: the last write among those it had seen.
    func base(of writer: JudgedOp) -> JudgedOp? {
        writers.filter { writer.position.contextContains($0.position) }
            .max { $0.order < $1.order }
    }

    /// The writes that showed at some seq of a range.
    func shown(from start: Seq, through end: Seq) -> [JudgedOp] {
        var result: [JudgedOp] = []
        var last: JudgedOp?
        for writer in writers where writer.position.seq <= end {
            if let known = last, writer.order < known.order { continue }
            if writer.position.seq <= start { result = [] }
            last = writer
            result.append(writer)
        }
        return result
    }
}
