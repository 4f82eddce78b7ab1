// The server's front door: everything that HTTP routes and the operator's commands call.

import AccountRecords
import CausalCore
import Logging
import Synchronization
import SyncProtocol

/// The protocol's transactions over a store.
///
/// Synchronous and safe to call from any thread; a call may block on the store. Knows neither HTTP
/// nor SQL, and reads neither clock nor randomness of the system.
public final class SyncServer: Sendable {
    let store: any ServerStore
    let clock: any ServerClock
    let randomness: any ServerRandomness
    let schema: Schema
    let log: Logger
    let software: String
    let receipts: ReceiptMaker
    let revocations: RevocationRegister
    /// What devices said of themselves since it was last written down, by device.
    let sightings = Mutex<[ReplicaID: DeviceSighting]>([:])
    let touches = RecentTouches()
    /// What the server takes and gives.
    public let limits: SyncLimits

    /// A server over a store; ``bootstrap(serverName:adminName:handle:)`` must have run on it once.
    ///
    /// - Parameters:
    ///   - receiptKey: 32 random bytes that live outside the store, the same for the life of the
    ///     server; without them no receipts are given out, and none is honoured.
    ///   - revocations: the revoked tokens, which live outside the store as well.
    public init(
        store: any ServerStore, clock: any ServerClock, randomness: any ServerRandomness,
        limits: SyncLimits = .default, schema: Schema = .current,
        log: Logger = Logger(label: "kith.sync"), software: String = "kith-server",
        receiptKey: [UInt8] = [], revocations: RevocationRegister = RevocationRegister()
    ) {
        self.store = store
        self.clock = clock
        self.randomness = randomness
        self.limits = limits
        self.schema = schema
        self.log = log
        self.software = software
        receipts = ReceiptMaker(key: receiptKey)
        self.revocations = revocations
    }

    /// Does something with the store, and turns its errors into problems.
    func reported<Result>(_ body: () throws -> Result) throws(Problem) -> Result {
        do {
            return try body()
        } catch let problem as Problem {
            throw problem
        } catch {
            log.error("store failed", metadata: ["error": "\(error)"])
            throw .storeFailed
        }
    }

    /// The shard, or a problem if the server was never initialized.
    func shard(_ snapshot: any ServerSnapshot) throws -> ShardRow {
        guard let shard = try snapshot.shard() else { throw Problem.notInitialized }
        return shard
    }

    /// The server's time under the lock, unless its clock has leapt.
    ///
    /// Refused when the clock is more than an hour ahead of the last commit plus the monotonic time
    /// since; across a restart of the machine only a gap of more than 400 days is.
    func commitClock(_ shard: ShardRow) throws -> (now: Stamp, monotonic: MonotonicReading) {
        let now = clock.now()
        let monotonic = clock.monotonic()
        let isSameBoot = monotonic.boot == shard.monotonic.boot
        let elapsed =
            monotonic.nanoseconds >= shard.monotonic.nanoseconds
            ? (monotonic.nanoseconds - shard.monotonic.nanoseconds) / 1_000_000 : 0
        let allowance =
            isSameBoot
            ? elapsed + Self.clockLeapMillisecondsMax : Self.clockGapMillisecondsMax
        if now.milliseconds > shard.time.milliseconds + allowance {
            log.critical("the server's clock has leapt", metadata: ["now": "\(now.milliseconds)"])
            throw Problem.clockAhead
        }
        return (now, monotonic)
    }

    static let clockLeapMillisecondsMax: UInt64 = 3_600_000
    static let clockGapMillisecondsMax: UInt64 = 400 * 86_400_000

    /// Says that the server's clock is right, after a leap was refused.
    ///
    /// - Throws: ``Problem`` if the store fails.
    public func acceptClock() throws(Problem) {
        try reported {
            try store.write { [self] transaction in
                var shard = try shard(transaction)
                shard.time = max(shard.time, clock.now())
                shard.monotonic = clock.monotonic()
                try transaction.commit(CommitEffects(shard: shard))
                try audit(transaction, by: .zero, "clock accepted", "server")
            }
        }
    }
}

/// A device whose token was recognized.
public struct AuthenticatedDevice: Hashable, Sendable {
    /// The device.
    public var device: ReplicaID
    /// Its owner.
    public var user: UserID
    /// The owner's handle.
    public var handle: String
    /// The owner's name.
    public var name: String
    /// What the owner may do.
    public var role: UserRole

    /// Makes it of its parts.
    public init(
        device: ReplicaID, user: UserID, handle: String, name: String, role: UserRole
    ) {
        self.device = device
        self.user = user
        self.handle = handle
        self.name = name
        self.role = role
    }
}
