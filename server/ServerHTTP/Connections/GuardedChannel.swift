// Hummingbird's connection, with what it lacks: caps, deadlines and answers to unreadable requests.

import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Wraps the set-up of each connection with the census and ``ExchangeDeadline``.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
    typealias Value = Base.Value

    let base: Base
    let census: ConnectionCensus
    let limits: HTTPLimits

    /// Why a connection was closed before anything was read from it.
    struct TooManyConnections: Error {}

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        let address = RemoteAddress.key(channel.remoteAddress)
        guard census.admit(address) else {
            channel.close(promise: nil)
            return channel.eventLoop.makeFailedFuture(TooManyConnections())
        }
        channel.closeFuture.whenComplete { [census] _ in census.leave(address) }
        return base.setup(channel: channel, logger: logger).flatMapThrowing { [limits] value in
            try Self.insertDeadline(channel, limits)
            return value
        }
    }

    func handle(value: Base.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }

    private static func insertDeadline(_ channel: any Channel, _ limits: HTTPLimits) throws {
        let pipeline = channel.pipeline.syncOperations
        let decoder = try pipeline.context(
            handlerType: ByteToMessageHandler<HTTPRequestDecoder>.self)
        try pipeline.addHandler(ExchangeDeadline(limits: limits), position: .after(decoder.handler))
    }
}
