// HOST:PORT, as people write it.

/// An address to listen on, such as `127.0.0.1:0`, `0.0.0.0:5484` or `[::1]:5484`.
struct ListenAddress: Equatable {
    let host: String
    let port: Int

    /// Makes an address of its parts.
    init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads the text; nil when it is not HOST:PORT.
    init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"),
            let port = UInt16(text[text.index(after: colon)...])
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = Int(port)
    }

    /// HOST:PORT, with brackets around an IPv6 address.
    static func text(host: String, port: Int) -> String {
        (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
    }
}
