// What a vector clock and a side of a conflict must say, worked out from who had seen what.

extension Oracle {
    /// For each replica, the greatest number among the accepted ops of a record.
    public func vector(of record: Int) -> [UInt64: UInt64] {
        var vector: [UInt64: UInt64] = [:]
        for op in records[record].accepted {
            let write = writes[op]
            vector[write.order.replica] = max(vector[write.order.replica] ?? 0, write.counter)
        }
        return vector
    }

    /// The accepted ops on its record that an op's writer had seen, in the server's order.
    public func accepted(seenBy op: Int) -> [Int] {
        records[writes[op].record].accepted.filter { writes[op].seen.contains(writes[$0].place) }
    }

    /// The ops on its record that an op's writer had seen and that the server has, held ones too.
    func seen(by op: Int) -> [Int] {
        records[writes[op].record].ops.filter {
            writes[$0].fate != .open && writes[op].seen.contains(writes[$0].place)
        }
    }

    /// What a unit held in what an op's writer had seen; nil if nobody had written it.
    public func base(of unit: Int, for op: Int) -> [UInt8]? {
        let seen = accepted(seenBy: op)
        if unit == Self.life { return seen.isEmpty ? nil : [isAlive(among: seen) ? 1 : 0] }
        let writers = seen.filter { other in writes[other].units.contains { $0.unit == unit } }
        guard var last = writers.first else { return nil }
        for other in writers.dropFirst() where isLater(writes[other], than: writes[last]) {
            last = other
        }
        return writes[last].units.first { $0.unit == unit }?.value
    }

    private func isAlive(among seen: [Int]) -> Bool {
        var deleted = BitSet()
        for op in seen where writes[op].deed == .deletes { deleted.formUnion(writes[op].seen) }
        return seen.contains { op in
            [.writes, .restores].contains(writes[op].deed) && !deleted.contains(writes[op].place)
        }
    }

    /// Whether one side of a pair was knowingly replaced on the unit by something that the other had
    /// seen, while the server had lost that side.
    public func isKnown(_ pair: Pair) -> Bool {
        isKnown(pair.earlier, to: pair.later, on: pair.unit)
            || isKnown(pair.later, to: pair.earlier, on: pair.unit)
    }

    /// Whether everything that keeps a record alive is known to some delete, or was replaced by
    /// something that the delete had seen, while the server had lost it.
    func mayBeHidden(_ record: Int) -> Bool {
        let accepted = records[record].accepted
        let deletes = accepted.filter { writes[$0].deed == .deletes }
        return accepted.allSatisfy { op in
            [.deletes, .reviews].contains(writes[op].deed)
                || deletes.contains {
                    writes[$0].seen.contains(writes[op].place)
                        || isKnown(op, to: $0, on: Self.life)
                }
        }
    }

    private func isKnown(_ op: Int, to other: Int, on unit: Int) -> Bool {
        accepted(seenBy: other).contains { between in
            let write = writes[between]
            return write.seen.contains(writes[op].place) && self.writes(between, unit)
        }
    }

    /// Whether an op writes a unit; every op but a review writes the life of its record.
    private func writes(_ op: Int, _ unit: Int) -> Bool {
        unit == Self.life
            ? writes[op].deed != .reviews : writes[op].units.contains { $0.unit == unit }
    }

    /// Whether an accepted write of the unit has seen the op.
    public func isReplaced(_ op: Int, on unit: Int) -> Bool {
        records[writes[op].record].accepted.contains { other in
            writes(other, unit) && writes[other].seen.contains(writes[op].place)
        }
    }
}
