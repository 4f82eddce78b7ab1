// Admin acts on devices, and the state of the server: devices, revoke, status.

import CausalCore
import SyncProtocol

extension SyncServer {
    /// Lists devices, sorted by owner and name; for admins.
    public func perform(_ request: AdminDevicesRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminDevicesResponse
    {
        try look(device) { [self] snapshot, _ in
            var names = AdminNames(snapshot, schema)
            let owner = try request.user.map { try person($0, snapshot).id }
            let devices = try snapshot.devices().filter { owner == nil || $0.user == owner }
                .map { try adminDevice($0, &names, snapshot) }
            return AdminDevicesResponse(
                devices: devices.sorted { ($0.handle, $0.device) < ($1.handle, $1.device) })
        }
    }

    /// Ends a device's access at once; for admins.
    ///
    /// The last device with which an admin can act is revoked only by the operator.
    public func perform(_ request: AdminRevokeRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminRevokeResponse
    {
        try act(device, "revoke", request.device) { [self] transaction, _ in
            var row = try revocable(request.device, transaction)
            if !device.isOperator, try isLastOfAdmins(row, transaction) {
                throw Problem.lastAdminDevice
            }
            if !planted(.revocationForgotten) {
                try revocations.revoke(row.tokenHash)
                row.isRevoked = true
            }
            try transaction.put(row)
            var names = AdminNames(transaction, schema)
            return AdminRevokeResponse(device: try adminDevice(row, &names, transaction))
        }
    }

    private func isLastOfAdmins(_ row: DeviceRow, _ snapshot: any ServerSnapshot) throws -> Bool {
        let admins = Set(try snapshot.users().filter { $0.role == .admin }.map(\.id))
        let left = try snapshot.devices().filter {
            admins.contains($0.user) && !$0.isRevoked && $0.id != row.id
        }
        return admins.contains(row.user) && left.isEmpty
    }

    /// A device by one of its replicas, or by its name if only one has it.
    private func revocable(_ text: String, _ snapshot: any ServerSnapshot) throws -> DeviceRow {
        let devices = try snapshot.devices()
        for device in devices {
            let replicas = try snapshot.replicas(of: device.id)
            if replicas.contains(where: { $0.id.description == text }) { return device }
        }
        let named = devices.filter { $0.name == text && !$0.isRevoked }
        if named.count > 1 { throw Problem.ambiguous("device") }
        guard let device = named.first else { throw Problem.notFound("device \(text)") }
        return device
    }

    private func adminDevice(
        _ row: DeviceRow, _ names: inout AdminNames, _ snapshot: any ServerSnapshot
    ) throws -> AdminDevice {
        let sighting = sightings.withLock { $0[row.id] } ?? row.sighting
        let isSeen = sighting.time != .zero
        let replicas = try snapshot.replicas(of: row.id)
        let newest = replicas.max { ($0.counter, $0.id) < ($1.counter, $1.id) }
        return AdminDevice(
            replica: newest?.id ?? row.id, device: row.name, user: row.user,
            handle: try names.handle(row.user), software: sighting.software,
            schema: sighting.schema, enrolled: row.enrolled,
            lastSeen: isSeen ? sighting.time : nil, seenSeq: sighting.seq,
            pendingOps: sighting.pendingOps,
            clockSkewMilliseconds: isSeen ? sighting.skewMilliseconds : nil,
            rebirths: Int(row.rebirths), isRevoked: row.isRevoked)
    }

    /// Says how the server is; for admins.
    public func perform(_ request: AdminStatusRequest, by device: AuthenticatedDevice)
        throws(Problem) -> AdminStatusResponse
    {
        try look(device) { [self] snapshot, _ in
            let shard = try shard(snapshot)
            let counts = try snapshot.counts()
            let waiting = try snapshot.held(includesSettled: false).map { try JudgedOp($0).verdict }
            let held = waiting.count { if case .held = $0 { true } else { false } }
            return AdminStatusResponse(
                serverName: shard.serverName, software: software, lineage: shard.lineage,
                schema: schema.version, time: clock.now(), seq: shard.seq,
                backupSeq: shard.backupSeq, users: try snapshot.users().count,
                devices: try snapshot.devices().count { !$0.isRevoked },
                accounts: counts.accounts, records: counts.records, ops: counts.ops,
                openConflicts: counts.openConflicts, conflictsToReview: counts.conflictsToReview,
                held: held, rejected: waiting.count - held)
        }
    }
}
