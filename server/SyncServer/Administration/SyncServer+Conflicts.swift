// Admin acts on conflict records: list, show, resolve.

import AccountRecords
import CausalCore
import SyncProtocol

extension SyncServer {
    /// Lists conflict records, newest first; for admins.
    public func perform(_ request: AdminConflictsRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminConflictsResponse
    {
        try look(device) { [self] snapshot, _ in
            var names = AdminNames(snapshot, schema)
            let account = try request.account.map { try self.account($0, snapshot).id }
            let limit = max(1, min(request.limit, 1_000))
            var found: [AdminConflict] = []
            var before = request.after
            while found.count <= limit {
                let rows = try snapshot.conflicts(
                    includesClosed: request.includesClosed, before: before, limit: 500)
                for row in rows where found.count <= limit {
                    if let account, row.account != account { continue }
                    if request.needsReviewOnly, !row.needsReview { continue }
                    found.append(try adminConflict(row, &names, snapshot))
                }
                guard let last = rows.last else { break }
                before = last.id
            }
            return AdminConflictsResponse(
                conflicts: Array(found.prefix(limit)), hasMore: found.count > limit)
        }
    }

    /// Shows one conflict record; for admins.
    public func perform(_ request: AdminConflictRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminConflictResponse
    {
        try look(device) { [self] snapshot, _ in
            var names = AdminNames(snapshot, schema)
            let row = try conflict(request.conflict, snapshot)
            let seen = try snapshot.records([row.record]).first?.seq ?? 0
            return AdminConflictResponse(
                conflict: try adminConflict(row, &names, snapshot), seen: seen)
        }
    }

    /// Settles or acknowledges a conflict record, by an op of the server's replica; for admins.
    public func perform(_ request: AdminResolveRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminResolveResponse
    {
        try act(device, "resolve", request.conflict) { [self] transaction, actor in
            let row = try conflict(request.conflict, transaction)
            let conflict = try ConflictCoding.conflict(row).conflict
            guard let record = try transaction.records([row.record]).first else {
                throw Problem.notFound("record")
            }
            let write = try resolution(request.choice, of: conflict)
            let op = serverOp(
                on: record, write.action, units: write.units, seen: request.seen,
                resolves: [conflict.id], reason: request.reason, author: actor.id)
            let answer = try accepted { try self.write(op, author: actor, transaction) }
            var names = AdminNames(transaction, schema)
            return AdminResolveResponse(
                op: op.id, verdict: answer.verdict.name, code: nil,
                conflict: try adminConflict(
                    try self.conflict(row.id.description, transaction), &names, transaction))
        }
    }

    /// Turns a refused op into a problem that says why.
    func accepted(_ body: () throws -> Acknowledgement) throws -> Acknowledgement {
        do {
            return try body()
        } catch let refused as RefusedAct {
            throw Problem.opRefused(refused.verdict.code ?? "refused")
        }
    }

    /// What a resolution does, and what it writes.
    private func resolution(_ choice: AdminResolution, of conflict: ConflictRecord) throws
        -> (action: OpAction, units: [UnitWrite])
    {
        switch choice {
        case .acknowledge: return (.review, [])
        case .keep(let op):
            guard let member = conflict.members.first(where: { $0.op == op }) else {
                throw Problem.notFound("side with this op in the conflict")
            }
            guard conflict.unit == .life else {
                return (.set, [UnitWrite(key: conflict.unit, value: member.value)])
            }
            return (member.value == lifeValue(alive: true) ? .restore : .delete, [])
        case .edit(let text):
            guard let field = schema.field(of: conflict.unit, kind: conflict.kind) else {
                throw Problem.invalid("The life of a record is kept or deleted, not edited.")
            }
            if text.isEmpty { return (.set, [UnitWrite(key: conflict.unit, value: [])]) }
            if field.policy == .set {
                let value = FieldValue.presentBytes
                return (.set, [UnitWrite(key: conflict.unit, value: value)])
            }
            do {
                let value = try FieldValue(text: text, type: field.type).canonicalBytes
                return (.set, [UnitWrite(key: conflict.unit, value: value)])
            } catch {
                throw Problem.invalid("The value does not fit \(field.title): \(error.message)")
            }
        }
    }

    /// A conflict record by id or short id.
    private func conflict(_ text: String, _ snapshot: any ServerSnapshot) throws -> ConflictRow {
        if let id = ConflictID(text), let row = try snapshot.conflicts([id]).first { return row }
        guard let short = ShortID(text) else { throw Problem.notFound("conflict \(text)") }
        let matches = try snapshot.conflicts(includesClosed: true, before: nil, limit: .max)
            .filter { short.matches($0.id) }
        if matches.count > 1 { throw Problem.ambiguous("conflict") }
        guard let row = matches.first else { throw Problem.notFound("conflict \(text)") }
        return row
    }

    private func adminConflict(
        _ row: ConflictRow, _ names: inout AdminNames, _ snapshot: any ServerSnapshot
    ) throws -> AdminConflict {
        let conflict = try ConflictCoding.conflict(row).conflict
        let record = try snapshot.records([row.record]).first
        let cells = try record.map { try CellCoding.decode($0) } ?? []
        let cell = cells.first { $0.key == conflict.unit }
        let life = lifeValue(alive: record?.isAlive ?? false)
        let current = conflict.unit == .life ? life : cell?.value ?? []
        let members = try conflict.members.map {
            try adminMember($0, of: conflict, &names)
        }
        let closing = try conflict.closing.map {
            AdminConflictClosing(
                op: $0.op.isZero ? nil : $0.op, by: $0.op.isZero ? "" : try names.handle($0.author),
                reason: $0.reason, stamp: $0.stamp)
        }
        return AdminConflict(
            id: conflict.id, shortID: ShortID.text(of: conflict.id, letter: ShortID.conflictLetter),
            record: conflict.record,
            recordShortID: names.shortID(conflict.record, kind: conflict.kind),
            title: try record.map { try names.title($0) } ?? "", kind: names.kind(conflict.kind),
            account: conflict.account,
            accountHandle: try names.accountHandle(conflict.account) ?? "",
            unit: schema.name(of: conflict.unit, kind: conflict.kind), members: members,
            current: names.text(current, of: conflict.unit, kind: conflict.kind),
            currentOp: cell?.op, needsReview: conflict.needsReview,
            isOvertaken: conflict.isOvertaken, opened: conflict.opened, closing: closing)
    }

    private func adminMember(
        _ member: ConflictMember, of conflict: ConflictRecord, _ names: inout AdminNames
    ) throws -> AdminConflictMember {
        func text(_ bytes: [UInt8]) -> String {
            names.text(bytes, of: conflict.unit, kind: conflict.kind)
        }
        let value = text(member.value)
        let base = member.isBaseForgotten ? "(no longer kept)" : member.base.map(text)
        return AdminConflictMember(
            op: member.op, action: "\(member.action)", value: value, base: base,
            author: member.author, authorHandle: try names.handle(member.author),
            authorName: try names.user(member.author)?.name ?? "", replica: member.dot.replica,
            counter: member.dot.counter, device: try names.device(member.dot.replica),
            stamp: member.stamp, quality: "\(member.quality)", received: member.received,
            seq: member.seq,
            context: member.context.entries.map {
                AdminDot(replica: $0.replica, counter: $0.counter)
            }, isReplaced: member.isReplaced, prevails: conflict.prevailing?.op == member.op)
    }
}
