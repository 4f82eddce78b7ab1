// How a device asks to become a replica, once.

import CausalCore

/// The body of a request to `/v1/enroll`.
public struct EnrollRequest: Hashable, Sendable {
    /// The one-time code from the invitation.
    public var code: String
    /// The device's name, as its owner wants to see it.
    public var device: String
    /// Its clocks at the moment of sending: the first anchor.
    public var clock: ClockSample
    /// The replica whose backup or copy this database is; nil for an empty one.
    public var predecessor: ReplicaID?
    /// The schema version that its software knows.
    public var schema: UInt32
    /// Name and release of the software.
    public var software: String
    /// What a database that has data remembers of the server's history, newest first, at most
    /// ``SyncLimits/historyPointsMax``; empty for an empty database.
    public var points: [HistoryPoint]

    /// Makes a value of its parts.
    public init(
        code: String, device: String, clock: ClockSample, predecessor: ReplicaID? = nil,
        schema: UInt32, software: String = "", points: [HistoryPoint] = []
    ) {
        self.code = code
        self.device = device
        self.clock = clock
        self.predecessor = predecessor
        self.schema = schema
        self.software = software
        self.points = points
    }
}
