// Token buckets by address or device, bounded in number.

import NIOConcurrencyHelpers

/// Says whether one more event of a key is allowed now.
///
/// At most ``keysMax`` keys are held: full buckets are dropped first, and if that does not help, a
/// new key is refused rather than an old one forgotten.
final class RateLimiter<Key: Hashable & Sendable>: Sendable {
    static var keysMax: Int { 10_000 }

    private let rate: Rate
    private let buckets = NIOLockedValueBox<[Key: TokenBucket]>([:])

    init(_ rate: Rate) {
        self.rate = rate
    }

    /// Counts one event; nil when it is allowed, else the seconds to wait.
    func take(_ key: Key, seconds: Double) -> Double? {
        buckets.withLockedValue { buckets in
            if buckets[key] == nil {
                guard makeRoom(&buckets, seconds) else { return 1 / rate.perSecond }
            }
            return buckets[key, default: TokenBucket(rate, seconds: seconds)]
                .take(rate, seconds: seconds)
        }
    }

    /// The seconds until an event would be allowed, nil for now; counts nothing.
    func wait(_ key: Key, seconds: Double) -> Double? {
        buckets.withLockedValue { buckets in
            var bucket = buckets[key]
            return bucket?.take(rate, seconds: seconds)
        }
    }

    private func makeRoom(_ buckets: inout [Key: TokenBucket], _ seconds: Double) -> Bool {
        guard buckets.count >= Self.keysMax else { return true }
        buckets = buckets.filter { !$0.value.isFull(rate, seconds: seconds) }
        return buckets.count < Self.keysMax
    }
}
