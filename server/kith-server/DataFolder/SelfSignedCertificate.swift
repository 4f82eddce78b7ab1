// Makes the certificate that laptops pin at enrollment.

import Crypto
import Foundation
import X509

/// A new P-256 key and a certificate that signs itself with it.
///
/// Laptops trust exactly this certificate, by its SHA-256, so nobody else has to sign it.
struct SelfSignedCertificate {
    static let validityYears = 10

    let certificatePEM: String
    let keyPEM: String

    /// Makes both for the names and addresses under which laptops reach the server, from a day
    /// before the given time.
    init(hosts: [String], now: Date) throws {
        let key = P256.Signing.PrivateKey()
        let day: TimeInterval = 86_400
        let name = try DistinguishedName { CommonName("Kith server") }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: .init(key.publicKey),
            notValidBefore: now - day,
            notValidAfter: now + Double(Self.validityYears) * 365.25 * day,
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(digitalSignature: true, keyCertSign: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(hosts.map(Self.generalName))
            },
            issuerPrivateKey: .init(key))
        certificatePEM = try certificate.serializeAsPEM().pemString + "\n"
        keyPEM = key.pemRepresentation + "\n"
    }

    private static func generalName(_ host: String) -> GeneralName {
        var v4 = in_addr()
        var v6 = in6_addr()
        if inet_pton(AF_INET, host, &v4) == 1 {
            return .ipAddress(.init(contentBytes: bytes(of: v4)))
        }
        if inet_pton(AF_INET6, host, &v6) == 1 {
            return .ipAddress(.init(contentBytes: bytes(of: v6)))
        }
        return .dnsName(host)
    }

    private static func bytes<Address>(of address: Address) -> ArraySlice<UInt8> {
        withUnsafeBytes(of: address) { ArraySlice($0) }
    }
}
