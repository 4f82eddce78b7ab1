// Conflict records: opened, extended, reopened, marked, closed.

import AccountRecords
import CausalCore

extension BatchAcceptance {
    /// Opens, extends or reopens the unit's conflict record with the rivals and the op.
    func note(
        _ rivals: UnitRivals, of judged: JudgedOp, on record: inout WorkingRecord
    ) throws {
        let history = try fullHistory(of: record)
        var members: [ConflictMember] = []
        for op in rivals.ops + [judged] {
            members.append(try member(op, unit: rivals.unit, on: record, history: history))
        }
        let place = placeToExtend(rivals.unit, judged, record)
        var stored =
            place.map { record.conflicts[$0] }
            ?? StoredConflict(
                conflict: ConflictRecord(
                    id: newConflictID(), record: record.id, kind: record.kind,
                    account: record.account, unit: rivals.unit, members: [], needsReview: false,
                    seq: seq, opened: .zero), closedAt: 0)
        let known = Set(stored.conflict.members.map(\.op))
        stored.conflict.members.append(contentsOf: members.filter { !known.contains($0.op) })
        stored.conflict.members.sort { $0.seq < $1.seq }
        if planted(.loserOverwritten), stored.conflict.members.count > 2 {
            stored.conflict.members.remove(at: 1)
        }
        stored.conflict.isOvertaken = false
        if !planted(.conflictNotReopened) { stored.conflict.closing = nil }
        stored.conflict.seq = seq
        stored.conflict.needsReview = ReviewRule.needsReview(stored.conflict, schema: schema)
        closeIfOneAuthor(&stored)
        if let place {
            record.conflicts[place] = stored
        } else {
            record.conflicts.append(stored)
        }
        record.changedConflicts.insert(stored.conflict.id)
    }

    /// The open record of a unit, else the newest closed one whose closing the op had not seen.
    private func placeToExtend(
        _ unit: UnitKey, _ judged: JudgedOp, _ record: WorkingRecord
    ) -> Int? {
        let places = record.conflicts.indices.filter { record.conflicts[$0].conflict.unit == unit }
        if let open = places.first(where: { record.conflicts[$0].conflict.isOpen }) { return open }
        return places.filter { !hasSeenClosing(of: record.conflicts[$0], judged, record) }
            .max { record.conflicts[$0].closedAt < record.conflicts[$1].closedAt }
    }

    private func hasSeenClosing(
        of stored: StoredConflict, _ judged: JudgedOp, _ record: WorkingRecord
    ) -> Bool {
        if stored.closedAt <= judged.position.seen { return true }
        return record.recent.contains {
            $0.op.id == stored.conflict.closing?.op
                && judged.position.contextContains($0.position)
        }
    }

    /// Stated policy: one person on two laptops needs nobody else to look at it.
    private func closeIfOneAuthor(_ stored: inout StoredConflict) {
        let authors = Set(stored.conflict.members.map(\.author))
        guard authors.count == 1 else { return }
        stored.closedAt = seq
        stored.conflict.closing = ConflictClosing(
            op: .zero, author: .zero, reason: "one person wrote both, on two devices",
            stamp: .zero)
    }

    private func member(
        _ judged: JudgedOp, unit: UnitKey, on record: WorkingRecord, history: [JudgedOp]
    ) throws -> ConflictMember {
        let base = base(of: unit, for: judged, history: history)
        return ConflictMember(
            op: judged.op.id, action: judged.op.action, value: judged.value(of: unit) ?? [],
            base: base.value, author: judged.op.author,
            dot: judged.position.dot, stamp: judged.stamp, quality: judged.quality,
            received: judged.received, seq: judged.position.seq,
            context: judged.position.expandedContext(accepted: history.map(\.position)),
            isReplaced: record.recent.contains {
                $0.writes(unit) && $0.position.contextContains(judged.position)
            }, isBaseForgotten: base.isForgotten)
    }

    /// What a unit held in what the op's writer had seen; nil if it had never been set, or if that is
    /// no longer kept.
    private func base(of unit: UnitKey, for judged: JudgedOp, history: [JudgedOp])
        -> (value: [UInt8]?, isForgotten: Bool)
    {
        let seen = history.filter {
            judged.position.contextContains($0.position) || planted(.newestTakenForBase)
        }
        guard unit == .life else {
            guard let last = seen.filter({ $0.writes(unit) }).max(by: { $0.order < $1.order })
            else { return (nil, false) }
            return (last.value(of: unit), last.isTrimmed)
        }
        guard !seen.isEmpty else { return (nil, false) }
        let isAlive = CausalCore.isAlive(
            living: seen.filter { $0.op.leavesAlive == true }.map(\.position),
            deletes: seen.filter { $0.op.action == .delete }.map(\.position))
        return (lifeValue(alive: isAlive), false)
    }

    /// Marks what the op has knowingly replaced or overtaken, and closes what it settles.
    func followConflicts(_ judged: JudgedOp, on record: inout WorkingRecord) {
        for place in record.conflicts.indices {
            var stored = record.conflicts[place]
            let writes = judged.value(of: stored.conflict.unit) != nil
            if writes { mark(&stored.conflict, by: judged) }
            let settles = judged.op.resolves.contains(stored.conflict.id)
            if settles || planted(.editClosesConflict) && writes { close(&stored, by: judged) }
            guard stored != record.conflicts[place] else { continue }
            stored.conflict.seq = seq
            record.conflicts[place] = stored
            record.changedConflicts.insert(stored.conflict.id)
        }
    }

    private func mark(_ conflict: inout ConflictRecord, by judged: JudgedOp) {
        var hasSeenAll = true
        for index in conflict.members.indices {
            if judged.hasSeen(conflict.members[index]), !planted(.replacedNotMarked) {
                conflict.members[index].isReplaced = true
            } else {
                hasSeenAll = false
            }
        }
        if hasSeenAll { conflict.isOvertaken = true }
    }

    private func close(_ stored: inout StoredConflict, by judged: JudgedOp) {
        let hasSeenAll = stored.conflict.members.allSatisfy(judged.hasSeen)
        guard stored.conflict.isOpen, hasSeenAll || planted(.settledUnseen) else { return }
        stored.closedAt = seq
        stored.conflict.closing = ConflictClosing(
            op: judged.op.id, author: judged.op.author, reason: judged.op.reason,
            stamp: judged.stamp)
    }

    /// Whether the acknowledgement names a conflict: it has the op as a member, or was closed by it.
    func isAnswered(_ conflict: ConflictRecord, by judged: JudgedOp) -> Bool {
        conflict.closing?.op == judged.op.id
            || conflict.members.contains { $0.op == judged.op.id }
    }
}

extension JudgedOp {
    /// Whether the op's writer had seen what a member of a conflict record did.
    func hasSeen(_ member: ConflictMember) -> Bool {
        position.contextContains(
            CausalPosition(seq: member.seq, dot: member.dot, seen: 0, own: VersionVector()))
    }
}
