// Editing: rows and ops in one transaction, each op with the context of the read it began from.

import AccountRecords
import CausalCore

/// One local transaction; see ``ReplicaStore/write(_:_:)``.
///
/// > Invariant: an op's context is that of the read its edit began from. For an edit without a token
/// > that read is made here, in the transaction that saves it.
public struct ReplicaEditor {
    let connection: Connection
    let moment: WriteMoment
    let identity: DeviceIdentity
    let limits: BatchLimits
    /// Names the local transaction that the ops of this write belong to.
    public let transaction: TransactionID
    private(set) var nextPosition: Int64
    /// The ops that this write has inserted and not folded away, by position.
    var written: [Int64: Int] = [:]
    /// The last op on a record that existed before: the one that may be folded.
    var lastSet: OwnOp?

    init(connection: Connection, moment: WriteMoment, options: StoreOptions) throws {
        guard let identity = try connection.identity() else {
            throw StoreError(
                .notEnrolled, "This profile is not enrolled with a server yet.",
                remedy: "Enroll it first, with the link that your admin gave you.")
        }
        self.connection = connection
        self.moment = moment
        self.identity = identity
        limits = try connection.batchLimits() ?? options.batchLimits
        transaction = moment.newID()
        let last = try connection.number("SELECT max(position) FROM op")
        nextPosition = Swift.max(Int64(last), try connection.sealedEnd()) + 1
    }

    /// What can be read, this write's own changes included.
    public var reader: ReplicaReader { ReplicaReader(connection: connection) }

    /// Makes a record with all its initial units in one op.
    ///
    /// - Parameters:
    ///   - kind: the name of its kind, such as `visit`.
    ///   - account: the account it belongs to; nil for an account.
    /// - Throws: ``StoreError`` with code `invalidValue`, for missing and impossible values.
    public mutating func create(
        _ kind: String, account: RecordID? = nil, _ changes: RecordChanges
    ) throws -> RecordID {
        guard let definition = connection.schema.kind(named: kind) else {
            throw StoreError(
                .invalidValue, "There is no kind of record called \(kind).",
                remedy: "Use one that the schema has.")
        }
        let record: RecordID = moment.newID()
        let units = try units(changes, of: definition)
        let op = op(
            .create, record: record, kind: definition.number, account: account ?? record,
            units: units)
        try check(op, facts: .unknown)
        let replaced = units.map { UnitWrite(key: $0.key, value: []) }
        _ = try insert(op, replaced: replaced)
        if let table = connection.layout.table(op.kind) {
            try connection.insertRow(of: record, account: op.account, units: units, in: table)
        }
        return record
    }

    /// Writes units of a record.
    ///
    /// - Parameters:
    ///   - token: what the edit began from; without one it begins here.
    ///   - resolves: conflicts that the edit settles.
    ///   - reason: why, in the writer's words.
    /// - Throws: ``StoreError`` with code `notFound`, `notAlive` or `invalidValue`.
    @discardableResult
    public mutating func set(
        _ record: RecordID, _ changes: RecordChanges, token: EditToken? = nil,
        resolves: [ConflictID] = [], reason: String = ""
    ) throws -> OpID {
        let view = try view(of: record)
        guard let kind = connection.schema.kind(number: view.kind) else {
            throw StoreError(
                .invalidValue, "The record is of a kind that only newer programs know.",
                remedy: "Update this program.")
        }
        return try write(
            .set, view, units: try units(changes, of: kind), token: token, resolves: resolves,
            reason: reason)
    }

    /// Hides a record, until somebody restores it or an edit arrives that had not seen this.
    @discardableResult
    public mutating func delete(
        _ record: RecordID, token: EditToken? = nil, resolves: [ConflictID] = [],
        reason: String = ""
    ) throws -> OpID {
        try write(
            .delete, try view(of: record), token: token, resolves: resolves, reason: reason)
    }

