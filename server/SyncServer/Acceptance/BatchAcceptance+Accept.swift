// Taking an op into the history: rivals, cells, life, verdict.

import AccountRecords
import CausalCore

extension BatchAcceptance {
    /// Takes an op that has no problem into its record.
    mutating func accept(_ prepared: PreparedOp) throws {
        var prepared = prepared
        var record = facts.records[prepared.op.record] ?? WorkingRecord(createdBy: prepared.op)
        let sent = prepared.op
        try settleHandle(&prepared)
        let own = resolved(prepared.op, on: record)
        let position = CausalPosition(
            seq: seq + 1, dot: Dot(replica: writer.replica.id, counter: counter + 1),
            seen: prepared.op.context.seen, own: own.vector)
        let contained = record.recent.filter { position.own.contains($0.position.dot) }
        let floor = contained.reduce(own.stamp) { max($0, $1.stamp) }
        let proof = proof(of: prepared)
        let stamp = stamp(of: prepared.op, own: floor, proof: proof)
        var judged = JudgedOp(
            op: prepared.op, position: position, stamp: stamp.stamp, quality: stamp.quality,
            verdict: .applied, conflicts: [], digest: prepared.digest, received: .zero)
        judged.isReoffered = proof?.wasAccepted == true
        let (previous, wasAlive) = (record.seq, record.isAlive)
        let isFirst = record.vector[writer.replica.id] == 0
        seq += 1
        counter += 1
        amend(&record, with: &judged)
        let met = try rivals(of: judged, on: record)
        for rivals in met { try note(rivals, of: judged, on: &record) }
        let losses = write(judged, to: &record)
        judged.verdict = verdict(met: met, losses: losses, isAlive: record.isAlive, of: judged)
        followConflicts(judged, on: &record)
        judged.conflicts = record.conflicts.filter { $0.conflict.seq == seq }
            .filter { isAnswered($0.conflict, by: judged) }.map(\.conflict.id)
        record.recent.append(judged)
        remember(record)
        learn(judged)
        accepted.append(
            AcceptedOp(
                judged: judged, previous: previous, isFirstInRecord: isFirst,
                content: prepared.content))
        var answer = acknowledgement(of: judged, isDuplicate: false)
        if proof == nil, follows(sent, on: previous, wasAlive: wasAlive) {
            answer.succession = succession(to: record, by: sent, answer)
        }
        answers.append(answer)
        if judged.op.action == .create, judged.op.kind == KindNumber.account {
            becomeOwner(of: judged.op.account)
        }
    }

    /// Whether an op follows directly on what its writer had seen of the record, or makes it.
    private func follows(_ op: Op, on previous: Seq, wasAlive: Bool) -> Bool {
        guard op.mayFollow else { return false }
        if op.action == .create { return previous == 0 }
        return wasAlive && (previous == op.context.seen || planted(.editsOfOthersPassedOver))
    }

    /// What the writer needs to make the record's next state itself; nil if its op, as it was sent, makes
    /// another one.
    private func succession(
        to record: WorkingRecord, by sent: Op, _ answer: Acknowledgement
    ) -> Succession? {
        guard answer.verdict == .applied, answer.conflicts.isEmpty, record.isAlive,
            !record.wasStub, record.amended.isEmpty,
            sent.action == .set || record.cells.count == sent.units.count,
            sent.units.allSatisfy({ unit in
                record.cell(unit.key).map { $0.op == sent.id && $0.value == unit.value } ?? false
            })
        else { return nil }
        return Succession(counter: counter, time: .zero)
    }

    /// The ops on each unit that the new one meets without either having seen the other.
    private func rivals(of judged: JudgedOp, on record: WorkingRecord) throws -> [UnitRivals] {
        let unseen = record.recent.filter { !judged.position.contextContains($0.position) }
        guard !unseen.isEmpty, let leavesAlive = judged.op.leavesAlive else { return [] }
        var units = judged.op.units.map(\.key)
        if !leavesAlive || unseen.contains(where: { $0.op.action == .delete }) {
            units.append(.life)
        }
        return units.compactMap { unit in
            let writers = unseen.filter { $0.writes(unit) }.map { other in
                UnitWriter(
                    op: other.op.id, position: other.position,
                    value: other.value(of: unit) ?? [])
            }
            guard !writers.isEmpty, let value = judged.value(of: unit) else { return nil }
            let found = CausalCore.rivals(of: judged.position, value: value, among: writers)
            guard !found.isEmpty else { return nil }
            let ids = found.map(\.op)
            let kept = unseen.filter { ids.contains($0.op.id) && $0.value(of: unit) != nil }
            return kept.isEmpty ? nil : UnitRivals(unit: unit, ops: kept)
        }
    }

