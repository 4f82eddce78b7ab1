// Whether compressing what travels costs more time than it saves.

/// How fast the link has been, as far as bodies tell.
struct LinkSpeed: Sendable {
    /// Shorter answers tell nothing: they come in one piece.
    static let bytesMin = 32_768
    /// Shorter requests tell nothing: the kernel takes them at once, whatever the link is.
    static let sentBytesMin = 524_288
    /// About what zlib's fastest level takes in.
    static let bytesPerSecond = 50_000_000.0

    /// Whether the last body that tells travelled faster than that.
    private(set) var isFast = false

    /// Notes an answer: the length of its body, and the time from its head to its end.
    mutating func note(bytes: Int, took: Duration) {
        guard bytes >= Self.bytesMin else { return }
        isFast = Double(bytes) >= Self.bytesPerSecond * (took / .seconds(1))
    }

    /// Notes a request: the length of its body, and the time in which the connection took it.
    mutating func note(sentBytes bytes: Int, took: Duration) {
        guard bytes >= Self.sentBytesMin else { return }
        note(bytes: bytes, took: took)
    }
}
