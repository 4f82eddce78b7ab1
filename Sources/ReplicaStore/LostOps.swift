// What a writer had seen and a restored server may not know: gathered before a repair changes it.

import AccountRecords
import CausalCore

/// Finds the ops beyond a common point that somebody had seen.
///
/// What is not found makes knowledge smaller than it was, never larger: an extra conflict record may
/// come of it, a missing one never.
struct LostOps {
    let connection: Connection
    let common: Seq
    /// The own ops that the server accepted beyond the common point, by record.
    private let accepted: [RecordID: [SeenOp]]

    init(_ connection: Connection, beyond common: Seq) throws {
        self.connection = connection
        self.common = common
        accepted = try connection.rows(
            "SELECT record, seq, id FROM op WHERE verdict < 4 AND seq > ?", [common.value]
        ).reduce(into: [:]) { found, row in
            let seen = SeenOp(seq: row.bits(1), id: try row.requiredID(2))
            found[try row.requiredID(0), default: []].append(seen)
        }
    }

    /// The context of an op, gone back to the common point.
    func lowered(_ op: Op, seen: [SeenOp]) throws -> ReadContext {
        var found = seen + (try conflictMembers(op))
        let takesAll = op.action == .delete || op.action == .restore
        let keys = Set(op.units.map(\.key))
        found += try shadowOps(op.record) { takesAll || keys.contains($0) }
        found.removeAll { $0.id == op.id }
        return lowered(op.context, record: op.record, found: found)
    }

    /// The context of an open edit, of which nobody knows yet what it will write.
    func lowered(_ context: ReadContext, record: RecordID) throws -> ReadContext {
        lowered(context, record: record, found: try shadowOps(record) { _ in true })
    }

    /// What a record shows of the time beyond the common point.
    func shown(_ record: RecordID) throws -> [OpID] {
        let known = try connection.row("SELECT lost FROM record WHERE id = ?", [record.value])
        let context = ReadContext(
            seen: .max, lost: try [OpID](storedBytes: known?.bytes(0) ?? []))
        return try lowered(context, record: record).lost
    }

    private func lowered(
        _ context: ReadContext, record: RecordID, found: [SeenOp]
    ) -> ReadContext {
        let known = Set(context.lost).union(context.own)
        let beyond = (found + accepted[record, default: []])
            .filter { $0.seq > common && $0.seq <= context.seen && !known.contains($0.id) }
        let newest = Dictionary(beyond.map { ($0.id, $0.seq) }, uniquingKeysWith: max)
            .sorted { ($1.value, $1.key) < ($0.value, $0.key) }.map(\.key)
        var lowered = context
        lowered.seen = planted(.contextKeptByRepair) ? context.seen : min(context.seen, common)
        lowered.lost = (newest + context.lost).prefix(RecordLimits.lostPerContextMax).sorted()
        return lowered
    }

    private func shadowOps(
        _ record: RecordID, where isTaken: (UnitKey) -> Bool
    ) throws -> [SeenOp] {
        guard let state = try connection.shadow(of: record)?.state else { return [] }
        return state.cells.filter { isTaken($0.key) }.map { SeenOp(seq: $0.seq, id: $0.op) }
    }

    private func conflictMembers(_ op: Op) throws -> [SeenOp] {
        try op.resolves.flatMap { id in
            try connection.conflicts("WHERE id = ?", [id.value]).flatMap { conflict in
                conflict.members.map { SeenOp(seq: $0.seq, id: $0.op) }
            }
        }
    }
}
