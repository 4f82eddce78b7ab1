// Devices, their tokens and the replicas they carry.

import CausalCore

/// One enrolled device; its token is known by its hash only.
public struct DeviceRow: Hashable, Sendable {
    /// The replica that it was enrolled with; names the device.
    public var id: ReplicaID
    /// The first ancestor of all its replicas.
    public var family: ReplicaID
    /// Its owner.
    public var user: UserID
    /// Its name, as its owner gave it.
    public var name: String
    /// SHA-256 of its token.
    public var tokenHash: [UInt8]
    /// When it enrolled.
    public var enrolled: Stamp
    /// Whether its access has ended.
    public var isRevoked: Bool
    /// How often it was found copied or restored.
    public var rebirths: UInt32
    /// What it last said of itself.
    public var sighting: DeviceSighting

    /// Makes it of its parts.
    public init(
        id: ReplicaID, family: ReplicaID, user: UserID, name: String, tokenHash: [UInt8],
        enrolled: Stamp, isRevoked: Bool, rebirths: UInt32, sighting: DeviceSighting
    ) {
        self.id = id
        self.family = family
        self.user = user
        self.name = name
        self.tokenHash = tokenHash
        self.enrolled = enrolled
        self.isRevoked = isRevoked
        self.rebirths = rebirths
        self.sighting = sighting
    }
}

/// What a device said of itself when it was last seen.
public struct DeviceSighting: Hashable, Sendable {
    /// When; zero if never.
    public var time: Stamp = .zero
    /// Everything up to here had reached it.
    public var seq: Seq = 0
    /// How many ops waited on it.
    public var pendingOps: UInt32 = 0
    /// Its wall clock less the server's.
    public var skewMilliseconds: Int64 = 0
    /// The schema version it knows.
    public var schema: UInt32 = 0
    /// Its software.
    public var software: String = ""

    /// That of a device never seen.
    public init() {}
}

/// One database copy that is written on its own.
public struct ReplicaRow: Hashable, Sendable {
    /// The replica.
    public var id: ReplicaID
    /// The first ancestor of its family.
    public var family: ReplicaID
    /// The device that carries it.
    public var device: ReplicaID
    /// Whose it is.
    public var user: UserID
    /// How many ops it has brought: the counter of its last dot.
    public var counter: UInt64
    /// The last batch accepted from it; zero before the first.
    public var lastBatch: BatchID
    /// When the first replica of its family enrolled.
    public var familyEnrolled: Stamp

    /// Makes it of its parts.
    public init(
        id: ReplicaID, family: ReplicaID, device: ReplicaID, user: UserID, counter: UInt64,
        lastBatch: BatchID, familyEnrolled: Stamp
    ) {
        self.id = id
        self.family = family
        self.device = device
        self.user = user
        self.counter = counter
        self.lastBatch = lastBatch
        self.familyEnrolled = familyEnrolled
    }
}

/// One act worth remembering: who did what to whom, chained by hashes.
public struct AuditRow: Hashable, Sendable {
    /// Its place, from 1 without gaps.
    public var number: UInt64
    /// When.
    public var time: Stamp
    /// Who; zero for the server itself and for strangers.
    public var actor: UserID
    /// What, as a stable word.
    public var action: String
    /// To whom or what: ids and handles, never values.
    public var subject: String
    /// Whether it was done, or refused.
    public var isDone: Bool
    /// SHA-256 over the row before it and this one.
    public var chain: [UInt8]

    /// Makes it of its parts.
    public init(
        number: UInt64, time: Stamp, actor: UserID, action: String, subject: String, isDone: Bool,
        chain: [UInt8]
    ) {
        self.number = number
        self.time = time
        self.actor = actor
        self.action = action
        self.subject = subject
        self.isDone = isDone
        self.chain = chain
    }
}
