// The one certificate that a profile trusts, and its fingerprint.

import Crypto
import FoundationEssentials
import NIOSSL

/// The one certificate that is trusted: that of the server at which the device was enrolled.
public struct PinnedCertificate: Hashable, Sendable {
    /// The certificate as it is stored: base64 of the DER between the two lines of RFC 7468.
    public let pem: String
    /// SHA-256 of the DER, 32 bytes: what an enrollment link carries.
    public let fingerprint: [UInt8]

    /// Takes a certificate as it came over the wire.
    public init(der: [UInt8]) {
        pem = pemText(of: der)
        fingerprint = Array(SHA256.hash(data: der))
    }

    /// Reads a stored certificate; nil if the text is not exactly one certificate.
    public init?(pem: String) {
        guard let certificates = parsedCertificates(pem), certificates.count == 1,
            let der = derBytes(of: certificates[0])
        else { return nil }
        self.init(der: der)
    }

    /// The fingerprint as 64 lowercase hexadecimal digits.
    public var fingerprintText: String { hexadecimalText(of: fingerprint) }

    /// TLS that accepts this certificate and no other, whatever name it carries.
    func tlsConfiguration() throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.trustRoots = .certificates(
            try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)))
        configuration.certificateVerification = .noHostnameVerification
        return configuration
    }
}

/// The bytes as lowercase hexadecimal digits.
func hexadecimalText(of bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
    return String(decoding: text, as: UTF8.self)
}

private func parsedCertificates(_ pem: String) -> [NIOSSLCertificate]? {
    do { return try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)) } catch { return nil }
}

private func derBytes(of certificate: NIOSSLCertificate) -> [UInt8]? {
    do { return try certificate.toDERBytes() } catch { return nil }
}

private func pemText(of der: [UInt8]) -> String {
    let encoded = Data(der).base64EncodedString(options: [
        .lineLength64Characters, .endLineWithLineFeed,
    ])
    return "-----BEGIN CERTIFICATE-----\n\(encoded)\n-----END CERTIFICATE-----\n"
}
