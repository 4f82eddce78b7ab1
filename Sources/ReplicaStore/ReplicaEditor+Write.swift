// One op on a record that exists: context, check, row, and folding into the op before it.

import AccountRecords
import CausalCore

extension ReplicaEditor {
    /// Writes one op on a record that is known here, and brings its row along.
    @discardableResult
    mutating func write(
        _ action: OpAction, _ view: RecordView, units: [UnitWrite] = [],
        token: EditToken? = nil, resolves: [ConflictID] = [], reason: String = ""
    ) throws -> OpID {
        if action == .set && !view.isAlive && token == nil {
            throw StoreError(
                .notAlive, "The record was deleted.", remedy: "Restore it first, then edit it.")
        }
        if let token, token.record != view.id {
            throw StoreError.notFound("edit of this record under that token")
        }
        let context = try connection.naming(
            sidesOf: resolves, in: try context(of: view, token))
        let op = op(
            action, record: view.id, kind: view.kind, account: view.account, units: units,
            context: context, resolves: resolves, reason: reason)
        try check(op, facts: facts(for: op, view))
        let replaced = units.map { unit in
            UnitWrite(key: unit.key, value: view.units[unit.key]?.value ?? [])
        }
        let own = try insert(
            op, replaced: replaced, seen: SeenOp.list(for: op, in: view.server))
        if let token { try connection.close(token) }
        var after = view
        after.lay(own)
        try connection.project(before: view.shown, after: after.shown)
        lastSet = own
        return try foldWithin(own)
    }

    /// What the read that the edit began from had seen: that of its token, else this very one.
    private func context(of view: RecordView, _ token: EditToken?) throws -> ReadContext {
        if planted(.globalCursorAsContext) {
            return ReadContext(seen: try connection.syncState().cursor.start, own: view.context.own)
        }
        guard let token, !planted(.contextAtSaveTime) else { return view.context }
        return try connection.resolvingGone(connection.present(token))
    }

    func check(_ op: Op, facts: RecordFacts) throws {
        guard let finding = OpCheck.finding(in: op, record: facts, schema: connection.schema)
        else { return }
        let field = finding.unit.flatMap {
            connection.schema.kind(number: op.kind)?.field(number: $0.field)?.title
        }
        throw StoreError(
            .invalidValue, field.map { "\($0): \(finding.detail)" } ?? finding.detail,
            remedy: "Nothing was saved; change it and repeat.")
    }

    private func facts(for op: Op, _ view: RecordView) -> RecordFacts {
        let written = Set(op.units.map(\.key))
        return RecordFacts(
            kind: view.kind, account: view.account,
            hasSeenFixed: OpCheck.fixedRule(for: op, schema: connection.schema).map {
                view.context(op.context, contains: $0)
            } ?? false,
            otherUnitCount: view.units.keys.count { !written.contains($0) },
            value: { view.units[$0]?.value })
    }

    // MARK: Folding

    /// Folds an op into an earlier one of this same transaction, where that is allowed.
    private mutating func foldWithin(_ own: OwnOp) throws -> OpID {
        guard let target = try foldTarget(of: own.op), target.op.transaction == transaction else {
            return own.op.id
        }
        return try fold(own, into: target)
    }

    /// Folds a transaction of one op into an earlier transaction of one op, where that is allowed.
    mutating func foldWhole() throws {
        guard written.count == 1, let own = lastSet, written[own.position] != nil,
            let target = try foldTarget(of: own.op), target.op.transaction != transaction
        else { return }
        let together = try connection.number(
            "SELECT count(*) FROM op WHERE txn = ?", [target.op.transaction.value])
        guard together == 1 else { return }
        _ = try fold(own, into: target)
    }

    /// The op that a new one may be folded into, the transactions left aside; nil if there is none.
    private func foldTarget(of op: Op) throws -> OwnOp? {
        guard op.action == .set, op.context.own.count == 1,
            let target = try connection.ownOps(
                "WHERE id = ?", [op.context.own[0].value]
            ).first,
            op.canFold(into: target),
            try !connection.isNamed(target, except: op.id)
        else { return nil }
        return target
    }

    /// Puts a new op in the place of an earlier one, under its new id.
    private mutating func fold(_ own: OwnOp, into target: OwnOp) throws -> OpID {
        var op = own.op
        if planted(.foldedOpKeepsItsID) { op.id = target.op.id }
        op.action = target.op.action
        op.context = target.op.context
        let seen = try connection.row(
            "SELECT seen_ops FROM op WHERE position = ?", [own.position.value])
        try connection.run("DELETE FROM op WHERE position = ?", [own.position.value])
        var replaced = ByteWriter()
        replaced.put(own.replaced ?? [])
        let body = op.storedBytes
        try connection.run(
            """
            UPDATE op SET id = ?, txn = ?, body = ?, replaced = ?, seen_ops = ?, \
            folds = folds + 1 \
            WHERE position = ?
            """,
            [
                op.id.value, op.transaction.value, body.value, replaced.bytes.value,
                seen?.bytes(0).value ?? .null, target.position.value,
            ])
        try connection.remember(gone: target.op)
        written[own.position] = nil
        written[target.position] = body.count
        return op.id
    }
}

extension Op {
    /// Whether this op may be folded into an earlier one, as far as the two of them say; whether
    /// somebody else names that one, and the transactions, are for the caller.
    func canFold(into target: OwnOp) -> Bool {
        let earlier = target.op
        let writesAll = earlier.units.allSatisfy { unit in
            units.contains { $0.key == unit.key }
        }
        let hasSameRead =
            context.seen == earlier.context.seen || planted(.foldAcrossAPull)
        return action == .set && (earlier.action == .set || earlier.action == .create)
            && (!target.isSealed || planted(.foldOfASealedOp)) && target.status == .waiting
            && record == earlier.record && schema == earlier.schema && author == earlier.author
            && hasSameRead && context.own == [earlier.id]
            && (writesAll || planted(.foldOfOtherUnits)) && resolves.isEmpty
            && earlier.resolves.isEmpty
            && reason.isEmpty && earlier.reason.isEmpty
            && origin == nil && earlier.origin == nil
    }
}

extension RecordView {
    /// Whether a context on this record contains an op that gave a rule's unit its value.
    func context(_ context: ReadContext, contains rule: FixedRule) -> Bool {
        if let cell = units[rule.unit]?.server, cell.value == rule.value, cell.seq <= context.seen {
            return true
        }
        var open = context.own
        var known: Set<OpID> = []
        while let id = open.popLast() {
            guard known.insert(id).inserted,
                let own = overlay.first(where: { $0.op.id == id })
            else { continue }
            if own.op.units.contains(where: { $0.key == rule.unit && $0.value == rule.value }) {
                return true
            }
            open += own.op.context.own
        }
        return false
    }
}
