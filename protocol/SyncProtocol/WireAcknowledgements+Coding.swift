// Acknowledgements to columns and back.

import CausalCore

extension WireAcknowledgements {
    private enum Shape {
        static let verdict: UInt32 = 7
        static let isDuplicate: UInt32 = 8
        static let touchesConflicts: UInt32 = 16
        static let isSuccession: UInt32 = 32
        static let known: UInt32 = 63
    }

    /// Acknowledgements in the order of their batch, whose ops the reader may know already.
    init(_ answers: [Acknowledgement], known: [Op] = []) {
        self.init()
        for answer in answers { append(answer.verdict) }
        for (index, answer) in answers.enumerated() {
            if answer.isDuplicate { verdicts[index] |= Shape.isDuplicate }
            if !answer.conflicts.isEmpty {
                verdicts[index] |= Shape.touchesConflicts
                conflictCounts.append(Column.length(answer.conflicts.count))
            }
            if answer.succession != nil { verdicts[index] |= Shape.isSuccession }
        }
        let successions = answers.filter { $0.succession != nil }
        successionCounters = Column.trimmed(
            Column.deltas(successions.map { ($0.succession?.counter ?? 0) &- $0.seq }))
        successionTimes = Column.trimmed(
            Column.deltas(successions.map { $0.succession?.time.rawValue ?? 0 }))
        let touched = answers.flatMap(\.conflicts)
        if !touched.isEmpty { conflicts = WireIdentityColumn(touched) }
        let keys = answers.flatMap(\.verdict.lostUnits)
        if !keys.isEmpty { lost = WireUnitColumn(keys) }
        qualities = Column.trimmed(answers.map { UInt32($0.quality.rawValue) })
        seqs = Column.trimmed(Column.deltas(answers.map(\.seq)))
        let proofs = answers.map(\.receipt)
        if proofs.contains(where: { !$0.isEmpty }) { receipts = WireValueColumn(proofs) }
        if !answers.isEmpty {
            let ids = answers.map(\.op)
            let isKnown = ids == known.map(\.id)
            if !isKnown { ops = WireIdentityColumn(ids) }
            stamps = WireStampColumn(
                answers.map(\.stamp), against: isKnown ? known.map(\.boottimeMilliseconds) : [])
        }
    }

    private mutating func append(_ verdict: Verdict) {
        switch verdict {
        case .applied: verdicts.append(1)
        case .won: verdicts.append(2)
        case .lost(let units):
            verdicts.append(3)
            lostCounts.append(Column.length(units.count))
        case .held(let reason):
            verdicts.append(4)
            reasons.append(UInt32(reason.rawValue))
        case .rejected(let reason):
            verdicts.append(5)
            reasons.append(UInt32(reason.rawValue))
        }
    }

    /// The acknowledgements; ops that are left out are those of the batch.
    func acknowledgements(known: [Op] = []) throws(ProtocolError) -> [Acknowledgement] {
        let count = verdicts.count
        try Column.expect(count, atMost: SyncLimits.entriesPerListMax, "verdicts")
        let decided = try decodedVerdicts()
        let lists = try conflictLists()
        let qualities: [StampQuality] = try Column.choices(
            qualities, count: count, "verdicts.qualities")
        let seqs = try Column.counters(seqs, count: count, "verdicts.seqs")
        let proofs = try receipts.pieces(count: count, "verdicts.receipts")
        for proof in proofs {
            try Column.expect(
                proof.count, atMost: SyncLimits.proofBytesMax, "verdicts.receipts")
        }
        let stamps = try stamps.stamps(
            count: count, against: hasOps ? [] : known.map(\.boottimeMilliseconds),
            "verdicts.stamps")
        let ids: [OpID] = hasOps ? try ops.identities("verdicts.ops") : known.map(\.id)
        try Column.expect(ids.count, toBe: count, "verdicts.ops")
        let successions = try successions(seqs)
        return (0..<count).map { index in
            Acknowledgement(
                op: ids[index], verdict: decided[index],
                isDuplicate: verdicts[index] & Shape.isDuplicate != 0, seq: seqs[index],
                stamp: stamps[index], quality: qualities[index], conflicts: lists[index],
                receipt: proofs[index], succession: successions[index])
        }
    }

    /// For each acknowledgement the succession that it tells of.
    private func successions(_ seqs: [Seq]) throws(ProtocolError) -> [Succession?] {
        let count = verdicts.count { $0 & Shape.isSuccession != 0 }
        var counters = Column.sums(
            try Column.padded(successionCounters, to: count, "verdicts.succession_counters"))[...]
        var times = Column.sums(
            try Column.padded(successionTimes, to: count, "verdicts.succession_times"))[...]
        var result: [Succession?] = []
        result.reserveCapacity(seqs.count)
        for (shape, seq) in zip(verdicts, seqs) {
            guard shape & Shape.isSuccession != 0, let offset = counters.popFirst(),
                let time = times.popFirst()
            else {
                result.append(nil)
                continue
            }
            try Column.checkCounter(offset &+ seq, "verdicts.succession_counters")
            result.append(
                Succession(
                    counter: offset &+ seq,
                    time: try StampBits.stamp(time, "verdicts.succession_times")))
        }
        return result
    }

    private func decodedVerdicts() throws(ProtocolError) -> [Verdict] {
        let lostKeys = try lost.keys("verdicts.lost")
        var bounds = try Column.bounds(
            lostCounts, pieces: verdicts.count { $0 & Shape.verdict == 3 }, whole: lostKeys.count,
            "verdicts.lost_counts")[...]
        try Column.expect(
            reasons.count, toBe: verdicts.count { [4, 5].contains($0 & Shape.verdict) },
            "verdicts.reasons")
        var codes = reasons[...]
        var result: [Verdict] = []
        result.reserveCapacity(verdicts.count)
        for shape in verdicts {
            guard shape & ~Shape.known == 0 else {
                throw ProtocolError(.choice, "verdicts has a bit that is not known")
            }
            switch shape & Shape.verdict {
            case 1: result.append(.applied)
            case 2: result.append(.won)
            case 3: result.append(.lost(Array(lostKeys[bounds.popFirst() ?? 0..<0])))
            case 4: result.append(.held(try Column.choice(codes.popFirst() ?? 0, "reasons")))
            case 5:
                result.append(.rejected(try Column.choice(codes.popFirst() ?? 0, "reasons")))
            default: throw ProtocolError(.choice, "verdicts has a verdict that is not known")
            }
        }
        return result
    }

    private func conflictLists() throws(ProtocolError) -> [[ConflictID]] {
        let all: [ConflictID] = try conflicts.identities("verdicts.conflicts")
        var bounds = try Column.bounds(
            conflictCounts, pieces: verdicts.count { $0 & Shape.touchesConflicts != 0 },
            whole: all.count, "verdicts.conflict_counts")[...]
        return verdicts.map { shape in
            shape & Shape.touchesConflicts == 0 ? [] : Array(all[bounds.popFirst() ?? 0..<0])
        }
    }
}

extension Verdict {
    fileprivate var lostUnits: [UnitKey] {
        if case .lost(let units) = self { units } else { [] }
    }
}

extension Op {
    /// What the stamp of an op that the boottime dates differs from by the same for all of a batch.
    fileprivate var boottimeMilliseconds: UInt64 {
        evidence.boottimeNanoseconds / ClockStep.millisecond
    }
}
