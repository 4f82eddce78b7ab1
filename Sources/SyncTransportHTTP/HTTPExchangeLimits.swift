// What one HTTP exchange may take and bring.

/// What one HTTP exchange may take and bring.
public enum HTTPExchangeLimits {
    /// Seconds until a connection must stand.
    public static let connectSecondsMax = 3
    /// Seconds without a single byte of the answer, or of a request that is being sent.
    public static let silenceSecondsMax = 30
    /// Seconds from the start to the last byte, on a monotonic clock.
    public static let exchangeSecondsMax = 120
    /// Bytes of an answer to a sync, compressed.
    public static let syncAnswerBytesMax = 32 << 20
    /// Bytes of an answer to an admin: a list of 600,000 accounts fits.
    public static let adminAnswerBytesMax = 64 << 20
    /// Bytes of an answer to anything else.
    public static let answerBytesMax = 8 << 20
}
