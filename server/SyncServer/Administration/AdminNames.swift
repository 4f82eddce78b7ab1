// From ids and bytes to what admins read: names of people, devices, accounts, units and values.

import AccountRecords
import CausalCore
import SyncProtocol

/// Looks names up, each once for an answer.
struct AdminNames {
    private let snapshot: any ServerSnapshot
    let schema: Schema
    private var users: [UserID: UserRow] = [:]
    private var devices: [ReplicaID: String] = [:]
    private var everyone: [UserRow]?

    init(_ snapshot: any ServerSnapshot, _ schema: Schema) {
        self.snapshot = snapshot
        self.schema = schema
    }

    mutating func user(_ id: UserID) throws -> UserRow? {
        if let user = users[id] { return user }
        let user = try snapshot.user(id)
        users[id] = user
        return user
    }

    /// A person's handle; the operator's at the server's own files is `operator`.
    mutating func handle(_ id: UserID) throws -> String {
        try user(id)?.handle ?? (id.isZero ? "operator" : id.description)
    }

    /// The name of the device that carries a replica; empty for the server.
    mutating func device(_ replica: ReplicaID) throws -> String {
        if let name = devices[replica] { return name }
        let row = try snapshot.replica(replica)
        let name = try row.flatMap { try snapshot.device($0.device)?.name } ?? ""
        devices[replica] = name
        return name
    }

    mutating func adminAccount(_ row: AccountRow) throws -> AdminAccount {
        let record = try snapshot.records([row.id]).first
        var assignments = try assigned(row.id)
        let all: [UserRow] = try everyone ?? snapshot.users()
        everyone = all
        for user in all {
            guard let role = user.roleOnAll, !assignments.contains(where: { $0.user == user.id })
            else { continue }
            assignments.append(assignment(user, role))
        }
        return AdminAccount(
            id: row.id, handle: row.handle, name: try record.map(title) ?? "",
            isAlive: record?.isAlive ?? false,
            assignments: assignments.sorted { $0.handle < $1.handle })
    }

    private mutating func assigned(_ account: RecordID) throws -> [AdminAssignment] {
        let window = ScopeWindow(
            accounts: [account], after: 0, through: try snapshot.shard()?.seq ?? 0)
        return try snapshot.assignments(in: window).compactMap { row in
            try user(row.user).map { assignment($0, row.role) }
        }
    }

    private func assignment(_ user: UserRow, _ role: UInt8) -> AdminAssignment {
        AdminAssignment(
            user: user.id, handle: user.handle,
            role: AssignmentRole(rawValue: role)?.name ?? "#\(role)")
    }

    func accountHandle(_ id: RecordID) throws -> String? {
        try snapshot.accounts([id]).first?.handle
    }

    func kind(_ number: UInt16) -> String {
        schema.kind(number: number)?.name ?? "#\(number)"
    }

    func shortID(_ record: RecordID, kind: UInt16) -> String {
        ShortID.text(of: record, letter: schema.kind(number: kind)?.letter ?? "r")
    }

    /// A record in a few words: its name, title or text.
    func title(_ row: RecordRow) throws -> String {
        guard let kind = schema.kind(number: row.kind) else { return "" }
        let cells = try CellCoding.decode(row)
        for name in ["name", "title", "text", "number", "summary", "purpose"] {
            guard let field = kind.field(named: name),
                let cell = cells.first(where: { $0.key == UnitKey(field: field.number) })
            else { continue }
            return String(text(cell.value, of: cell.key, kind: row.kind).prefix(80))
        }
        return ""
    }

    /// A value as people read it; empty for nothing.
    func text(_ bytes: [UInt8], of unit: UnitKey, kind: UInt16) -> String {
        if unit == .life { return bytes == lifeValue(alive: true) ? "alive" : "deleted" }
        if bytes.isEmpty { return "" }
        if bytes == FieldValue.presentBytes { return "yes" }
        guard let field = schema.field(of: unit, kind: kind),
            let value = try? FieldValue(canonicalBytes: bytes, type: field.type)
        else { return "\(bytes.count) bytes" }
        return value.text
    }
}
