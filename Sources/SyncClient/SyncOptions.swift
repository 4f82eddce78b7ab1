// What the caller of a sync decides, and the bounds that keep every sync finite.

import ReplicaStore

/// What the caller of a sync decides.
public struct SyncOptions: Hashable, Sendable {
    /// Whether a pull may take away more than half of what is here; a person must have said so.
    public var allowsRemoval: Bool
    /// The schema version that this software knows.
    public var schema: UInt32
    /// Name and release of the software, for the admin's list of devices.
    public var software: String
    /// How often one request is sent again within a sync after its connection broke.
    public var resendsMax: Int
    /// Exchanges within one sync.
    public var roundsMax: Int
    /// New identities within one sync.
    public var rebirthsMax: Int
    /// How often one sync follows a restored server.
    public var repairsMax: Int
    /// How often accounts that differ are fetched again within one sync.
    public var refetchesMax: Int
    /// Transactions that are put aside within one sync because the server takes no batch with them.
    public var setAsidesMax: Int
    /// From this many accounts or records on, losing more than half of them stops a sync.
    public var removalCountMin: Int
    /// How long acknowledged edits are kept.
    public var retention: RetentionLimits

    /// Makes options; what is left out is the default.
    public init(
        allowsRemoval: Bool = false, schema: UInt32, software: String = "", resendsMax: Int = 1,
        roundsMax: Int = 100_000, rebirthsMax: Int = 3, refetchesMax: Int = 2,
        setAsidesMax: Int = 16, removalCountMin: Int = 20, repairsMax: Int = 3,
        retention: RetentionLimits = .default
    ) {
        self.allowsRemoval = allowsRemoval
        self.schema = schema
        self.software = software
        self.resendsMax = resendsMax
        self.roundsMax = roundsMax
        self.rebirthsMax = rebirthsMax
        self.refetchesMax = refetchesMax
        self.setAsidesMax = setAsidesMax
        self.removalCountMin = removalCountMin
        self.repairsMax = repairsMax
        self.retention = retention
    }
}
