// A server and laptops in one process: real cores, real SQL, real encoded bytes, no network.

import AccountRecords
import CausalCore
import Logging
import ReplicaStore
import ServerStoreSQLite
import SyncClient
import SyncProtocol
import SyncServer
import Synchronization

/// The true time, which nobody but the server can read.
final class TrueTime: ServerClock {
    private let milliseconds = Mutex<UInt64>(1_800_000_000_000)

    func now() -> Stamp { milliseconds.withLock { Stamp(milliseconds: $0) } }

    func monotonic() -> MonotonicReading {
        MonotonicReading(boot: BootID(high: 1, low: 1), nanoseconds: now().milliseconds * 1_000_000)
    }

    func pass(seconds: UInt64) { milliseconds.withLock { $0 += seconds * 1000 } }
}

/// A laptop's clocks: boottime is true, the wall may be anything.
struct LaptopClock: DeviceClock {
    let time: TrueTime
    let boot: BootID
    let wallOffsetSeconds: Int64

    func sample() -> ClockSample {
        let now = time.now().milliseconds
        return ClockSample(
            boot: boot, boottimeNanoseconds: (now - 1_799_999_000_000) * 1_000_000,
            wallNanoseconds: (Int64(now) + wallOffsetSeconds * 1000) * 1_000_000)
    }
}

/// SplitMix64, so that every run is the same.
struct SeededRandomness: RandomNumberGenerator, Sendable {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

final class SeededServerRandomness: ServerRandomness {
    private let source = Mutex(SeededRandomness(state: 42))

    func bytes(_ count: Int) -> [UInt8] {
        source.withLock { source in
            (0..<count).map { _ in UInt8(truncatingIfNeeded: source.next()) }
        }
    }
}

/// A server, and the people it knows.
final class World {
    let time = TrueTime()
    private(set) var server: SyncServer
    private(set) var store: SQLiteServerStore
    private let limits: SyncLimits
    private let randomness = SeededServerRandomness()
    private(set) var seed: UInt64 = 1

    init(limits: SyncLimits = .default, schema: Schema = .current) throws {
        store = try SQLiteServerStore(path: ":memory:")
        self.limits = limits
        server = Self.server(over: store, time, randomness, limits, schema)
        _ = try server.bootstrap(adminName: "Ada Admin", handle: "ada")
    }

    /// Lets the same server go on over another store; its receipt key lives outside of it.
    func replace(by other: SQLiteServerStore) {
        store = other
        server = Self.server(over: other, time, randomness, limits, .current)
    }

    private static func server(
        over store: SQLiteServerStore, _ time: TrueTime, _ randomness: SeededServerRandomness,
        _ limits: SyncLimits, _ schema: Schema
    ) -> SyncServer {
        SyncServer(
            store: store, clock: time, randomness: randomness, limits: limits, schema: schema,
            log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            receiptKey: [UInt8](repeating: 9, count: 32))
    }

    /// A server program with another schema takes the same database over.
    func upgrade(_ schema: Schema) throws {
        try server.flush()
        server = Self.server(over: store, time, randomness, limits, schema)
    }

    /// The seq of a record, 0 if the server does not know it.
    func seq(of record: RecordID) throws -> Seq {
        try store.read { try $0.records([record]).first?.seq ?? 0 }
    }

    /// Invites a person, or gives a known one another laptop.
    func laptop(
        _ handle: String, _ name: String? = nil, wallOffsetSeconds: Int64 = 0,
        path: String = ":memory:", schema: Schema = .current
    ) throws -> Laptop {
        let isKnown = try server.perform(AdminUsersRequest(), by: .operator).users
            .contains { $0.handle == handle }
        let invitation = try server.perform(
            AdminInviteRequest(name: isKnown ? "" : handle.capitalized, handle: handle),
            by: .operator)
        seed += 1
        let laptop = try Laptop(
            world: self, seed: seed, wallOffsetSeconds: wallOffsetSeconds, path: path,
            schema: schema)
        try laptop.enroll(invitation.code, device: name ?? "\(handle)'s laptop")
        return laptop
    }

    func assign(_ account: RecordID, to handle: String) throws {
        _ = try server.perform(
            AdminAssignRequest(user: handle, accounts: [account.description]), by: .operator)
    }

    func unassign(_ accounts: [RecordID], from handle: String) throws {
        _ = try server.perform(
            AdminUnassignRequest(user: handle, accounts: accounts.map(\.description)), by: .operator
        )
    }

    func revoke(_ laptop: Laptop) throws {
        let replica = try laptop.replica()
        _ = try server.perform(AdminRevokeRequest(device: replica.description), by: .operator)
    }

    /// What the server has of a person's scope, line by line.
    ///
    /// - Parameter schema: whose names the lines bear; nil for the server's own.
    func export(_ handle: String, schema: Schema? = nil) throws -> [String] {
        var lines: [String] = []
        let teller = schema.map { Self.server(over: store, time, randomness, limits, $0) } ?? server
        try teller.canonicalExport(user: handle) { lines.append($0) }
        return lines
    }
}
