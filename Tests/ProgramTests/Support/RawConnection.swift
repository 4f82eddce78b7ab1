// A TLS connection that sends whatever bytes a test wants, at whatever pace.

import NIOCore
import NIOPosix
import NIOSSL

/// The hostile end of a connection.
struct RawConnection {
    private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

    /// Connects with TLS, trusting the server's certificate only; without TLS when it is nil.
    static func connect(
        port: Int, certificatePEM: String?, maximumTLS: TLSVersion? = nil
    ) async throws -> RawConnection {
        let tls = try certificatePEM.map { pem in
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
            configuration.maximumTLSVersion = maximumTLS
            if maximumTLS != nil { configuration.minimumTLSVersion = .tlsv1 }
            return try NIOSSLContext(configuration: configuration)
        }
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(10))
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        let tls = try NIOSSLClientHandler(context: tls, serverHostname: nil)
                        try channel.pipeline.syncOperations.addHandler(tls)
                    }
                    return try NIOAsyncChannel(
                        wrappingChannelSynchronously: channel,
                        configuration: .init(
                            isOutboundHalfClosureEnabled: false, inboundType: ByteBuffer.self,
                            outboundType: ByteBuffer.self))
                }
            }
        return RawConnection(channel: channel)
    }

    /// Sends the chunks with a pause between them while it reads; returns what came until the
    /// server closed, or throws after the time.
    func exchange(
        _ chunks: [[UInt8]], pauseMilliseconds: Int = 0, seconds: Double = 20
    ) async throws -> [UInt8] {
        try await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
                group.addTask {
                    do {
                        for chunk in chunks {
                            try await outbound.write(ByteBuffer(bytes: chunk))
                            if pauseMilliseconds > 0 {
                                try await Task.sleep(for: .milliseconds(pauseMilliseconds))
                            }
                        }
                    } catch is ChannelError {}  // the server has closed: what it said counts
                    return nil
                }
                group.addTask { try await Self.readAll(inbound) }
                group.addTask {
                    try await Task.sleep(for: .seconds(seconds))
                    throw TestFailure("the server did not close the connection in \(seconds) s")
                }
                defer { group.cancelAll() }
                while let bytes = try await group.next() {
                    if let bytes { return bytes }
                }
                return []
            }
        }
    }

    private static func readAll(_ inbound: NIOAsyncChannelInboundStream<ByteBuffer>) async throws
        -> [UInt8]
    {
        var bytes: [UInt8] = []
        do {
            for try await buffer in inbound { bytes += buffer.readableBytesView }
        } catch {
            guard !bytes.isEmpty else { throw error }
        }
        return bytes
    }
}
