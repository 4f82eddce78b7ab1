// A sealed batch as bytes, made while the request around it cannot be known yet.

import CausalCore
internal import SwiftProtobuf

/// The greatest part of a body of `/v1/sync`, ready to be put behind the rest.
///
/// What a batch holds never changes, but the request that carries it names the newest point of the
/// history, which comes with the answer before. So the batch is compressed while that answer is on its way,
/// and the body is put together when it is there.
public struct EncodedBatch: Hashable, Sendable {
    /// Which batch it is.
    public let batch: BatchID
    let part: ZlibPart
}

extension SyncCodec {
    /// The bytes of a batch, for ``encode(_:with:)``.
    ///
    /// - Parameter onFastLink: as of a request.
    public static func encode(
        _ batch: OpBatch, onFastLink: Bool = false
    ) throws(ProtocolError) -> EncodedBatch {
        var message = WireSyncRequest()
        message.batches = [WireOpBatch(batch)]
        let plain = try serialized(message)
        return EncodedBatch(
            batch: batch.id,
            part: try Zlib.part(plain, level: level(of: plain, isLinkFast: onFastLink)))
    }

    /// The bytes of a request whose only batch was made into bytes before; a reader sees one message.
    public static func encode(
        _ request: SyncRequest, with batch: EncodedBatch
    ) throws(ProtocolError) -> [UInt8] {
        var rest = request
        rest.batches = []
        return Zlib.stream(try serialized(WireSyncRequest(rest)), before: batch.part)
    }
}
