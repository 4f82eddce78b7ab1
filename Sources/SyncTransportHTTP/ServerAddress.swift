// Where a server listens.

/// Where a server listens: a name or an IP address, and a port.
public struct ServerAddress: Hashable, Sendable, CustomStringConvertible {
    /// A name or an IP address, without the brackets of IPv6.
    public let host: String
    /// A TCP port, from 1.
    public let port: UInt16

    /// Makes an address; whether anybody listens there is not checked.
    public init(host: String, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// `HOST:PORT`, with brackets around IPv6.
    public var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
