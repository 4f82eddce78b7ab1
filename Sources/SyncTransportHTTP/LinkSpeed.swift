// Whether compressing what travels costs more time than it saves.

/// How fast the link has been, as far as answers tell.
struct LinkSpeed: Sendable {
    /// Shorter answers tell nothing: they come in one piece.
    static let bytesMin = 32_768
    /// About what zlib's fastest level takes in.
    static let bytesPerSecond = 50_000_000.0

    /// Whether the last answer that tells came faster than that.
    private(set) var isFast = false

    /// Notes an answer: the length of its body, and the time from its head to its end.
    mutating func note(bytes: Int, took: Duration) {
        guard bytes >= Self.bytesMin else { return }
        isFast = Double(bytes) >= Self.bytesPerSecond * (took / .seconds(1))
    }
}
