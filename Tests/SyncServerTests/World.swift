// A server in memory with a clock and randomness that a test holds in its hand.

import AccountRecords
import CausalCore
import ServerStoreSQLite
import SyncProtocol
import Synchronization

@testable import SyncServer

/// One server and its people.
struct World {
    let clock: TestClock
    let randomness: TestRandomness
    let store: SQLiteServerStore
    let server: SyncServer
    let admin: AuthenticatedDevice
    let adminToken: String
    let adminReplica: ReplicaID
    /// What lives outside the store.
    let receiptKey: [UInt8]
    let revocations: RevocationRegister

    init(seed: UInt64 = 1, limits: SyncLimits = .default) throws {
        clock = TestClock()
        randomness = TestRandomness(seed: seed)
        store = try SQLiteServerStore(path: ":memory:")
        receiptKey = TestRandomness(seed: seed &+ 99).bytes(32)
        revocations = RevocationRegister()
        server = SyncServer(
            store: store, clock: clock, randomness: randomness, limits: limits,
            receiptKey: receiptKey, revocations: revocations)
        let code = try server.bootstrap(adminName: "Ada Admin", handle: "ada")
        let answer = try server.enroll(
            EnrollRequest(
                code: code, device: "office", clock: World.sample(clock), schema: 1))
        guard let device = try server.authenticate(token: answer.token) else {
            throw Unexpected(what: "token")
        }
        admin = device
        adminToken = answer.token
        adminReplica = answer.replica
    }

    /// The same server over another store: a copy of its own that was put back.
    init(
        _ former: World, over store: SQLiteServerStore, receiptKey: [UInt8]? = nil,
        limits: SyncLimits = .default
    ) {
        randomness = former.randomness
        self.store = store
        self.receiptKey = receiptKey ?? former.receiptKey
        clock = former.clock
        revocations = former.revocations
        server = SyncServer(
            store: store, clock: clock, randomness: randomness, limits: limits,
            receiptKey: self.receiptKey, revocations: revocations)
        admin = former.admin
        adminToken = former.adminToken
        adminReplica = former.adminReplica
    }

    /// The admin's own laptop.
    var adminLaptop: Laptop {
        Laptop(world: self, token: adminToken, replica: adminReplica, user: admin.user)
    }

    /// Enrolls one more laptop, of a new person or of a known one.
    func laptop(_ handle: String, role: UserRole = .rep, device: String = "laptop") throws -> Laptop
    {
        let known = try server.perform(AdminUsersRequest(), by: admin).users
            .contains { $0.handle == handle }
        let invitation = try server.perform(
            AdminInviteRequest(
                name: known ? "" : handle.capitalized, handle: handle, role: known ? nil : role),
            by: admin)
        let answer = try server.enroll(
            EnrollRequest(
                code: invitation.code, device: device, clock: World.sample(clock), schema: 1))
        return Laptop(
            world: self, token: answer.token, replica: answer.replica, user: answer.user)
    }

    func assign(_ user: String, _ accounts: RecordID..., role: String = "backup") throws {
        _ = try server.perform(
            AdminAssignRequest(user: user, accounts: accounts.map(\.description), role: role),
            by: admin)
    }

    func unassign(_ user: String, _ accounts: RecordID...) throws {
        _ = try server.perform(
            AdminUnassignRequest(user: user, accounts: accounts.map(\.description)), by: admin)
    }

    /// A fresh identity; later ones are greater.
    func id<Subject>() -> Identifier<Subject> {
        randomness.identifier(at: Stamp(milliseconds: clock.tick()))
    }

    static func sample(_ clock: TestClock) -> ClockSample {
        ClockSample(
            boot: BootID(high: 9, low: 9), boottimeNanoseconds: clock.milliseconds * 1_000_000,
            wallNanoseconds: Int64(clock.milliseconds) * 1_000_000)
    }
}

/// A clock that stands still until a test moves it, or asks for an id.
final class TestClock: ServerClock {
    private let state = Mutex<(wall: UInt64, monotonic: UInt64)>((1_800_000_000_000, 0))

    var milliseconds: UInt64 { state.withLock { $0.wall } }

    func now() -> Stamp { Stamp(milliseconds: milliseconds) }

    func monotonic() -> MonotonicReading {
        MonotonicReading(
            boot: BootID(high: 7, low: 7), nanoseconds: state.withLock { $0.monotonic })
    }

    /// Time passes.
    func pass(seconds: UInt64) {
        state.withLock {
            $0.wall += seconds * 1_000
            $0.monotonic += seconds * 1_000_000_000
        }
    }

    /// The wall clock leaps, while no time passes.
    func leap(seconds: Int64) {
        state.withLock { $0.wall = UInt64(Int64($0.wall) + seconds * 1_000) }
    }

    /// A millisecond passes.
    func tick() -> UInt64 {
        state.withLock {
            $0.wall += 1
            $0.monotonic += 1_000_000
            return $0.wall
        }
    }
}

/// SplitMix64 from a seed.
final class TestRandomness: ServerRandomness {
    private let state: Mutex<UInt64>

    init(seed: UInt64) {
        state = Mutex(seed)
    }

    func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 32) }
    }

    private func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var z = state
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
    }
}
