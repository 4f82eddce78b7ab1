// Reads a server's certificate over a bare TLS connection, once, at enrollment.

import NIOCore
import NIOPosix
import NIOSSL
import SyncClient

/// Fetches the certificate that a server shows, and takes it only if it is the expected one.
///
/// The HTTP library has no callback in which to compare a fingerprint, so the certificate is read
/// here and from then on is the only trust root.
public enum CertificateReader {
    /// How long connecting may take.
    static let connectTimeoutSeconds: Int64 = 3
    /// How long the TLS handshake may take after that.
    static let handshakeTimeoutSeconds: Int64 = 10

    /// Reads the certificate of the server at an address.
    ///
    /// - Parameter fingerprint: SHA-256 of the DER of the only certificate that will do.
    /// - Throws: ``TransportFailure/certificateDiffers`` if the server shows another one.
    public static func read(
        from address: ServerAddress, fingerprint: [UInt8]
    ) async throws(TransportFailure) -> PinnedCertificate {
        let certificate: PinnedCertificate
        do {
            certificate = try await leafCertificate(of: address)
        } catch {
            throw transportFailure(for: error)
        }
        guard certificate.fingerprint == fingerprint else { throw .certificateDiffers }
        return certificate
    }

    private static func leafCertificate(
        of address: ServerAddress
    ) async throws -> PinnedCertificate {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        let context = try NIOSSLContext(configuration: configuration)
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: PinnedCertificate.self)
        let name = address.nameForTLS
        ClientBootstrap(group: loop)
            .connectTimeout(.seconds(connectTimeoutSeconds))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let handler = try NIOSSLClientHandler(
                        context: context, serverHostname: name,
                        customVerificationCallback: { chain, verification in
                            promise.completeWith(certificateOfLeaf(in: chain))
                            verification.succeed(.certificateVerified)
                        })
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: address.host, port: Int(address.port))
            .whenComplete { result in
                switch result {
                case .failure(let error): promise.fail(error)
                case .success(let channel): watch(channel, promise)
                }
            }
        return try await promise.futureResult.get()
    }

    /// Ends the connection once the certificate is there, and the wait once the connection is gone.
    private static func watch(
        _ channel: any Channel, _ promise: EventLoopPromise<PinnedCertificate>
    ) {
        channel.eventLoop.scheduleTask(in: .seconds(handshakeTimeoutSeconds)) {
            promise.fail(CertificateReaderError.handshakeTimedOut)
        }
        channel.closeFuture.whenComplete { _ in
            promise.fail(CertificateReaderError.noHandshake)
        }
        promise.futureResult.whenComplete { _ in channel.close(promise: nil) }
    }
}

/// What can go wrong between the connection and the certificate.
enum CertificateReaderError: Error {
    /// The server accepted the connection and then said nothing.
    case handshakeTimedOut
    /// The server does not speak TLS, or shows no certificate.
    case noHandshake
}

private func certificateOfLeaf(
    in chain: [NIOSSLCertificate]
) -> Result<PinnedCertificate, any Error> {
    guard let leaf = chain.first else { return .failure(CertificateReaderError.noHandshake) }
    return Result { PinnedCertificate(der: try leaf.toDERBytes()) }
}
