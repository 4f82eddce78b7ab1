// Keeps the listener alive when one connection could not be accepted.

import Logging
import NIOCore

/// Takes in errors of the listening socket, such as too many open files.
///
/// Without it the first such error ends the stream of connections, and with it the server.
final class AcceptErrors: ChannelInboundHandler, RemovableChannelHandler, Sendable {
    typealias InboundIn = Any

    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard !(error is ChannelError) else { return context.fireErrorCaught(error) }
        logger.warning("a connection was not accepted", metadata: ["error": "\(error)"])
    }
}
