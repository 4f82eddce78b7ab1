// Conflicts as pages bring them, and which of them this person has lost and not been told of.

import AccountRecords
import CausalCore

extension Connection {
    /// Writes a conflict and returns whether it is new here.
    ///
    /// An older form than the known one is passed over.
    func put(_ conflict: ConflictRecord) throws -> Bool {
        let known = try row(
            "SELECT seq, is_stale FROM conflict WHERE id = ?", [conflict.id.value])
        if let known, known.integer(1) == 0, known.bits(0) > conflict.seq { return false }
        try run(
            """
            INSERT INTO conflict (id, record, account, is_open, needs_review, seq, body) \
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET \
            is_stale = 0, is_open = excluded.is_open, needs_review = excluded.needs_review, \
            seq = excluded.seq, body = excluded.body
            """,
            [
                conflict.id.value, conflict.record.value, conflict.account.value,
                conflict.isOpen.value, conflict.needsReview.value,
                conflict.seq.value, conflict.storedBytes.value,
            ])
        return known == nil
    }

    /// A context that also names the sides of those conflicts which still show as they were before
    /// their account was begun to be fetched anew.
    ///
    /// Whoever settles one has seen its sides, and a server that was restored may know neither it nor
    /// them, while the record is fetched already.
    func naming(sidesOf conflicts: [ConflictID], in context: ReadContext) throws -> ReadContext {
        let known = Set(context.own + context.lost)
        let sides = try conflicts.flatMap { id in
            try self.conflicts("WHERE id = ? AND is_stale = 1", [id.value])
                .flatMap { $0.members.map(\.op) }
        }.filter { !known.contains($0) }
        guard !sides.isEmpty else { return context }
        var named = context
        named.lost = (context.lost + sides).prefix(RecordLimits.lostPerContextMax).sorted()
        return named
    }

    /// Notes which own ops a conflict keeps from showing, so that their author is told once.
    func noteLosses(in conflict: ConflictRecord, user: UserID) throws {
        guard let prevailing = conflict.prevailing else { return }
        for member in conflict.members {
            let isLoss =
                member.op != prevailing.op && member.value != prevailing.value
                && !member.isReplaced && conflict.closing?.author != user
            if isLoss {
                guard try isOwn(member) else { continue }
                try run(
                    "INSERT OR IGNORE INTO own_loss (conflict, op) VALUES (?, ?)",
                    [conflict.id.value, member.op.value])
            } else {
                try run(
                    "DELETE FROM own_loss WHERE conflict = ? AND op = ? AND is_told = 0",
                    [conflict.id.value, member.op.value])
            }
        }
    }

    /// Whether a member was written on this device; the op itself need not be kept any more.
    func isOwn(_ member: ConflictMember) throws -> Bool {
        if try isOwn(member.op) { return true }
        return try row(
            "SELECT 1 FROM own_replica WHERE replica = ?", [member.dot.replica.rawValue.value])
            != nil
    }

    /// Whether an op is kept that was written on this device.
    func isOwn(_ op: OpID) throws -> Bool {
        try row("SELECT 1 FROM op WHERE id = ?", [op.value]) != nil
    }

    /// Conflicts, by the rest of a statement over the table `conflict`.
    func conflicts(
        _ condition: String, _ values: [SQLValue] = []
    ) throws -> [ConflictRecord] {
        try rows("SELECT body FROM conflict \(condition)", values)
            .map { try ConflictRecord(storedBytes: $0.bytes(0)) }
    }
}
