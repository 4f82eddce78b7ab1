// What a device needs to know to be a replica.

import CausalCore

/// The body of an answer from `/v1/enroll`.
public struct EnrollResponse: Hashable, Sendable {
    /// The bearer token, told only here: `kith_` and 43 characters.
    public var token: String
    /// The identity of the database copy.
    public var replica: ReplicaID
    /// The person whose device it is.
    public var user: UserID
    /// The person's handle.
    public var handle: String
    /// The person's name.
    public var name: String
    /// What the person may do.
    public var role: UserRole
    /// The server's history and the newest point of it.
    public var history: HistoryPoint
    /// The server's time now; with ``EnrollRequest/clock`` the first anchor.
    public var enrolled: Stamp
    /// The server's name, as its operator gave it.
    public var serverName: String
    /// What the server takes and gives.
    public var limits: SyncLimits
    /// Where a database that has data goes on; nil if the request named no points.
    ///
    /// Its replica is ``replica``; its common point is seq 0 if the server never knew the history.
    public var repair: RepairAnswer?

    /// Makes a value of its parts.
    public init(
        token: String, replica: ReplicaID, user: UserID, handle: String, name: String,
        role: UserRole, history: HistoryPoint, enrolled: Stamp, serverName: String,
        limits: SyncLimits = .default, repair: RepairAnswer? = nil
    ) {
        self.token = token
        self.replica = replica
        self.user = user
        self.handle = handle
        self.name = name
        self.role = role
        self.history = history
        self.enrolled = enrolled
        self.serverName = serverName
        self.limits = limits
        self.repair = repair
    }
}
