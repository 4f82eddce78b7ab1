// The device behind a token.

import CausalCore
import SyncProtocol

/// What a valid token stands for.
public struct AuthenticatedDevice: Sendable {
    /// The device's replica.
    public let replica: ReplicaID
    /// The role of its owner.
    public let role: UserRole
}
