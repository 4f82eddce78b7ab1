// The batch that comes next, made into bytes while the one before it is on its way.

import CausalCore
import SyncProtocol

/// A batch and its bytes.
struct PreparedBatch: Sendable {
    private let batch: OpBatch
    private let bytes: EncodedBatch

    /// Makes a batch into bytes.
    init(_ batch: OpBatch, onFastLink: Bool) throws(ProtocolError) {
        self.batch = batch
        bytes = try SyncCodec.encode(batch, onFastLink: onFastLink)
    }

    /// The batch, if it follows another.
    func batch(behind waiting: BatchID) -> OpBatch? { batch.previous == waiting ? batch : nil }

    /// The bytes, if they are those of a batch.
    func bytes(of id: BatchID) -> EncodedBatch? { batch.id == id ? bytes : nil }
}
