// The HTTP side of a server: TLS, limits, routes; runs until it is asked to stop.

import Hummingbird
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import SyncProtocol
import SyncServer

/// Serves a ``RouteTable`` over TLS.
///
/// ``run()`` returns after a graceful shutdown: requests under way are finished, idle connections
/// closed. The caller bounds how long that may take.
public struct HTTPServer: Sendable {
    private let address: BindAddress
    private let tls: TLSConfiguration
    private let limits: HTTPLimits
    private let table: RouteTable
    private let gatekeeper: Gatekeeper
    private let logger: Logger
    private let onRunning: @Sendable (_ host: String, _ port: Int) async -> Void

    /// Makes a server; nothing is bound before ``run()``.
    ///
    /// - Parameters:
    ///   - host: The address or name to listen on.
    ///   - port: The port, 0 for any that is free.
    ///   - onRunning: Called once, when connections are accepted, with the address and port.
    public init(
        host: String, port: Int, identity: TLSIdentity, limits: HTTPLimits, table: RouteTable,
        authenticator: @escaping @Sendable (String) throws -> AuthenticatedDevice?, logger: Logger,
        onRunning: @escaping @Sendable (_ host: String, _ port: Int) async -> Void
    ) {
        address = .hostname(host, port: port)
        tls = identity.configuration
        self.limits = limits
        self.table = table
        gatekeeper = Gatekeeper(limits: limits, authenticator: authenticator)
        self.logger = logger
        self.onRunning = onRunning
    }

    /// Exchanges under way.
    public var exchangesUnderWay: Int { gatekeeper.exchangesUnderWay }

    /// Binds the address and serves until the task's graceful shutdown or cancellation.
    ///
    /// - Throws: ``ListenError`` when the address cannot be bound.
    public func run() async throws {
        let workers = NIOThreadPool(numberOfThreads: limits.workerThreads)
        workers.start()
        let responder = RouteResponder(
            table: table, gatekeeper: gatekeeper, workers: workers, limits: limits)
        let application = Application(
            responder: responder, server: try channels(),
            configuration: .init(address: address, backlog: 512),
            onServerRunning: running, logger: logger)
        do {
            try await application.run()
        } catch {
            try? await workers.shutdownGracefully()
            throw ListenError(error) ?? error
        }
        try await workers.shutdownGracefully()
    }

    @Sendable private func running(_ channel: any Channel) async {
        try? await channel.pipeline.addHandler(AcceptErrors(logger: logger), position: .first).get()
        let local = channel.localAddress
        await onRunning(local?.ipAddress ?? "", local?.port ?? 0)
    }

    private func channels() throws -> HTTPServerBuilder {
        let census = ConnectionCensus(
            connectionsMax: limits.connectionsMax,
            connectionsPerAddressMax: limits.connectionsPerAddressMax)
        let decoder = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: limits.headerBytesMax, maxHeaderListSize: limits.headerBytesMax,
            maxHeaderFieldCount: limits.headerFieldsMax)
        return HTTPServerBuilder { [tls, limits] responder in
            let http = HTTP1Channel(
                responder: responder, configuration: .init(httpDecoderConfiguration: decoder))
            return GuardedChannel(
                base: try TLSChannel(http, tlsConfiguration: tls), census: census, limits: limits)
        }
    }
}
