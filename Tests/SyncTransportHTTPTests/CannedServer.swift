// A server that speaks TLS and answers every request with the same bytes.

import NIOCore
import NIOPosix
import NIOSSL
import SyncTransportHTTP

/// A certificate and its key, valid from 2000 to 9999; of use for nothing but these tests.
struct Credentials {
    let certificate: String
    let key: String

    var fingerprint: [UInt8] { PinnedCertificate(pem: certificate)?.fingerprint ?? [] }

    static let kith = Credentials(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBPjCB5KADAgECAgEBMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBGtpdGgwIBcN
            MDAwMTAxMDAwMDAwWhgPOTk5OTEyMzEyMzU5NTlaMA8xDTALBgNVBAMMBGtpdGgw
            WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAARnaLR/dAazVxMQsc1mH4ml23sTd3cN
            AhAkaHkL9qKLyQlzLE5xZH7tiMve4N6j5LJKvmX3LMibBQhUOjbXAF0Koy8wLTAM
            BgNVHRMBAf8EAjAAMB0GA1UdDgQWBBRQCd0i8IxTZ0iRiFeR4grA+f1xcDAKBggq
            hkjOPQQDAgNJADBGAiEAxaPuQAbENJLFCU0delQ1ze028Ehd7+R3YEZiY2OM3VoC
            IQDlQfTQvfPq+kWegV6OISCSGLKEUwVXQ/VDtbe6zdqxcw==
            -----END CERTIFICATE-----
            """,
        key: """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEIPP20NpoQtAj+iGRCG0FWXplfG8wVNsVP/L/h2YfoGQQoAoGCCqGSM49
            AwEHoUQDQgAEZ2i0f3QGs1cTELHNZh+Jpdt7E3d3DQIQJGh5C/aii8kJcyxOcWR+
            7YjL3uDeo+SySr5l9yzImwUIVDo21wBdCg==
            -----END EC PRIVATE KEY-----
            """)

    static let mallory = Credentials(
        certificate: """
            -----BEGIN CERTIFICATE-----
            MIIBPDCB5KADAgECAgECMAoGCCqGSM49BAMCMA8xDTALBgNVBAMMBGtpdGgwIBcN
            MDAwMTAxMDAwMDAwWhgPOTk5OTEyMzEyMzU5NTlaMA8xDTALBgNVBAMMBGtpdGgw
            WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQnpO8Rtnxo9Klq2rvDejH6AKl4mWx6
            9F0GQ+Xi/43LXB1pmG+rg7a98r2IPKMTaiMyWtJG8Gip7AE5Ijel6poeoy8wLTAM
            BgNVHRMBAf8EAjAAMB0GA1UdDgQWBBQW+unBxzk9MVHLEv7CHoAawZfwiTAKBggq
            hkjOPQQDAgNHADBEAiAa6JVGXQOQipsxcDLiFhIlE044NDr7Yo4F5FPq1iFmRQIg
            LVSC3R//TDrzwueQxfzqXXMBGETwoKAr9n5OUwK4CfA=
            -----END CERTIFICATE-----
            """,
        key: """
            -----BEGIN EC PRIVATE KEY-----
            MHcCAQEEII/Lkw86oEubZpj9OilJpczUpRRwqTPWTyOxK5F6ai18oAoGCCqGSM49
            AwEHoUQDQgAEJ6TvEbZ8aPSpatq7w3ox+gCpeJlsevRdBkPl4v+Ny1wdaZhvq4O2
            vfK9iDyjE2ojMlrSRvBoqewBOSI3peqaHg==
            -----END EC PRIVATE KEY-----
            """)
}

/// Listens on a free port of the loopback.
struct CannedServer {
    let address: ServerAddress
    private let channel: any Channel

    /// Starts; without credentials it does not speak TLS, without an answer it stays silent.
    static func start(_ credentials: Credentials?, answer: String?) async throws -> CannedServer {
        let context = try credentials.map { credentials in
            try NIOSSLContext(
                configuration: .makeServerConfiguration(
                    certificateChain: NIOSSLCertificate.fromPEMBytes(
                        Array(credentials.certificate.utf8)
                    ).map { .certificate($0) },
                    privateKey: .privateKey(
                        NIOSSLPrivateKey(bytes: Array(credentials.key.utf8), format: .pem))))
        }
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLServerHandler(context: context))
                    }
                    try channel.pipeline.syncOperations.addHandler(Responder(answer: answer))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = UInt16(channel.localAddress?.port ?? 0)
        return CannedServer(
            address: ServerAddress(host: "127.0.0.1", port: port), channel: channel)
    }

    func stop() async throws { try await channel.close() }
}

private final class Responder: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let answer: String?

    init(answer: String?) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let answer else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
