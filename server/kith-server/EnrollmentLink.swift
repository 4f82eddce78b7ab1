// The link with which a laptop enrolls: where, what code, which certificate.

import Crypto
import ServerHTTP

/// `kith://HOST:PORT/CODE#SHA256`; whoever has it can enroll once until it expires.
struct EnrollmentLink: CustomStringConvertible {
    let host: String
    let port: Int
    let code: String
    let fingerprint: String

    var description: String {
        "kith://\(ListenAddress.text(host: host, port: port))/\(code)#\(fingerprint)"
    }
}

extension TLSIdentity {
    /// The SHA-256 of the certificate's DER, in hexadecimal.
    var fingerprint: String {
        SHA256.hash(data: certificateDER)
            .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