    /// Shows a deleted record again.
    @discardableResult
    public mutating func restore(
        _ record: RecordID, token: EditToken? = nil, resolves: [ConflictID] = [],
        reason: String = ""
    ) throws -> OpID {
        try write(
            .restore, try view(of: record), token: token, resolves: resolves, reason: reason)
    }

    /// Acknowledges a conflict and leaves everything as it is.
    @discardableResult
    public mutating func review(_ conflict: ConflictID, reason: String = "") throws -> OpID {
        let conflict = try reader.requiredConflict(conflict)
        return try write(
            .review, try view(of: conflict.record), resolves: [conflict.id], reason: reason)
    }

    /// Settles a conflict by writing the value of one of its members again.
    @discardableResult
    public mutating func keep(
        _ member: OpID, of conflict: ConflictID, reason: String = ""
    ) throws -> OpID {
        let conflict = try reader.requiredConflict(conflict)
        guard let kept = conflict.members.first(where: { $0.op == member }) else {
            throw StoreError.notFound("such side of the conflict")
        }
        let view = try view(of: conflict.record)
        if conflict.unit == .life {
            return try write(
                kept.value == lifeValue(alive: true) ? .restore : .delete, view,
                resolves: [conflict.id], reason: reason)
        }
        return try write(
            .set, view, units: [UnitWrite(key: conflict.unit, value: kept.value)],
            resolves: [conflict.id], reason: reason)
    }

    // MARK: Drafts

    /// Saves a draft, which stays on this device; one with the same id is replaced.
    public func saveDraft(_ draft: Draft) throws { try connection.save(draft) }

    /// Deletes a draft; harmless if there is none.
    public func deleteDraft(_ id: RecordID) throws {
        try connection.run("DELETE FROM draft WHERE id = ?", [id.value])
    }

    // MARK: Parts of writing

    func view(of record: RecordID) throws -> RecordView {
        guard let view = try connection.view(of: record) else {
            throw StoreError.notFound("such record")
        }
        return view
    }

    private func units(_ changes: RecordChanges, of kind: KindDefinition) throws -> [UnitWrite] {
        try changes.units(of: kind) { (moment.newID() as OpID).bytes }
    }

    func op(
        _ action: OpAction, record: RecordID, kind: UInt16, account: RecordID,
        units: [UnitWrite] = [], context: ReadContext = ReadContext(),
        resolves: [ConflictID] = [], reason: String = ""
    ) -> Op {
        Op(
            id: moment.newID(), record: record, kind: kind, account: account, action: action,
            units: units, context: context, resolves: resolves, reason: reason,
            evidence: moment.clock, transaction: transaction, author: identity.user,
            schema: connection.schema.version)
    }

    /// Inserts an op behind all others.
    mutating func insert(
        _ op: Op, replaced: [UnitWrite], seen: [SeenOp] = []
    ) throws -> OwnOp {
        let position = nextPosition
        nextPosition += 1
        var before = ByteWriter()
        before.put(replaced)
        let body = op.storedBytes
        try connection.run(
            """
            INSERT INTO op (position, id, record, account, txn, body, replaced, seen_ops) \
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                position.value, op.id.value, op.record.value, op.account.value,
                op.transaction.value, body.value, before.bytes.value,
                seen.isEmpty ? .null : seen.storedBytes.value,
            ])
        written[position] = body.count
        return OwnOp(waiting: op, position: position, replaced: replaced)
    }

    /// Holds the transaction to what fits into one batch, and folds it if it may be folded.
    mutating func finish() throws {
        try foldWhole()
        let bytes = written.values.reduce(0, +)
        guard written.count > limits.opsMax || bytes > limits.bytesMax else { return }
        throw StoreError(
            .transactionTooLarge,
            "One change holds \(written.count) edits and \(bytes) bytes; at most "
                + "\(limits.opsMax) and \(limits.bytesMax) can be sent together.",
            remedy: "Split it into smaller ones; nothing was saved.")
    }
}