    /// Writes the cells, the vector and the life of the record; gives the units that keep another
    /// value.
    private func write(_ judged: JudgedOp, to record: inout WorkingRecord) -> [UnitKey] {
        var losses: [UnitKey] = []
        for unit in judged.op.units {
            let cell = Cell(
                key: unit.key, value: unit.value, stamp: judged.stamp, quality: judged.quality,
                replica: judged.position.dot.replica, op: judged.op.id, seq: seq)
            if planted(.oneStampPerRecord), record.cells.contains(where: { cell.order < $0.order })
            {
                losses.append(unit.key)
                continue
            }
            if !record.write(cell) { losses.append(unit.key) }
        }
        switch judged.op.leavesAlive {
        case true?: record.isAlive = record.isAlive || !wasDeleted(judged, on: record)
        case false?:
            record.isAlive = survives(judged, on: record)
            record.deletedAt = seq
            if planted(.deleteDropsStamps) { record.cells = [] }
        case nil: break
        }
        record.seq = seq
        record.vector.insert(judged.position.dot)
        return losses
    }

    /// Whether a delete that came back earlier had seen this op: then it shows nothing.
    private func wasDeleted(_ judged: JudgedOp, on record: WorkingRecord) -> Bool {
        !record.amended.isEmpty
            && record.recent.contains {
                $0.op.action == .delete && $0.position.contextContains(judged.position)
            }
    }

    /// Whether something that the delete had not seen keeps the record alive.
    private func survives(_ judged: JudgedOp, on record: WorkingRecord) -> Bool {
        let living = record.recent.filter { $0.op.leavesAlive == true }
            .filter { !judged.position.contextContains($0.position) }
        let deletes = record.recent.filter { $0.op.action == .delete }
        return CausalCore.isAlive(
            living: living.map(\.position),
            deletes: deletes.map(\.position) + [judged.position])
    }

    private func verdict(
        met: [UnitRivals], losses: [UnitKey], isAlive: Bool, of judged: JudgedOp
    ) -> Verdict {
        guard !met.isEmpty else { return .applied }
        var lost = met.map(\.unit).filter(losses.contains)
        if judged.op.action == .delete, isAlive { lost.append(.life) }
        return lost.isEmpty ? .won : .lost(lost)
    }

    private mutating func remember(_ record: WorkingRecord) {
        var record = record
        if !record.isTouched {
            record.isTouched = true
            order.append(record.id)
        }
        facts.records[record.id] = record
    }

    /// An account belongs to whoever made it, from the same commit on.
    private mutating func becomeOwner(of account: RecordID) {
        facts.scope.insert(account)
        newAccounts.append(
            AssignmentRow(
                user: writer.owner, account: account, role: AssignmentRole.owner.rawValue,
                seq: seq))
    }

    /// A handle is a proposal; the value accepted is one that no other account has.
    private mutating func settleHandle(_ prepared: inout PreparedOp) throws {
        guard prepared.op.kind == KindNumber.account,
            let place = prepared.op.units.firstIndex(where: { $0.key == Schema.handleUnit })
        else { return }
        let bytes = prepared.op.units[place].value
        guard !bytes.isEmpty,
            let field = schema.field(of: Schema.handleUnit, kind: prepared.op.kind)
        else { return }
        let proposal = try FieldValue(canonicalBytes: bytes, type: field.type).text
        let account = prepared.op.account
        let handle = try Handle.uniqued(proposal) { handle in
            if let owner = handles[handle] { return owner != account }
            return try isHandleTaken(handle, account)
        }
        handles[handle] = account
        guard handle != proposal else { return }
        let value = try FieldValue(text: handle, type: field.type).canonicalBytes
        prepared.op.units[place] = UnitWrite(key: Schema.handleUnit, value: value)
        prepared.content = prepared.op.contentBytes()
    }
}

/// The ops on one unit that a new one meets without either having seen the other.
struct UnitRivals {
    var unit: UnitKey
    var ops: [JudgedOp]
}
