// Who may come in now: rates by address and device, places for exchanges, tokens.

import CausalCore
import NIOConcurrencyHelpers
import SyncProtocol
import SyncServer

/// Everything that refuses a request for its sender rather than for its content.
final class Gatekeeper: Sendable {
    private let authenticator: @Sendable (String) throws -> AuthenticatedDevice?
    private let addresses: RateLimiter<String>
    private let devices: RateLimiter<ReplicaID>
    private let secrets: RateLimiter<String>
    private let gate: ExchangeGate<String>
    /// Tokens that were right, so that the next request with one need not wait for the store.
    private let known = NIOLockedValueBox<[String: AuthenticatedDevice]>([:])
    private static let knownMax = 4_096
    private let began = ContinuousClock.now

    init(
        limits: HTTPLimits,
        authenticator: @escaping @Sendable (String) throws -> AuthenticatedDevice?
    ) {
        self.authenticator = authenticator
        addresses = RateLimiter(limits.addressRate)
        devices = RateLimiter(limits.deviceRate)
        secrets = RateLimiter(limits.secretRate)
        gate = ExchangeGate(
            exchangesMax: limits.exchangesMax, exchangesPerKeyMax: limits.exchangesPerDeviceMax)
    }

    /// Exchanges under way.
    var exchangesUnderWay: Int { gate.underWay }

    /// Counts a request of an address.
    func admit(address: String) throws(Problem) {
        try Self.check(addresses.take(address, seconds: now))
    }

    /// Counts a request of a device.
    func admit(device: AuthenticatedDevice) throws(Problem) {
        try Self.check(devices.take(device.device, seconds: now))
    }

    /// Counts a guess at a secret: an enrollment attempt or a wrong token.
    func admitSecret(address: String) throws(Problem) {
        try Self.check(secrets.take(address, seconds: now))
    }

    /// Refuses an address that has guessed too often, without counting.
    func checkSecrets(address: String) throws(Problem) {
        try Self.check(secrets.wait(address, seconds: now))
    }

    /// The device of a token.
    func authenticate(_ token: String) throws -> AuthenticatedDevice? {
        let device = try authenticator(token)
        known.withLockedValue { known in
            if known.count >= Self.knownMax { known = [:] }
            known[token] = device
        }
        return device
    }

    /// The device that a token had when it was last looked up; its access may have ended since.
    func device(knownBy token: String) -> AuthenticatedDevice? {
        known.withLockedValue { $0[token] }
    }

    /// Runs an exchange in a place of its own, when there is one.
    func withPlace<Value>(
        for device: AuthenticatedDevice?, at address: String, route: Route,
        _ body: () async throws -> Value
    ) async throws -> Value {
        guard route.access != .anyone else { return try await body() }
        let key = device.map { String(describing: $0.device) } ?? address
        do {
            try gate.enter(key)
        } catch {
            throw error == .allBusy ? Problem.allBusy : Problem.senderBusy
        }
        defer { gate.leave(key) }
        return try await body()
    }

    private var now: Double {
        let passed = (ContinuousClock.now - began).components
        return Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
    }

    private static func check(_ wait: Double?) throws(Problem) {
        guard let wait else { return }
        throw .tooOften(seconds: Int(min(max(wait, 1), 3_600).rounded(.up)))
    }
}
