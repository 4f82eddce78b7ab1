// What counts as one address when counting and limiting.

import NIOCore

/// Keys for limits by address.
enum RemoteAddress {
    /// The IPv4 address, or the /64 network of an IPv6 address, since one host has all of those.
    static func key(_ address: SocketAddress?) -> String {
        guard let address, let text = address.ipAddress else { return "unknown" }
        guard case .v6(let v6) = address else { return text }
        return withUnsafeBytes(of: v6.address.sin6_addr) { bytes in
            let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF
            return isMapped
                ? bytes.suffix(4).map { String($0) }.joined(separator: ".")
                : bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
        }
    }
}
