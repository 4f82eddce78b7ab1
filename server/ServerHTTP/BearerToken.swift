// The token in a request's header.

import Hummingbird

/// Reads the header Authorization (RFC 6750).
enum BearerToken {
    /// Bytes of a token; a longer one cannot be ours.
    static let bytesMax = 128

    /// The token; nil when there is none or it cannot be one.
    static func token(in headers: HTTPFields) -> String? {
        guard let value = headers[.authorization] else { return nil }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1]
        guard token.utf8.count <= bytesMax, token.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            return nil
        }
        return String(token)
    }
}
