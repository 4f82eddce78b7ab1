// The certificate and key with which a server proves who it is.

import NIOSSL

/// A certificate, its key, and the TLS settings that go with them.
public struct TLSIdentity: Sendable {
    /// The certificate in DER, whose SHA-256 laptops pin.
    public let certificateDER: [UInt8]

    let configuration: TLSConfiguration

    /// Reads both.
    ///
    /// - Throws: `NIOSSLError` when one cannot be read or they do not belong together.
    public init(certificatePEM: String, keyPEM: String) throws {
        let certificates = try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: certificates.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        _ = try NIOSSLContext(configuration: configuration)
        certificateDER = try certificates.first?.toDERBytes() ?? []
        self.configuration = configuration
    }
}
