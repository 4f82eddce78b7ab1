// Which name of a server TLS may send along.

import NIOCore

extension ServerAddress {
    /// The name that TLS sends along; nil for an IP address, which it must not send.
    var nameForTLS: String? {
        do {
            _ = try SocketAddress(ipAddress: host, port: Int(port))
            return nil
        } catch {
            return host
        }
    }
}
