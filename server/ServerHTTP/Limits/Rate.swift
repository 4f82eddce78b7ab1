// A token bucket as a value: what it holds is a function of the times it is given.

/// How often something may happen: so many a second in the long run, so many at once.
public struct Rate: Hashable, Sendable {
    /// Events a second that are sustained; above zero.
    public let perSecond: Double
    /// Events that may come at once after a pause; at least 1.
    public let burst: Double

    /// Makes a rate.
    public init(perSecond: Double, burst: Double) {
        self.perSecond = perSecond
        self.burst = burst
    }
}

/// What is left of a ``Rate`` for one address or device.
struct TokenBucket: Sendable {
    private(set) var tokens: Double
    private(set) var seconds: Double

    init(_ rate: Rate, seconds: Double) {
        tokens = rate.burst
        self.seconds = seconds
    }

    /// Takes one token; nil when there was one, else the seconds until there will be.
    mutating func take(_ rate: Rate, seconds now: Double) -> Double? {
        refill(rate, seconds: now)
        guard tokens >= 1 else { return (1 - tokens) / rate.perSecond }
        tokens -= 1
        return nil
    }

    /// Whether the bucket is as good as a new one, so that it need not be kept.
    func isFull(_ rate: Rate, seconds now: Double) -> Bool {
        tokens + (now - seconds) * rate.perSecond >= rate.burst
    }

    private mutating func refill(_ rate: Rate, seconds now: Double) {
        guard now > seconds else { return }
        tokens = min(rate.burst, tokens + (now - seconds) * rate.perSecond)
        seconds = now
    }
}
