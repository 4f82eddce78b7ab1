// Counts the HTTP bytes of a connection inside TLS: ends TLS, counts, and begins it anew.

import ArgumentParser
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// Whether a process goes through a tap, and which one.
struct TapOptions: ParsableArguments {
    @Option(help: "The server's data folder, whose certificate the tap shows too.") var tap: String?

    /// Opens a tap and points the profile at it; nil if none is asked for.
    func open(profile: String) async throws -> Tap? {
        guard let tap else { return nil }
        return try await Tap.open(serverFolder: tap, profile: profile)
    }
}

/// Stands between one laptop and its server, under the server's own certificate.
///
/// What it counts are the bytes of requests and answers as HTTP has them: no TLS, no handshake.
final class Tap: Sendable {
    private let counts = Mutex((up: 0, down: 0))
    private let settingsPath: String
    private let settings: Data
    private let channel: any Channel

    private init(channel: any Channel, settingsPath: String, settings: Data) {
        self.channel = channel
        self.settingsPath = settingsPath
        self.settings = settings
    }

    static func open(serverFolder: String, profile: String) async throws -> Tap {
        let settingsPath = profile + "/profile.json"
        let settings = try Data(contentsOf: URL(filePath: settingsPath))
        guard var object = try JSONSerialization.jsonObject(with: settings) as? [String: Any],
            let port = object["port"] as? Int
        else { throw BenchFailure("\(settingsPath) names no port") }
        let certificate = serverFolder + "/certificate.pem"
        let chain = try NIOSSLCertificate.fromPEMFile(certificate)
        let inner = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(
                    try NIOSSLPrivateKey(file: serverFolder + "/key.pem", format: .pem))))
        let outer = try WireConnection.context(certificate: certificate)
        let box = Mutex<Tap?>(nil)
        let group = MultiThreadedEventLoopGroup.singleton
        let channel = try await ServerBootstrap(group: group)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { accepted in
                accepted.eventLoop.makeCompletedFuture {
                    guard let tap = box.withLock({ $0 }) else { return }
                    let pipeline = accepted.pipeline.syncOperations
                    try pipeline.addHandler(NIOSSLServerHandler(context: inner))
                    tap.join(accepted, port: port, outer)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let tap = Tap(channel: channel, settingsPath: settingsPath, settings: settings)
        box.withLock { $0 = tap }
        object["port"] = channel.localAddress?.port ?? 0
        try JSONSerialization.data(withJSONObject: object).write(to: URL(filePath: settingsPath))
        return tap
    }

    /// Ends the tap and gives the profile its server back; the bytes that went up and down.
    func close() async throws -> [String: Double] {
        try await channel.close()
        try settings.write(to: URL(filePath: settingsPath))
        return counts.withLock { ["up": Double($0.up), "down": Double($0.down)] }
    }

    private func join(_ accepted: any Channel, port: Int, _ context: NIOSSLContext) {
        ClientBootstrap(group: accepted.eventLoop)
            .channelInitializer { opened in
                opened.eventLoop.makeCompletedFuture {
                    let pipeline = opened.pipeline.syncOperations
                    try pipeline.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: nil))
                    try pipeline.addHandler(
                        Relay(to: accepted) { bytes in self.counts.withLock { $0.down += bytes } })
                }
            }
            .connect(host: "127.0.0.1", port: port)
            .flatMapThrowing { opened in
                try accepted.pipeline.syncOperations.addHandler(
                    Relay(to: opened) { bytes in self.counts.withLock { $0.up += bytes } })
                accepted.setOption(.autoRead, value: true).whenSuccess { accepted.read() }
            }
            .whenFailure { _ in accepted.close(promise: nil) }
    }
}

/// Hands what comes in to another connection of the same event loop.
private final class Relay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let other: any Channel
    private let count: @Sendable (Int) -> Void

    init(to other: any Channel, count: @escaping @Sendable (Int) -> Void) {
        self.other = other
        self.count = count
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        count(buffer.readableBytes)
        other.write(buffer, promise: nil)
    }

    func channelReadComplete(context: ChannelHandlerContext) { other.flush() }

    func channelInactive(context: ChannelHandlerContext) { other.close(promise: nil) }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
