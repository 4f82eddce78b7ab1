// Admin messages about devices: devices, revoke.

import CausalCore

/// Asks for devices.
public struct AdminDevicesRequest: AdminRequest {
    /// Handle of their owner; nil for everybody's.
    public var user: String?

    /// Makes a value of its parts.
    public init(user: String? = nil) {
        self.user = user
    }

    /// ``AdminAction/devices``.
    public static let action = AdminAction.devices
    /// The answer.
    public typealias Response = AdminDevicesResponse
}

/// Devices, sorted by owner and name.
public struct AdminDevicesResponse: Codable, Hashable, Sendable {
    /// The devices.
    public var devices: [AdminDevice]

    /// Makes a value of its parts.
    public init(devices: [AdminDevice]) {
        self.devices = devices
    }
}

/// One device, as admins see it.
public struct AdminDevice: Codable, Hashable, Sendable {
    /// The identity of its database copy now.
    public var replica: ReplicaID
    /// Its name.
    public var device: String
    /// Its owner.
    public var user: UserID
    /// The owner's handle.
    public var handle: String
    /// Name and release of its software, as it last said.
    public var software: String
    /// The schema version it knows, as it last said.
    public var schema: UInt32
    /// When it enrolled.
    public var enrolled: Stamp
    /// When it last synced; nil if never.
    public var lastSeen: Stamp?
    /// Everything up to here had reached it then.
    public var seenSeq: Seq
    /// How many ops waited on it then.
    public var pendingOps: UInt32
    /// Its wall clock less the server's, then; nil if never seen.
    public var clockSkewMilliseconds: Int64?
    /// How often it was found copied or restored.
    public var rebirths: Int
    /// Whether its access has ended.
    public var isRevoked: Bool

    /// Makes a value of its parts.
    public init(
        replica: ReplicaID, device: String, user: UserID, handle: String, software: String,
        schema: UInt32, enrolled: Stamp, lastSeen: Stamp? = nil, seenSeq: Seq, pendingOps: UInt32,
        clockSkewMilliseconds: Int64? = nil, rebirths: Int, isRevoked: Bool
    ) {
        self.replica = replica
        self.device = device
        self.user = user
        self.handle = handle
        self.software = software
        self.schema = schema
        self.enrolled = enrolled
        self.lastSeen = lastSeen
        self.seenSeq = seenSeq
        self.pendingOps = pendingOps
        self.clockSkewMilliseconds = clockSkewMilliseconds
        self.rebirths = rebirths
        self.isRevoked = isRevoked
    }
}

/// Ends a device's access at once.
public struct AdminRevokeRequest: AdminRequest {
    /// Its replica (`r-2s`), or its name if only one has it.
    public var device: String
    /// Why, in the admin's words.
    public var reason: String

    /// Makes a value of its parts.
    public init(device: String, reason: String = "") {
        self.device = device
        self.reason = reason
    }

    /// ``AdminAction/revoke``.
    public static let action = AdminAction.revoke
    /// The answer.
    public typealias Response = AdminRevokeResponse
}

/// Which device was revoked.
public struct AdminRevokeResponse: Codable, Hashable, Sendable {
    /// The device afterwards.
    public var device: AdminDevice

    /// Makes a value of its parts.
    public init(device: AdminDevice) {
        self.device = device
    }
}
