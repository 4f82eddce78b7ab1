// Admin acts on people: list, invite.

import AccountRecords
import CausalCore
import SyncProtocol

extension SyncServer {
    /// Lists people; for admins and managers.
    public func perform(_ request: AdminUsersRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminUsersResponse
    {
        try look(device, [.admin, .manager]) { [self] snapshot, _ in
            let devices = try snapshot.devices().filter { !$0.isRevoked }
            let shard = try shard(snapshot)
            return AdminUsersResponse(
                users: try snapshot.users().map { adminUser($0, devices, shard) })
        }
    }

    func adminUser(_ user: UserRow, _ devices: [DeviceRow], _ shard: ShardRow) -> AdminUser {
        let hasAll = user.roleOnAll != nil
        return AdminUser(
            id: user.id, handle: user.handle, name: user.name, role: user.role,
            devices: devices.count { $0.user == user.id },
            accounts: Int(hasAll ? shard.accountCount : user.scopeCount),
            hasAllAccounts: hasAll)
    }

    /// Makes a person, or a code for one more device of a known one; for admins.
    ///
    /// `link` is empty: only the route knows the server's address and certificate.
    public func perform(_ request: AdminInviteRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminInviteResponse
    {
        try act(device, "invite", request.handle ?? request.name) { [self] transaction, _ in
            let known = try request.handle.flatMap { try transaction.user(handle: $0) }
            if let known, let role = request.role, role != known.role {
                throw Problem.invalid("\(known.handle) is known, with another role.")
            }
            let user = try known ?? invited(request, transaction)
            let code = try newCode(for: user.id, transaction)
            let devices = try transaction.devices().filter { !$0.isRevoked }
            return AdminInviteResponse(
                user: adminUser(user, devices, try shard(transaction)), isNew: known == nil,
                code: code.code, link: "", expires: code.expires)
        }
    }

    private func invited(_ request: AdminInviteRequest, _ transaction: any ServerTransaction)
        throws -> UserRow
    {
        guard !request.name.isEmpty else {
            if let handle = request.handle { throw Problem.notFound("person \(handle)") }
            throw Problem.invalid("A new person needs a name.")
        }
        let handle =
            try request.handle
            ?? Handle.uniqued(Handle.proposal(for: request.name)) {
                try transaction.user(handle: $0) != nil
            }
        return try newUser(
            transaction, name: request.name, handle: handle, role: request.role ?? .rep)
    }

    /// The person with a handle.
    func person(_ handle: String, _ snapshot: any ServerSnapshot) throws -> UserRow {
        guard let user = try snapshot.user(handle: handle) else {
            throw Problem.notFound("person \(handle)")
        }
        return user
    }
}
