// Makes the certificate that laptops pin at enrollment.

import Crypto
import Foundation
import X509

/// A new P-256 key and a certificate that signs itself with it.
///
/// Laptops trust exactly this certificate, by its SHA-256, so nobody else has to sign it. It is valid
/// from 2000 to the end of 9999, the date that RFC 5280 (section 4.1.2.5) has for "no end": a laptop
/// whose clock is years off must still be able to sync, and a pinned certificate ends by being
/// replaced.
struct SelfSignedCertificate {
    static let notValidBefore = Date(timeIntervalSince1970: 946_684_800)
    static let notValidAfter = Date(timeIntervalSince1970: 253_402_300_799)

    let certificatePEM: String
    let keyPEM: String

    /// Makes both for the names and addresses under which laptops reach the server.
    init(hosts: [String]) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName("Kith server") }
        let certificate = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: .init(key.publicKey),
            notValidBefore: Self.notValidBefore,
            notValidAfter: Self.notValidAfter,
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
