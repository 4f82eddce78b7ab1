// The limits that an operator may want to change.

import ArgumentParser
import ServerHTTP

/// Options of `serve` for time and number limits.
struct LimitOptions: ParsableArguments {
    @Option(help: "Connections open at once.")
    var connectionsMax = HTTPLimits().connectionsMax
    @Option(help: "Seconds a connection may be open without a request.")
    var idleSeconds = 30.0
    @Option(help: "Seconds in which the whole body of a request must arrive.")
    var requestSeconds = 60.0
    @Option(help: "Seconds in which an exchange must be over.")
    var exchangeSeconds = 120.0
    @Option(help: "Seconds that requests under way get when the server is asked to stop.")
    var stopSeconds = 10.0

    /// The limits with these options.
    var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.connectionsMax = max(1, connectionsMax)
        limits.connectionsPerAddressMax = min(
            limits.connectionsPerAddressMax, limits.connectionsMax)
        limits.idleMillisecondsMax = Self.milliseconds(idleSeconds)
        limits.requestMillisecondsMax = Self.milliseconds(requestSeconds)
        limits.exchangeMillisecondsMax = Self.milliseconds(exchangeSeconds)
        limits.stopMillisecondsMax = Self.milliseconds(stopSeconds)
        return limits
    }

    func validate() throws {
        let seconds = [idleSeconds, requestSeconds, exchangeSeconds, stopSeconds]
        guard seconds.allSatisfy({ $0 >= 0.1 && $0 <= 3_600 }) else {
            throw ValidationError("Times must be from 0.1 to 3600 seconds.")
        }
        guard (1...100_000).contains(connectionsMax) else {
            throw ValidationError("--connections-max must be from 1 to 100000.")
        }
    }

    private static func milliseconds(_ seconds: Double) -> Int64 { Int64(seconds * 1_000) }
}
