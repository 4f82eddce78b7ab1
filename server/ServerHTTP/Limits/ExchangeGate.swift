// Bounds how many exchanges are under way, in all and for one device.

import NIOConcurrencyHelpers

/// Counts exchanges under way; who is refused is told at once, nothing waits in a queue.
final class ExchangeGate<Key: Hashable & Sendable>: Sendable {
    enum Refusal: Error {
        case allBusy
        case deviceBusy
    }

    private struct Counts {
        var all = 0
        var byKey: [Key: Int] = [:]
    }

    private let exchangesMax: Int
    private let exchangesPerKeyMax: Int
    private let counts = NIOLockedValueBox(Counts())

    init(exchangesMax: Int, exchangesPerKeyMax: Int) {
        self.exchangesMax = exchangesMax
        self.exchangesPerKeyMax = exchangesPerKeyMax
    }

    /// Exchanges under way.
    var underWay: Int { counts.withLockedValue { $0.all } }

    /// Takes a place; who got one gives it back with ``leave(_:)``.
    func enter(_ key: Key) throws(Refusal) {
        let refusal: Refusal? = counts.withLockedValue { counts in
            guard counts.all < exchangesMax else { return .allBusy }
            guard counts.byKey[key, default: 0] < exchangesPerKeyMax else { return .deviceBusy }
            counts.all += 1
            counts.byKey[key, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    /// Gives a place back.
    func leave(_ key: Key) {
        counts.withLockedValue { counts in
            counts.all -= 1
            let left = counts.byKey[key, default: 1] - 1
            counts.byKey[key] = left > 0 ? left : nil
        }
    }
}
