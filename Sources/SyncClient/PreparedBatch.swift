// The batch that comes next, made into bytes while the one before it is on its way.

import CausalCore
import SyncProtocol
import Synchronization

/// Keeps one batch and its bytes; a reference, because it is made while a copy of the runner waits.
final class PreparedBatch: Sendable {
    private let kept = Mutex<(batch: OpBatch, bytes: EncodedBatch)?>(nil)

    /// Makes a batch into bytes, in place of the one that was kept.
    func keep(_ batch: OpBatch, onFastLink: Bool) throws(ProtocolError) {
        let bytes = try SyncCodec.encode(batch, onFastLink: onFastLink)
        kept.withLock { $0 = (batch, bytes) }
    }

    /// The batch that follows another, if that is the one kept.
    func batch(behind waiting: BatchID) -> OpBatch? {
        kept.withLock { $0?.batch.previous == waiting ? $0?.batch : nil }
    }

    /// The bytes of a batch, if that is the one kept.
    func bytes(of batch: BatchID) -> EncodedBatch? {
        kept.withLock { $0?.bytes.batch == batch ? $0?.bytes : nil }
    }
}
