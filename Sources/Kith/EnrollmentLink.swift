// What an invited person pastes: where the server is, the one-time code, whom to trust.

import SyncTransportHTTP

/// An invitation, `kith://HOST:PORT/CODE#SHA256HEX`: everything that enrolling needs.
public struct EnrollmentLink: Hashable, Sendable, CustomStringConvertible {
    /// Where the server listens.
    public let address: ServerAddress
    /// The one-time code.
    public let code: String
    /// SHA-256 of the server's certificate, 32 bytes.
    public let fingerprint: [UInt8]

    /// Makes a link of its parts.
    public init(address: ServerAddress, code: String, fingerprint: [UInt8]) {
        self.address = address
        self.code = code
        self.fingerprint = fingerprint
    }

    /// Reads a link; spaces and line breaks around it do no harm.
    ///
    /// - Throws: ``KithError`` with the part that is wrong and what to do.
    public init(_ text: String) throws(KithError) {
        let link = String(text.drop(while: \.isWhitespace)).trimmedAtEnd()
        guard link.lowercased().hasPrefix("kith://") else {
            throw .badLink("an enrollment link begins with kith://")
        }
        let rest = link.dropFirst("kith://".count)
        let halves = rest.split(separator: "#", omittingEmptySubsequences: false)
        guard halves.count == 2, let fingerprint = bytes(hexadecimal: halves[1]),
            fingerprint.count == 32
        else { throw .badLink("after # come the 64 hexadecimal digits of the fingerprint") }
        let parts = halves[0].split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, parts[1].utf8.count <= 64,
            parts[1].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { throw .badLink("between / and # comes the one-time code") }
        guard let address = serverAddress(from: parts[0]) else {
            throw .badLink("between kith:// and / come the server's name and port")
        }
        self.init(address: address, code: String(parts[1]), fingerprint: fingerprint)
    }

    /// The form in which it travels.
    public var description: String {
        "kith://\(address)/\(code)#\(hexadecimal(fingerprint))"
    }
}

/// Reads `HOST:PORT` or `[IPv6]:PORT`; nil for anything else.
private func serverAddress(from text: Substring) -> ServerAddress? {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]),
        port > 0
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
        host = host.dropFirst().dropLast()
        guard host.contains(":") else { return nil }
    } else if host.contains(":") {
        return nil
    }
    let isPlain = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "@") }
    guard !host.isEmpty, host.utf8.count <= 253, isPlain else { return nil }
    return ServerAddress(host: String(host), port: port)
}

private func bytes(hexadecimal text: Substring) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
        guard let upper = digit(digits[index]), let lower = digit(digits[index + 1]) else {
            return nil
        }
        bytes.append(upper << 4 | lower)
    }
    return bytes
}

private func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 0xF)]] }
    return String(decoding: text, as: UTF8.self)
}

extension String {
    /// The text without white space at its end.
    func trimmedAtEnd() -> String {
        var text = self[...]
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
