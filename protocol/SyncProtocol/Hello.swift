// The opening of every request: who asks, which history it knows, what its clocks show now.

import CausalCore

/// How a device introduces itself with every request.
public struct Hello: Hashable, Sendable {
    /// The protocol that it speaks, see ``SyncProtocolVersion``.
    public var protocolVersion: UInt32
    /// The database copy that asks; must be one that the token's owner enrolled.
    public var replica: ReplicaID
    /// The schema version that its software knows.
    public var schema: UInt32
    /// The newest point of the server's history that it has seen; nil before the first answer.
    public var history: HistoryPoint?
    /// Its clocks at the moment of sending, never part of the bytes that are resent.
    public var clock: ClockSample
    /// Comparisons of earlier syncs, needed only for ops of earlier boots.
    public var anchors: [ClockAnchor]
    /// How many ops wait on the device, those of this request included.
    public var pendingOps: UInt32
    /// Name and release of the software, for the admin's list of devices.
    public var software: String

    /// Makes a value of its parts.
    public init(
        protocolVersion: UInt32 = SyncProtocolVersion.current, replica: ReplicaID, schema: UInt32,
        history: HistoryPoint? = nil, clock: ClockSample, anchors: [ClockAnchor] = [],
        pendingOps: UInt32 = 0, software: String = ""
    ) {
        self.protocolVersion = protocolVersion
        self.replica = replica
        self.schema = schema
        self.history = history
        self.clock = clock
        self.anchors = anchors
        self.pendingOps = pendingOps
        self.software = software
    }
}

/// The protocol versions that this code speaks.
public enum SyncProtocolVersion {
    /// The version that is sent.
    public static let current: UInt32 = 1
    /// The oldest version that is understood.
    public static let oldest: UInt32 = 1
}
