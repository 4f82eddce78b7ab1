// Why an exchange with the server brought no usable answer, as a transport reports it.

import SyncProtocol

/// Why an exchange with the server brought no usable answer.
public enum TransportFailure: Error, Hashable, Sendable {
    /// No connection came about, so nothing was sent; the text says what the system reported.
    case unreachable(String)
    /// The connection broke after it was made: the server may have committed what it was sent.
    case interrupted(String)
    /// The total time of the exchange was used up, in seconds.
    case timedOut(seconds: Int)
    /// Another certificate than the one that was pinned, or none.
    case certificateDiffers
    /// Something answered that is no Kith server, with this HTTP status and content type.
    case notKith(status: Int, contentType: String)
    /// The answer is longer than this, in bytes.
    case answerTooLarge(bytesMax: Int)
    /// The answer cannot be decoded.
    case malformed(String)
    /// The server said what is wrong.
    case problem(Problem)
    /// The caller gave up.
    case cancelled
}

extension TransportFailure {
    /// Whether the same request may simply be sent again at once: the connection broke, and a push
    /// that was committed is known by its ids.
    public var isWorthResending: Bool {
        if case .interrupted = self { return true }
        return false
    }
}

/// What came back from an exchange, and what it cost.
public struct TransportAnswer: Hashable, Sendable {
    /// The body of the answer.
    public var body: [UInt8]
    /// Bytes of HTTP that were sent, headers included, inside TLS.
    public var bytesSent: Int
    /// Bytes of HTTP that were received, headers included, inside TLS.
    public var bytesReceived: Int
    /// Whether the link carries bytes faster than zlib takes them in.
    public var isLinkFast: Bool

    /// Makes an answer.
    public init(body: [UInt8], bytesSent: Int, bytesReceived: Int, isLinkFast: Bool = false) {
        self.body = body
        self.bytesSent = bytesSent
        self.bytesReceived = bytesReceived
        self.isLinkFast = isLinkFast
    }
}
