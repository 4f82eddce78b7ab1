// Who a copy was, when it enrolls again.

import CausalCore

/// Who a copy was to a server before it enrolls again.
public struct Predecessor: Hashable, Sendable {
    /// The replica whose ops it holds.
    public var replica: ReplicaID
    /// The person.
    public var user: UserID
    /// The person's handle.
    public var handle: String
    /// The person's name.
    public var name: String
    /// The history of the server that the copy follows.
    public var lineage: LineageID

    /// Makes a predecessor.
    public init(
        replica: ReplicaID, user: UserID, handle: String, name: String, lineage: LineageID
    ) {
        self.replica = replica
        self.user = user
        self.handle = handle
        self.name = name
        self.lineage = lineage
    }
}
