// What a repair after a restore of the server has changed here.

import CausalCore

/// What a repair has changed.
public struct RepairSummary: Hashable, Sendable {
    /// How many acknowledged ops wait again, to be offered with their receipts.
    public var offeredAgain = 0
    /// How many ops began from something that the server may no longer know.
    public var lowered = 0
    /// The accounts that are fetched again.
    public var refetched: [RecordID] = []

    /// The summary of nothing.
    public init() {}
}
