// What became of a batch as a whole.

import CausalCore

/// What the server did with one batch of a request.
public enum BatchAnswer: Hashable, Sendable {
    /// Every op has its verdict, in the order of the batch.
    case accepted(BatchID, [Acknowledgement])
    /// It does not follow the last batch of its replica: the copy that sent it must take this new
    /// identity, already registered, and offer everything unacknowledged again in new batches.
    case rebirth(BatchID, ReplicaID)
    /// Nothing of it was taken; the reason says what would be.
    case refused(BatchID, BatchRefusal)

    /// The batch that is answered.
    public var batch: BatchID {
        switch self {
        case .accepted(let batch, _), .rebirth(let batch, _), .refused(let batch, _): batch
        }
    }
}

/// Why a batch was refused as a whole; the answer is rebirth and smaller batches, never the same
/// bytes again.
public enum BatchRefusal: UInt8, Hashable, Sendable, CaseIterable {
    /// It has more ops or bytes than ``SyncLimits`` allow.
    case tooLarge = 1
    /// Its form is wrong: an op is in it twice, or a transaction is torn.
    case malformed = 2
    /// Its id was used for a batch with other ops.
    case identityReuse = 3
    /// A transaction of it spans accounts of two shards.
    case spansShards = 4
    /// A batch before it in the same request was not accepted.
    case notReached = 5
}
