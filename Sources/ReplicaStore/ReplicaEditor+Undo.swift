// Undo: ordinary ops that put the replaced values back; what nobody has seen is discarded.

import AccountRecords
import CausalCore

extension ReplicaEditor {
    /// Undoes a local write: all its ops, the last first.
    ///
    /// - Parameter force: whether to overwrite what was written since.
    /// - Throws: ``StoreError`` with code `notFound`, `changedSince` or `nothingToUndo`.
    public mutating func undo(_ transaction: TransactionID, force: Bool = false) throws {
        let ops = try reader.ops(of: transaction)
        guard !ops.isEmpty else { throw StoreError.notFound("such change of yours") }
        try undo(ops, force: force)
    }

    /// Undoes one op that was written here.
    ///
    /// - Parameter force: whether to overwrite what was written since.
    /// - Throws: ``StoreError`` with code `notFound`, `changedSince` or `nothingToUndo`.
    public mutating func undo(op id: OpID, force: Bool = false) throws {
        guard let own = try reader.ownOp(id) else {
            throw StoreError.notFound("such change of yours")
        }
        try undo([own], force: force)
    }

    private mutating func undo(_ ops: [OwnOp], force: Bool) throws {
        var hasChanged = false
        for own in ops.reversed() {
            if try undo(own, force: force) { hasChanged = true }
        }
        guard !hasChanged else { return }
        throw StoreError(
            .nothingToUndo, "There is nothing to put back.",
            remedy: "What was held or refused never showed, and entries of logs stay.")
    }

    /// Undoes one op; returns whether there was anything to put back.
    private mutating func undo(_ own: OwnOp, force: Bool) throws -> Bool {
        switch own.status {
        case .held, .rejected: return false
        case .waiting, .accepted: break
        }
        guard let view = try connection.view(of: own.op.record) else {
            throw StoreError.notFound("such record")
        }
        if !force { try requireUnchanged(own, view) }
        guard try !canDiscard(own) else {
            try discard(own)
            return true
        }
        return try putBack(own, view)
    }

    /// Whether an op can go without a trace: never sealed, nothing folded into it, and named by no
    /// op, no open edit and no record of its account.
    private func canDiscard(_ own: OwnOp) throws -> Bool {
        guard !own.isSealed, own.status == .waiting, own.folds == 0,
            try !connection.isNamed(own)
        else { return false }
        guard own.op.action == .create else { return true }
        let others = try connection.number(
            "SELECT count(*) FROM op WHERE id <> ?1 AND (record = ?2 OR account = ?2)",
            [own.op.id.value, own.op.record.value])
        return others == 0
    }

    private mutating func discard(_ own: OwnOp) throws {
        try connection.reprojecting(own.op.record) {
            try connection.run(
                "DELETE FROM op WHERE position = ?", [own.position.value])
            try connection.remember(gone: own.op)
        }
        written[own.position] = nil
    }

    private mutating func putBack(_ own: OwnOp, _ view: RecordView) throws -> Bool {
        switch own.op.action {
        case .create where own.folds == 0 || own.isSealed, .restore:
            guard view.isAlive else { return false }
            try write(.delete, view)
        case .delete:
            guard !view.isAlive else { return false }
            try write(.restore, view)
        case .create, .set: return try putValuesBack(own, view)
        case .review: return false
        }
        return true
    }

    private mutating func putValuesBack(_ own: OwnOp, _ view: RecordView) throws -> Bool {
        let units = (own.replaced ?? []).filter { unit in
            guard let field = connection.schema.field(of: unit.key, kind: view.kind) else {
                return false
            }
            let isKept = field.policy == .log || field.policy == .once || field.policy == .server
            return !isKept && view.units[unit.key]?.value != unit.value
        }
        guard !units.isEmpty else { return false }
        try write(.set, view, units: units)
        return true
    }

    /// Throws where somebody else, or this person, has written over the op since.
    private func requireUnchanged(_ own: OwnOp, _ view: RecordView) throws {
        let others =
            own.op.action == .create || own.op.units.isEmpty
            ? try foreignUnits(since: own, view)
            : own.op.units.compactMap { view.units[$0.key] }.filter { unit in
                unit.op != own.op.id && !isOfThisWrite(unit.op, view)
            }
        guard !others.isEmpty else { return }
        let names = others.map { connection.schema.name(of: $0.key, kind: view.kind) }.sorted()
        throw StoreError(
            .changedSince, "It was written again since: \(names.joined(separator: ", ")).",
            remedy: "Look at it first; --force puts the old values back all the same.")
    }

    /// The units of a record that somebody else has written since an op.
    private func foreignUnits(since own: OwnOp, _ view: RecordView) throws -> [UnitView] {
        let since = own.seq == 0 ? own.op.context.seen : own.seq
        return try view.units.values.filter { unit in
            try (unit.server?.seq ?? 0) > since && !connection.isOwn(unit.op)
        }
    }

    private func isOfThisWrite(_ op: OpID, _ view: RecordView) -> Bool {
        view.overlay.contains { $0.op.id == op && $0.op.transaction == transaction }
    }
}
