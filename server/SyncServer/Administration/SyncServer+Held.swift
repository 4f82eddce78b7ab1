// Admin acts on held and rejected ops: list, apply, archive.

import AccountRecords
import CausalCore
import SyncProtocol

extension SyncServer {
    /// Lists held and rejected ops, oldest first; for admins.
    public func perform(_ request: AdminHeldRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminHeldResponse
    {
        try look(device) { [self] snapshot, _ in
            var names = AdminNames(snapshot, schema)
            let author = try request.user.map { try person($0, snapshot).id }
            let rows = try snapshot.held(includesSettled: request.includesSettled)
            return AdminHeldResponse(
                ops: try rows.filter { author == nil || $0.author == author }
                    .map { try adminHeld($0, &names, snapshot) })
        }
    }

    /// Applies a held or rejected op as a new op of the server's replica; for admins.
    public func perform(_ request: AdminHeldApplyRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminHeldApplyResponse
    {
        try act(device, "apply held", request.op) { [self] transaction, actor in
            let held = try waiting(request.op, transaction)
            let original = try JudgedOp(held).op
            let op = try applied(original, request, by: actor, transaction)
            let answer = try accepted {
                try self.write(op, author: actor, owner: held.author, transaction)
            }
            try transaction.settle(
                held.id,
                HeldSettling(
                    outcome: .applied, by: actor.id, reason: request.reason,
                    seq: try takeSeq(transaction)))
            return AdminHeldApplyResponse(
                op: held.id, newOp: op.id, verdict: answer.verdict.name, code: nil)
        }
    }

    /// The op that a held one becomes: with what the admin's page showed as its context.
    private func applied(
        _ original: Op, _ request: AdminHeldApplyRequest, by actor: UserRow,
        _ transaction: any ServerTransaction
    ) throws -> Op {
        var op = original
        let now = clock.now()
        op.id = randomness.identifier(at: now)
        op.transaction = randomness.identifier(at: now)
        op.origin = original.id
        op.author = actor.id
        op.resolves = []
        op.reason = request.reason
        op.context = ReadContext()
        if let text = request.record {
            guard let id = RecordID(text), let record = try transaction.records([id]).first else {
                throw Problem.notFound("record \(text)")
            }
            op.record = record.id
            op.account = record.account
        }
        guard let record = try transaction.records([op.record]).first else { return op }
        if op.action == .create { op.action = .set }
        op.context = ReadContext(seen: min(request.seen, record.seq))
        let known = try transaction.conflicts(on: [op.record]).map(\.id)
        op.resolves = original.resolves.filter(known.contains)
        return op
    }

    /// Puts a held or rejected op aside; for admins.
    public func perform(_ request: AdminHeldArchiveRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminHeldArchiveResponse
    {
        try act(device, "archive held", request.op) { [self] transaction, actor in
            let held = try waiting(request.op, transaction)
            try transaction.settle(
                held.id,
                HeldSettling(
                    outcome: .archived, by: actor.id, reason: request.reason,
                    seq: try takeSeq(transaction)))
            return AdminHeldArchiveResponse(op: held.id)
        }
    }

    /// A held or rejected op that nobody has settled, by id or short id.
    private func waiting(_ text: String, _ snapshot: any ServerSnapshot) throws -> HeldRow {
        let row: HeldRow?
        if let id = OpID(text) {
            row = try snapshot.held([id]).first
        } else if let short = ShortID(text) {
            let matches = try snapshot.held(includesSettled: true).filter { short.matches($0.id) }
            if matches.count > 1 { throw Problem.ambiguous("held edit") }
            row = matches.first
        } else {
            row = nil
        }
        guard let row else { throw Problem.notFound("held edit \(text)") }
        if let settling = row.settling {
            throw Problem.settled("\(settling.outcome)")
        }
        return row
    }

    private func adminHeld(
        _ row: HeldRow, _ names: inout AdminNames, _ snapshot: any ServerSnapshot
    ) throws -> AdminHeldOp {
        let judged = try JudgedOp(row)
        let op = judged.op
        let record = try snapshot.records([op.record]).first
        let cells = try record.map { try CellCoding.decode($0) } ?? []
        let writes = op.units.map { unit in
            AdminWrite(
                unit: schema.name(of: unit.key, kind: op.kind),
                value: names.text(unit.value, of: unit.key, kind: op.kind),
                current: cells.first { $0.key == unit.key }.map {
                    names.text($0.value, of: unit.key, kind: op.kind)
                })
        }
        let settled = try row.settling.map {
            AdminHeldSettling(
                outcome: "\($0.outcome)", by: try names.handle($0.by), reason: $0.reason)
        }
        return AdminHeldOp(
            op: row.id, shortID: ShortID.text(of: row.id, letter: ShortID.opLetter),
            verdict: judged.verdict.name, code: judged.verdict.code ?? "", author: row.author,
            authorHandle: try names.handle(row.author), device: try names.device(row.dot.replica),
            replica: row.dot.replica, action: "\(op.action)", record: op.record,
            recordSeq: record?.seq ?? 0, kind: names.kind(op.kind), account: op.account,
            accountHandle: try names.accountHandle(op.account), writes: writes, stamp: row.stamp,
            received: row.received, settled: settled)
    }
}
