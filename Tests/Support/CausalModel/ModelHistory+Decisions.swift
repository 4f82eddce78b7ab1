// One op arrives: the decisions of CausalCore, each compared with what the sets say.

import CausalCore

extension ModelHistory {
    /// Accepts or refuses an op, as the server does, and judges every part of it.
    mutating func decide(_ op: Int, from index: Int) throws(AlgebraFailure) {
        let replica = devices[index].replica
        counters[replica] += 1
        report.ops += 1
        var own = VersionVector()
        var floor = Stamp.zero
        var names = reads[op].names
        while names != 0 {
            let named = names.trailingZeroBitCount
            names &= names - 1
            guard hasArrived(named) else { continue }
            own.insert(named: positions[named])
            floor = max(floor, stamps[named])
        }
        let isRefused = random.chance(6)
        let position = CausalPosition(
            seq: isRefused ? 0 : Seq(accepted.count + 1),
            dot: Dot(replica: ReplicaID(UInt64(replica + 1)), counter: counters[replica]),
            seen: Seq(reads[op].seen), own: own)
        unseen.removeAll(keepingCapacity: true)
        for other in accepted[reads[op].seen...] {
            if own.contains(positions[other].dot) {
                floor = max(floor, stamps[other])
            } else {
                unseen.append(other)
            }
        }
        try giveStamp(op, own: floor, from: index)
        positions[op] = position
        arrived |= 1 << UInt64(op)
        guard !isRefused else {
            report.refused += 1
            return
        }
        try checkVerdicts(op, position)
        try meetRivals(op, position)
        try merge(op, position)
        accepted.append(op)
        acceptedBits |= 1 << UInt64(op)
        times.append(max(Stamp(milliseconds: now), times[times.count - 1].successor, stamps[op]))
    }

    private mutating func giveStamp(_ op: Int, own: Stamp, from index: Int) throws(AlgebraFailure) {
        let present = ClockPresent(
            device: sample(devices[index]), server: Stamp(milliseconds: now), anchors: [])
        let bounds = StampBounds(
            now: Stamp(milliseconds: now), seen: times[reads[op].seen], own: own,
            enrolled: Stamp(milliseconds: 1))
        let given = bounds.stamp(for: StampEstimate(evidence: evidence[op], present: present))
        stamps[op] = given.stamp
        if given.quality == .clamped { report.clamped += 1 }
        var known = reads[op].knows
        while known != 0 {
            let seen = known.trailingZeroBitCount
            known &= known - 1
            if hasArrived(seen), given.stamp <= stamps[seen] {
                throw failure("I1 causality: \(seen) was seen", op)
            }
        }
    }

    /// The relation to every accepted op is the one that the sets say.
    private mutating func checkVerdicts(_ op: Int, _ position: CausalPosition)
        throws(AlgebraFailure)
    {
        let knows = reads[op].knows
        for other in accepted {
            let isSeen = knows >> UInt64(other) & 1 == 1
            if position.relation(to: positions[other]) != (isSeen ? .after : .concurrent) {
                throw failure("both clock forms agree: \(other)", op)
            }
        }
        report.verdicts += accepted.count
    }

    private mutating func meetRivals(_ op: Int, _ position: CausalPosition) throws(AlgebraFailure) {
        let unseenBits = acceptedBits & ~reads[op].knows
        if unseenBits.nonzeroBitCount != unseen.count { throw failure("what was not seen", op) }
        guard unseenBits != 0 else { return }
        for unit in 0..<Self.unitCount where units[op] >> UInt8(unit) & 1 == 1 {
            writers.removeAll(keepingCapacity: true)
            for other in unseen where units[other] >> UInt8(unit) & 1 == 1 {
                append(other, value: Self.values[chosen[other]])
            }
            let found = rivals(of: position, value: Self.values[chosen[op]], among: writers)
            let maximal = maximal(unseenBits & unitBits[unit])
            let differing = maximal & ~valueBits[unit * Self.values.count + chosen[op]]
            try compare(found, differing, op)
        }
        let meetsDelete = deeds[op] == .delete || unseenBits & deleteBits != 0
        guard deeds[op] != .review, meetsDelete else { return }
        writers.removeAll(keepingCapacity: true)
        for other in unseen where deeds[other] != .review {
            append(other, value: deeds[other] == .delete ? Self.deleted : Self.alive)
        }
        let value = deeds[op] == .delete ? Self.deleted : Self.alive
        let found = rivals(of: position, value: value, among: writers)
        let maximal = maximal(unseenBits & (livingBits | deleteBits))
        try compare(found, maximal & (deeds[op] == .delete ? livingBits : deleteBits), op)
    }

    private mutating func append(_ op: Int, value: [UInt8]) {
        writers.append(
            UnitWriter(
                op: OpID(high: 0, low: UInt64(op)), position: positions[op], value: value))
    }

    /// Those that none of the others has seen.
    private func maximal(_ ops: UInt64) -> UInt64 {
        var replaced: UInt64 = 0
        var left = ops
        while left != 0 {
            replaced |= reads[left.trailingZeroBitCount].knows
            left &= left - 1
        }
        return ops & ~replaced
    }

    private mutating func compare(
        _ found: [UnitWriter], _ expected: UInt64, _ op: Int
    ) throws(AlgebraFailure) {
        var met: UInt64 = 0
        for rival in found { met |= 1 << rival.op.low }
        if met != expected || found.count != met.nonzeroBitCount {
            throw failure("I4 exact conflicts", op)
        }
        report.conflictPairs += found.count
    }

    /// The cells and the life of the record.
    private mutating func merge(_ op: Int, _ position: CausalPosition) throws(AlgebraFailure) {
        let bit: UInt64 = 1 << UInt64(op)
        for unit in 0..<Self.unitCount where units[op] >> UInt8(unit) & 1 == 1 {
            let cell = cell(op, unit: unit)
            let merged = cells[unit]?.merged(with: cell) ?? cell
            cells[unit] = merged
            unitBits[unit] |= bit
            valueBits[unit * Self.values.count + chosen[op]] |= bit
            if last[unit] < 0 || wroteLast(op, last[unit]) { last[unit] = op }
            if merged.op.low != UInt64(last[unit]) { throw failure("winner", op) }
        }
        switch deeds[op] {
        case .review: return
        case .delete:
            deleteBits |= bit
            hiddenBits |= reads[op].knows
            let living = unseen.filter { deeds[$0] == .set || deeds[$0] == .restore }
            let deletes = accepted[reads[op].seen...].filter { deeds[$0] == .delete }
            isAliveNow = isAlive(
                living: living.map { positions[$0] },
                deletes: deletes.map { positions[$0] } + [position])
        default:
            livingBits |= bit
            isAliveNow = true
        }
        if isAliveNow != (livingBits & ~hiddenBits != 0) { throw failure("life", op) }
    }

    func cell(_ op: Int, unit: Int) -> Cell {
        Cell(
            key: UnitKey(field: UInt16(unit + 1)), value: Self.values[chosen[op]],
            stamp: stamps[op], quality: .boottime,
            replica: positions[op].dot.replica,
            op: OpID(high: 0, low: UInt64(op)), seq: positions[op].seq)
    }

    /// By plain numbers: the later stamp, then the greater replica, then the greater op.
    private func wroteLast(_ one: Int, _ other: Int) -> Bool {
        let (mine, theirs) = (stamps[one].rawValue, stamps[other].rawValue)
        if mine != theirs { return mine > theirs }
        let here = positions[one].dot.replica.rawValue
        let there = positions[other].dot.replica.rawValue
        return here != there ? here > there : one > other
    }
}
