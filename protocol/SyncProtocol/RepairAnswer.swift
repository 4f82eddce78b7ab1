// Where a device goes on after the server was put back.

import CausalCore

/// The answer to a ``RepairRequest``, or to an enrollment with points.
///
/// Asking again is harmless: an identity that was not taken up is never used by anybody.
public struct RepairAnswer: Hashable, Sendable {
    /// The device's new identity, already registered, of the same family.
    public var replica: ReplicaID
    /// The newest of the device's points that the server knows, in its present lineage; seq 0 with an
    /// empty chain if it knows none.
    public var common: HistoryPoint
    /// The commit time of that point; zero for seq 0.
    public var commonTime: Stamp

    /// Makes a value of its parts.
    public init(replica: ReplicaID, common: HistoryPoint, commonTime: Stamp) {
        self.replica = replica
        self.common = common
        self.commonTime = commonTime
    }
}
