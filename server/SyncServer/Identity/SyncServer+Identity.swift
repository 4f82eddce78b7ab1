// Who may talk to the server: bootstrap, enrollment, tokens.

import AccountRecords
import CausalCore
import Crypto
import Logging
import SyncProtocol

extension SyncServer {
    /// Makes the server's data if there are none, and an admin with an enrollment code.
    ///
    /// On a server that has data it makes one more admin, or one more code for a known one: whoever
    /// holds the operator's key to the store may.
    ///
    /// - Returns: The code, good for 15 minutes and for one device.
    public func bootstrap(serverName: String = "kith", adminName: String, handle: String)
        throws(Problem) -> String
    {
        try reported {
            try store.write { [self] transaction in
                if try transaction.shard() == nil {
                    try initialize(transaction, serverName: serverName)
                }
                let user: UserRow
                if let known = try transaction.user(handle: handle) {
                    guard known.role == .admin else {
                        throw Problem.invalid("\(handle) is known, and not an admin.")
                    }
                    user = known
                } else {
                    user = try newUser(transaction, name: adminName, handle: handle, role: .admin)
                }
                try audit(transaction, by: .zero, "bootstrap", user.handle)
                return try newCode(for: user.id, transaction).code
            }
        }
    }

    private func initialize(_ transaction: any ServerTransaction, serverName: String) throws {
        let replica = randomness.replica()
        let now = clock.now()
        let lineage: LineageID = randomness.identifier()
        try transaction.put(LineageRow(id: lineage, fork: 0))
        try transaction.initialize(
            ShardRow(
                lineage: lineage, seq: 0, time: now, chain: [],
                monotonic: clock.monotonic(), serverReplica: replica, accountCount: 0,
                accountDigest: .empty, backupSeq: 0, serverName: serverName))
        try transaction.put(
            ReplicaRow(
                id: replica, family: replica, device: replica, user: .zero, counter: 0,
                lastBatch: .zero, familyEnrolled: .zero))
    }

    func newUser(
        _ transaction: any ServerTransaction, name: String, handle: String, role: UserRole
    ) throws -> UserRow {
        guard Handle.isValid(handle) else {
            throw Problem.invalid("A handle is lower case letters, digits and single hyphens.")
        }
        guard !name.isEmpty, name.utf8.count <= SyncLimits.nameBytesMax else {
            throw Problem.invalid("A person needs a name of at most 256 bytes.")
        }
        let user = UserRow(
            id: randomness.identifier(at: clock.now()), handle: handle, name: name, role: role,
            roleOnAll: nil, scopeCount: 0, scopeDigest: .empty)
        try transaction.put(user)
        return user
    }

    func newCode(for user: UserID, _ transaction: any ServerTransaction) throws
        -> (code: String, expires: Stamp)
    {
        let code = EnrollmentCode.text(of: randomness.bytes(10))
        let expires = Stamp(
            milliseconds: clock.now().milliseconds + EnrollmentCode.lifetimeMilliseconds)
        try transaction.put(
            CodeRow(hash: EnrollmentCode.hash(code), user: user, expires: expires, isUsed: false))
        return (code, expires)
    }

    /// Makes a device of whoever holds a one-time code.
    ///
    /// The code is used up in the transaction that makes the device, so that of many requests with
    /// one code only one succeeds.
    ///
    /// - Throws: ``Problem`` if the code is unknown, used or expired, or the store failed.
    public func enroll(_ request: EnrollRequest, arrival: Stamp? = nil) throws(Problem)
        -> EnrollResponse
    {
        try reported {
            let token = DeviceToken.text(of: randomness.bytes(DeviceToken.bytes))
            do {
                return try store.write { [self] in
                    try enroll(request, token: token, arrival: arrival, $0)
                }
            } catch let problem as Problem {
                try store.write { [self] in
                    guard try $0.shard() != nil else { return }
                    try audit($0, by: .zero, "enroll", problem.code, isDone: false)
                }
                throw problem
            }
        }
    }

    private func enroll(
        _ request: EnrollRequest, token: String, arrival: Stamp?,
        _ transaction: any ServerTransaction
    ) throws -> EnrollResponse {
        let shard = try shard(transaction)
        let now = clock.now()
        let user = try useCode(request.code, at: now, transaction)
        guard !request.device.isEmpty, request.device.utf8.count <= SyncLimits.nameBytesMax else {
            throw Problem.invalid("A device needs a name of at most 256 bytes.")
        }
        let id = try newReplicaID(transaction)
        let ancestor = try request.predecessor.flatMap { try transaction.replica($0) }
            .flatMap { $0.user == user.id ? $0 : nil }
        let family = ancestor?.family ?? id
        // A database that was here before this server's memory begins wrote before it, too.
        let isNew = request.predecessor == nil && request.points.isEmpty
        let enrolled = ancestor?.familyEnrolled ?? (isNew ? now : .zero)
        try transaction.put(
            ReplicaRow(
                id: id, family: family, device: id, user: user.id, counter: 0, lastBatch: .zero,
                familyEnrolled: enrolled))
        var sighting = DeviceSighting()
        sighting.schema = request.schema
        sighting.software = request.software
        try transaction.put(
            DeviceRow(
                id: id, family: family, user: user.id, name: request.device,
                tokenHash: DeviceToken.hash(token), enrolled: now, isRevoked: false, rebirths: 0,
                sighting: sighting))
        try audit(transaction, by: user.id, "enroll", "\(id) of \(user.handle)")
        return EnrollResponse(
            token: token, replica: id, user: user.id, handle: user.handle, name: user.name,
            role: user.role, history: shard.point, enrolled: arrival ?? now,
            serverName: shard.serverName, limits: limits,
            repair: request.points.isEmpty
                ? nil : try repair(request.points, as: id, shard, transaction))
    }

    private func useCode(_ code: String, at now: Stamp, _ transaction: any ServerTransaction) throws
        -> UserRow
    {
        guard var row = try transaction.code(hash: EnrollmentCode.hash(code)),
            let user = try transaction.user(row.user)
        else { throw Problem.codeRefused("code_unknown", "The enrollment code is not known.") }
        if row.isUsed {
            throw Problem.codeRefused("code_used", "The enrollment code was used already.")
        }
        if row.expires < now {
            throw Problem.codeRefused("code_expired", "The enrollment code has expired.")
        }
        row.isUsed = true
        try transaction.put(row)
        return user
    }

    /// Whether a device's access has ended, also where a restored database has forgotten it.
    func isRevoked(_ device: DeviceRow) -> Bool {
        device.isRevoked || revocations.contains(device.tokenHash)
    }

    /// The device with a token; nil if the token was never given out.
    ///
    /// Tokens are looked up by their hash, so that the time it takes tells nothing of a token.
    ///
    /// - Throws: ``Problem/tokenRevoked`` if its access has ended, or another if the store failed.
    public func authenticate(token: String) throws(Problem) -> AuthenticatedDevice? {
        try reported {
            try store.read { [self] snapshot in
                guard let device = try snapshot.device(tokenHash: DeviceToken.hash(token)),
                    let user = try snapshot.user(device.user)
                else { return nil }
                if isRevoked(device) { throw Problem.tokenRevoked }
                return AuthenticatedDevice(
                    device: device.id, user: user.id, handle: user.handle, name: user.name,
                    role: user.role)
            }
        }
    }
}
