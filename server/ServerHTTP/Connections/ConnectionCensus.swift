// Counts open connections, so that no address can use them all up.

import NIOConcurrencyHelpers

/// Who is connected: how many in all, how many from one address.
final class ConnectionCensus: Sendable {
    private struct Counts {
        var all = 0
        var byAddress: [String: Int] = [:]
    }

    private let connectionsMax: Int
    private let connectionsPerAddressMax: Int
    private let counts = NIOLockedValueBox(Counts())

    init(connectionsMax: Int, connectionsPerAddressMax: Int) {
        self.connectionsMax = connectionsMax
        self.connectionsPerAddressMax = connectionsPerAddressMax
    }

    /// Connections open now.
    var open: Int { counts.withLockedValue { $0.all } }

    /// Whether one more connection of the address may stay; if so it is counted.
    func admit(_ address: String) -> Bool {
        counts.withLockedValue { counts in
            let ofAddress = counts.byAddress[address, default: 0]
            guard counts.all < connectionsMax, ofAddress < connectionsPerAddressMax else {
                return false
            }
            counts.all += 1
            counts.byAddress[address] = ofAddress + 1
            return true
        }
    }

    /// A connection that was admitted is closed.
    func leave(_ address: String) {
        counts.withLockedValue { counts in
            counts.all -= 1
            let left = counts.byAddress[address, default: 1] - 1
            counts.byAddress[address] = left > 0 ? left : nil
        }
    }
}
