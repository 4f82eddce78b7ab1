// Reading: one snapshot of what the device shows and of where it stands.

import AccountRecords
import CausalCore

/// One snapshot of the store, valid only inside the call that handed it out.
///
/// See ``ReplicaStore/read(_:)``.
public struct ReplicaReader {
    let connection: Connection

    /// Who this copy is; nil before it enrolled.
    public func identity() throws -> DeviceIdentity? { try connection.identity() }

    /// Where the copy stands towards the server.
    public func syncState() throws -> SyncState { try connection.syncState() }

    /// A record as the device shows it, deleted ones included; nil for one that is unknown here.
    public func record(_ id: RecordID) throws -> RecordView? { try connection.view(of: id) }

    /// What an edit that begins now has seen; for one that is saved by another process, see
    /// ``ReplicaStore/openEdit(_:)``.
    ///
    /// - Throws: ``StoreError`` with code `notFound`.
    public func editToken(for record: RecordID) throws -> EditToken {
        guard let view = try connection.view(of: record) else {
            throw StoreError.notFound("such record")
        }
        return EditToken(
            record: record, context: view.context, epoch: try connection.epoch())
    }

    /// The accounts that show here or are in the scope, by id.
    public func accounts() throws -> [HeldAccount] {
        let rows = try connection.rows(
            """
            SELECT account, role, is_complete FROM scope UNION ALL SELECT id, 0, 2 FROM account \
            WHERE id NOT IN (SELECT account FROM scope) ORDER BY 1
            """)
        return try rows.map { row in
            let presence: AccountPresence =
                switch row.integer(2) {
                case 0: .incomplete
                case 1: .complete
                default: .local
                }
            return HeldAccount(
                account: try row.requiredID(0), role: UInt8(clamping: row.integer(1) ?? 0),
                presence: presence)
        }
    }

    /// Drafts, the newest first.
    public func drafts() throws -> [Draft] { try connection.drafts() }

    /// The person with an id, as far as the records here mention them.
    public func person(_ user: UserID) throws -> DirectoryEntry? {
        try directory("WHERE user = ? ORDER BY replica LIMIT 1", [user.value]).first
            ?? own { $0.user == user }
    }

    /// The device with a replica's id and its owner, as far as the records here mention them.
    public func directory(_ replica: ReplicaID) throws -> DirectoryEntry? {
        try directory("WHERE replica = ? LIMIT 1", [replica.rawValue.value]).first
            ?? own { $0.replica == replica }
    }

    /// All people and devices that the records here mention.
    public func directory() throws -> [DirectoryEntry] { try directory("ORDER BY user, replica") }

    private func directory(
        _ condition: String, _ values: [SQLValue] = []
    ) throws -> [DirectoryEntry] {
        let rows = try connection.rows(
            "SELECT replica, device, user, handle, name FROM directory \(condition)", values)
        return try rows.map { row in
            DirectoryEntry(
                replica: ReplicaID(row.bits(0)), device: row.text(1) ?? "",
                user: try row.requiredID(2), handle: row.text(3) ?? "", name: row.text(4) ?? "")
        }
    }

    private func own(_ matches: (DeviceIdentity) -> Bool) throws -> DirectoryEntry? {
        guard let identity = try identity(), matches(identity) else { return nil }
        return DirectoryEntry(
            replica: identity.replica, device: identity.device, user: identity.user,
            handle: identity.handle, name: identity.name)
    }

    /// Writes the acknowledged state, line by line, in the form in which copies are compared: live
    /// records of complete accounts, then their open conflicts; no line has a line break.
    public func canonicalExport(_ line: (String) throws -> Void) throws {
        let complete = "account IN (SELECT account FROM scope WHERE is_complete = 1)"
        try connection.forEach(
            """
            SELECT \(Shadow.columns) FROM record \
            WHERE is_alive = 1 AND \(complete) ORDER BY kind, id
            """
        ) { row in
            let state = try connection.shadow(row: row).state
            try line(CanonicalExport.recordLine(state, schema: connection.schema))
        }
        let conflicts = try connection.conflicts("WHERE is_open = 1 AND \(complete)")
        for conflict in conflicts.sorted(by: CanonicalExport.precedes) {
            try line(CanonicalExport.conflictLine(conflict, schema: connection.schema))
        }
    }
}
