// May the op be accepted? Role, schema, policies, limits, record, scope: in the order of the design.

import AccountRecords
import CausalCore

extension BatchAcceptance {
    /// Why the op is held or rejected; nil if it is accepted.
    ///
    /// A record outside the author's scope is treated as unknown throughout, so that no answer tells
    /// "not yours" from "does not exist".
    func problem(of prepared: PreparedOp) throws -> OpProblem? {
        let op = prepared.op
        if writer.author.role == .viewer, !writer.isServer { return .rejected(.notAllowed) }
        let known = facts.records[op.record]
        let visible = known.flatMap { facts.scope.contains($0.account) ? $0 : nil }
        if let problem = OpCheck.problem(
            of: op, record: try recordFacts(of: op, visible),
            writer: writer.isServer ? .server : .device, schema: schema)
        {
            return problem
        }
        if let visible {
            let ids = visible.conflicts.map(\.conflict.id)
            if !op.resolves.allSatisfy(ids.contains), !isFromBeforeRestore(prepared) {
                return .rejected(.unknownConflict)
            }
            if op.context.seen > max(min(visible.seq, headBefore), facts.shard.fork),
                !planted(.futureContextTaken)
            {
                return .rejected(.impossibleContext)
            }
            return nil
        }
        guard op.action == .create, known == nil else { return .held(.notAvailable) }
        let isNewAccount = op.kind == KindNumber.account
        return isNewAccount || facts.scope.contains(op.account) ? nil : .held(.notAvailable)
    }

    /// Whether the op may name conflict records that a restored server lost: it is no fault of the
    /// writer's, and such a name settles nothing.
    private func isFromBeforeRestore(_ prepared: PreparedOp) -> Bool {
        let context = prepared.op.context
        let fork = facts.shard.fork
        return prepared.receipt != nil || !context.lost.isEmpty
            || (fork > 0 && context.seen <= fork)
    }

    private func recordFacts(of op: Op, _ record: WorkingRecord?) throws -> RecordFacts {
        guard let record else { return .unknown }
        var hasSeenFixed = false
        if let rule = OpCheck.fixedRule(for: op, schema: schema) {
            let position = CausalPosition(
                seq: seq + 1, dot: Dot(replica: writer.replica.id, counter: counter + 1),
                seen: op.context.seen, own: resolved(op, on: record).vector)
            let value = try seenValue(of: rule.unit, by: position, on: record)
            hasSeenFixed = value == rule.value
        }
        let others = record.cells.count - op.units.count(where: { record.cell($0.key) != nil })
        return RecordFacts(
            kind: record.kind, account: record.account, hasSeenFixed: hasSeenFixed,
            otherUnitCount: others, value: { record.cell($0)?.value })
    }

    /// The value that a unit had in what an op's writer had seen; nil if it had none.
    func seenValue(of unit: UnitKey, by position: CausalPosition, on record: WorkingRecord) throws
        -> [UInt8]?
    {
        guard let cell = record.cell(unit) else { return nil }
        if cell.seq <= position.seen { return cell.value }
        if let giver = record.recent.first(where: { $0.op.id == cell.op }),
            position.contextContains(giver.position)
        {
            return cell.value
        }
        let seen = try fullHistory(of: record).filter {
            position.contextContains($0.position) && $0.writes(unit)
        }
        return seen.max { $0.order < $1.order }?.value(of: unit)
    }

    /// All accepted ops of a record, those of this batch included, in the order of seqs.
    func fullHistory(of record: WorkingRecord) throws -> [JudgedOp] {
        let fresh = record.recent.filter { $0.position.seq > headBefore }
        if record.recentAfter == 0 { return record.recent }
        return try history(record.id) + fresh
    }
}

extension JudgedOp {
    /// Whether it writes a unit; every op but a review writes the life of its record.
    func writes(_ unit: UnitKey) -> Bool {
        unit == .life ? op.leavesAlive != nil : op.units.contains { $0.key == unit }
    }

    /// The value that it gives a unit; nil if it writes another, or what it wrote is no longer kept.
    func value(of unit: UnitKey) -> [UInt8]? {
        if unit == .life { return op.leavesAlive.map { lifeValue(alive: $0) } }
        if isTrimmed { return nil }
        return op.units.first { $0.key == unit }?.value
    }

    var order: WriteOrder {
        WriteOrder(stamp: stamp, replica: position.dot.replica, op: op.id)
    }
}
