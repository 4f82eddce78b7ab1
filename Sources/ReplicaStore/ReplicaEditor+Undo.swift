// Undo: ordinary ops that put the replaced values back; what nobody has seen is discarded.

import AccountRecords
import CausalCore
import GRDB

extension ReplicaEditor {
    /// Undoes a local write: all its ops, the last first.
    ///
    /// - Parameter force: whether to overwrite what was written since.
    /// - Throws: ``StoreError`` with code `notFound`, `changedSince` or `nothingToUndo`.
    public mutating func undo(_ transaction: TransactionID, force: Bool = false) throws {
        let ops = try reader.ops(of: transaction)
        guard !ops.isEmpty else { throw StoreError.notFound("such change of yours") }
        for own in ops.reversed() { try undo(own, force: force) }
    }

    /// Undoes one op that was written here.
    ///
    /// - Parameter force: whether to overwrite what was written since.
    /// - Throws: ``StoreError`` with code `notFound`, `changedSince` or `nothingToUndo`.
    public mutating func undo(op id: OpID, force: Bool = false) throws {
        guard let own = try reader.ownOp(id) else {
            throw StoreError.notFound("such change of yours")
        }
        try undo(own, force: force)
    }

    private mutating func undo(_ own: OwnOp, force: Bool) throws {
        switch own.status {
        case .held, .rejected:
            throw StoreError(
                .nothingToUndo, "That change was never applied.",
                remedy: "There is nothing to put back.")
        case .waiting, .accepted: break
        }
        guard let view = try connection.view(of: own.op.record) else {
            throw StoreError.notFound("such record")
        }
        if !force { try requireUnchanged(own, view) }
        if try canDiscard(own) { return try discard(own) }
        try putBack(own, view)
    }

    /// Whether an op can go without a trace: never sealed, nothing folded into it, and named by no
    /// op, no open edit and no record of its account.
    private func canDiscard(_ own: OwnOp) throws -> Bool {
        guard !own.isSealed, own.status == .waiting, own.folds == 0,
            try !connection.isNamed(own.op.id, on: own.op.record)
        else { return false }
        guard own.op.action == .create else { return true }
        let others = try connection.number(
            """
            SELECT count(*) FROM op WHERE id <> ?1 AND (record = ?2 OR account = ?2)
            """, [own.op.id.value, own.op.record.value])
        return others == 0
    }

    private mutating func discard(_ own: OwnOp) throws {
        try connection.reprojecting(own.op.record) {
            try connection.run(
                "DELETE FROM op WHERE position = ?", [own.position.databaseValue])
            try connection.remember(gone: own.op)
        }
        written[own.position] = nil
    }

    private mutating func putBack(_ own: OwnOp, _ view: RecordView) throws {
        switch own.op.action {
        case .create:
            if own.folds > 0 && !own.isSealed { return try putValuesBack(own, view) }
            try write(.delete, view)
        case .delete: try write(.restore, view)
        case .restore: try write(.delete, view)
        case .set: try putValuesBack(own, view)
        case .review:
            throw StoreError(
                .nothingToUndo, "That change only acknowledged a conflict.",
                remedy: "There is nothing to put back.")
        }
    }

    private mutating func putValuesBack(_ own: OwnOp, _ view: RecordView) throws {
        let units = (own.replaced ?? []).filter { unit in
            guard let field = connection.schema.field(of: unit.key, kind: view.kind) else {
                return false
            }
            let isKept = field.policy == .log || field.policy == .once || field.policy == .server
            return !isKept && view.units[unit.key]?.value != unit.value
        }
        guard !units.isEmpty else {
            throw StoreError(
                .nothingToUndo, "There is nothing to put back.",
                remedy: "Entries of logs stay; append another one instead.")
        }
        try write(.set, view, units: units)
    }

    /// Throws where somebody else, or this person, has written over the op since.
    private func requireUnchanged(_ own: OwnOp, _ view: RecordView) throws {
        let isWhole = own.op.action == .create || own.op.units.isEmpty
        let touched =
            isWhole ? Array(view.units.values) : own.op.units.compactMap { view.units[$0.key] }
        let others = try touched.filter { unit in
            guard unit.op != own.op.id else { return false }
            let isForeign = try !connection.isOwn(unit.op)
            return isWhole ? isForeign && (unit.server?.seq ?? 0) > own.seq : true
        }
        guard !others.isEmpty else { return }
        let names = others.map { connection.schema.name(of: $0.key, kind: view.kind) }.sorted()
        throw StoreError(
            .changedSince, "It was written again since: \(names.joined(separator: ", ")).",
            remedy: "Look at it first; --force puts the old values back all the same.")
    }
}
