// Admin message about the server as a whole: status.

import CausalCore

/// Asks how the server is.
public struct AdminStatusRequest: AdminRequest {

    /// Makes a value of its parts.
    public init() {
    }

    /// ``AdminAction/status``.
    public static let action = AdminAction.status
    /// The answer.
    public typealias Response = AdminStatusResponse
}

/// What needs action, and how much there is.
public struct AdminStatusResponse: Codable, Hashable, Sendable {
    /// The server's name.
    public var serverName: String
    /// Name and release of the server's software.
    public var software: String
    /// Its history.
    public var lineage: LineageID
    /// The schema version it knows.
    public var schema: UInt32
    /// Its database's time.
    public var time: Stamp
    /// The newest seq.
    public var seq: Seq
    /// Everything up to here is in a completed backup.
    public var backupSeq: Seq
    /// People.
    public var users: Int
    /// Devices that are not revoked.
    public var devices: Int
    /// Accounts that are alive.
    public var accounts: Int
    /// Records that are alive, accounts included.
    public var records: Int
    /// Ops ever accepted.
    public var ops: Int
    /// Open conflict records.
    public var openConflicts: Int
    /// Those of them that somebody should look at.
    public var conflictsToReview: Int
    /// Held ops that wait.
    public var held: Int
    /// Rejected ops that wait.
    public var rejected: Int

    /// Makes a value of its parts.
    public init(
        serverName: String, software: String, lineage: LineageID, schema: UInt32, time: Stamp,
        seq: Seq, backupSeq: Seq, users: Int, devices: Int, accounts: Int, records: Int, ops: Int,
        openConflicts: Int, conflictsToReview: Int, held: Int, rejected: Int
    ) {
        self.serverName = serverName
        self.software = software
        self.lineage = lineage
        self.schema = schema
        self.time = time
        self.seq = seq
        self.backupSeq = backupSeq
        self.users = users
        self.devices = devices
        self.accounts = accounts
        self.records = records
        self.ops = ops
        self.openConflicts = openConflicts
        self.conflictsToReview = conflictsToReview
        self.held = held
        self.rejected = rejected
    }
}
