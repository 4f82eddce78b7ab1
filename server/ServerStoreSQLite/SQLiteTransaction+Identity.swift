// People, devices, replicas, codes, assignments and the audit.

import CausalCore
import GRDB
import SyncProtocol
import SyncServer

private let userColumns = "id, handle, name, role, role_on_all, scope_count, scope_digest"
private let deviceColumns = """
    id, family, user, name, token_hash, enrolled, is_revoked, rebirths, seen_time, seen_seq,
    pending_ops, skew_milliseconds, schema, software
    """
private let replicaColumns = "id, family, device, user, counter, last_batch, family_enrolled"

extension SQLiteTransaction {
    func user(_ id: UserID) throws -> UserRow? {
        var statement = try statement("SELECT \(userColumns) FROM user WHERE id = ?")
        statement.bind(id)
        return try statement.one(UserRow.init)
    }

    func user(handle: String) throws -> UserRow? {
        var statement = try statement("SELECT \(userColumns) FROM user WHERE handle = ?")
        statement.bind(handle)
        return try statement.one(UserRow.init)
    }

    func users() throws -> [UserRow] {
        var statement = try statement("SELECT \(userColumns) FROM user ORDER BY handle")
        return try statement.all(UserRow.init)
    }

    func put(_ user: UserRow) throws {
        var statement = try statement(
            """
            INSERT INTO user (\(userColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, name = excluded.name,
                role = excluded.role, role_on_all = excluded.role_on_all,
                scope_count = excluded.scope_count, scope_digest = excluded.scope_digest
            """)
        statement.bind(user.id)
        statement.bind(user.handle)
        statement.bind(user.name)
        statement.bind(UInt64(user.role.rawValue))
        if let role = user.roleOnAll {
            statement.bind(UInt64(role))
        } else {
            statement.bindNothing()
        }
        statement.bind(UInt64(user.scopeCount))
        statement.bind(user.scopeDigest.rawValue)
        try statement.run()
    }

    func device(tokenHash: [UInt8]) throws -> DeviceRow? {
        var statement = try statement("SELECT \(deviceColumns) FROM device WHERE token_hash = ?")
        statement.bind(tokenHash)
        return try statement.one(DeviceRow.init)
    }

    func device(_ id: ReplicaID) throws -> DeviceRow? {
        var statement = try statement("SELECT \(deviceColumns) FROM device WHERE id = ?")
        statement.bind(id)
        return try statement.one(DeviceRow.init)
    }

    func devices() throws -> [DeviceRow] {
        var statement = try statement("SELECT \(deviceColumns) FROM device ORDER BY id")
        return try statement.all(DeviceRow.init)
    }

    func put(_ device: DeviceRow) throws {
        var statement = try statement(
            """
            INSERT OR REPLACE INTO device (\(deviceColumns))
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        statement.bind(device.id)
        statement.bind(device.family)
        statement.bind(device.user)
        statement.bind(device.name)
        statement.bind(device.tokenHash)
        statement.bind(device.enrolled)
        statement.bind(device.isRevoked)
        statement.bind(UInt64(device.rebirths))
        statement.bind(device.sighting.time)
        statement.bind(device.sighting.seq)
        statement.bind(UInt64(device.sighting.pendingOps))
        statement.bind(device.sighting.skewMilliseconds)
        statement.bind(UInt64(device.sighting.schema))
        statement.bind(device.sighting.software)
        try statement.run()
    }

    func replica(_ id: ReplicaID) throws -> ReplicaRow? {
        try replicas([id]).first
    }

    func replicas(_ ids: [ReplicaID]) throws -> [ReplicaRow] {
        var statement = try statement("SELECT \(replicaColumns) FROM replica WHERE id = ?")
        var rows: [ReplicaRow] = []
        for id in ids {
            statement.bind(id)
            if let row = try statement.one(ReplicaRow.init) { rows.append(row) }
        }
        return rows
    }

    func replicas(of device: ReplicaID) throws -> [ReplicaRow] {
        var statement = try statement(
            "SELECT \(replicaColumns) FROM replica WHERE device = ? ORDER BY id")
        statement.bind(device)
        return try statement.all(ReplicaRow.init)
    }

    func put(_ replica: ReplicaRow) throws {
        var statement = try statement(
            "INSERT OR REPLACE INTO replica (\(replicaColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)")
        statement.bind(replica.id)
        statement.bind(replica.family)
        statement.bind(replica.device)
        statement.bind(replica.user)
        statement.bind(replica.counter)
        statement.bind(replica.lastBatch)
        statement.bind(replica.familyEnrolled)
        try statement.run()
    }

    func code(hash: [UInt8]) throws -> CodeRow? {
        var statement = try statement(
            "SELECT hash, user, expires, is_used FROM code WHERE hash = ?")
        statement.bind(hash)
        return try statement.one {
            CodeRow(
                hash: $0.bytes(0), user: $0.identifier(1), expires: $0.stamp(2),
                isUsed: $0.flag(3))
        }
    }

    func put(_ code: CodeRow) throws {
        var statement = try statement(
            """
            INSERT INTO code (hash, user, expires, is_used) VALUES (?, ?, ?, ?)
            ON CONFLICT (hash) DO UPDATE SET is_used = excluded.is_used
            """)
        statement.bind(code.hash)
        statement.bind(code.user)
        statement.bind(code.expires)
        statement.bind(code.isUsed)
        try statement.run()
    }
}

extension UserRow {
    fileprivate init(_ row: SQLRow) throws {
        guard let role = UserRole(rawValue: UInt8(clamping: row.integer(3))) else {
            throw DamagedRow("user")
        }
        self.init(
            id: row.identifier(0), handle: row.text(1), name: row.text(2), role: role,
            roleOnAll: row.isNothing(4) ? nil : UInt8(clamping: row.integer(4)),
            scopeCount: UInt32(clamping: row.integer(5)),
            scopeDigest: ScopeDigest(rawValue: row.number(6)))
    }
}

extension DeviceRow {
    fileprivate init(_ row: SQLRow) {
        var sighting = DeviceSighting()
        sighting.time = row.stamp(8)
        sighting.seq = row.number(9)
        sighting.pendingOps = UInt32(clamping: row.integer(10))
        sighting.skewMilliseconds = row.integer(11)
        sighting.schema = UInt32(clamping: row.integer(12))
        sighting.software = row.text(13)
        self.init(
            id: row.replica(0), family: row.replica(1), user: row.identifier(2), name: row.text(3),
            tokenHash: row.bytes(4), enrolled: row.stamp(5), isRevoked: row.flag(6),
            rebirths: UInt32(clamping: row.integer(7)), sighting: sighting)
    }
}

extension ReplicaRow {
    fileprivate init(_ row: SQLRow) {
        self.init(
            id: row.replica(0), family: row.replica(1), device: row.replica(2),
            user: row.identifier(3), counter: row.number(4), lastBatch: row.identifier(5),
            familyEnrolled: row.stamp(6))
    }
}
