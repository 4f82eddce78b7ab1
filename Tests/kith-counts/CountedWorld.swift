// A server and laptops in one process, on real files: real cores, SQL and bytes, no network.

import AccountRecords
import CausalCore
import Foundation
import Logging
import ReplicaStore
import ServerStoreSQLite
import SyncClient
import SyncProtocol
import SyncServer

/// The same time for everybody, which stands still.
struct StillClock: ServerClock, DeviceClock {
    private static let milliseconds: UInt64 = 1_800_000_000_000

    func now() -> Stamp { Stamp(milliseconds: Self.milliseconds) }

    func monotonic() -> MonotonicReading {
        MonotonicReading(boot: BootID(high: 1, low: 1), nanoseconds: 1_000_000_000)
    }

    func sample() -> ClockSample {
        ClockSample(
            boot: BootID(high: 7, low: 7), boottimeNanoseconds: 1_000_000_000,
            wallNanoseconds: Int64(Self.milliseconds) * 1_000_000)
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
    private let source = IdentifierSupply(randomness: SeededRandomness(state: 42))

    func bytes(_ count: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let id: OpID = source.next(wallMilliseconds: 1)
            bytes += id.bytes[8...]
        }
        return Array(bytes.prefix(count))
    }
}

/// A server over a file, and the laptops of one person, each over a file of its own.
final class CountedWorld {
    let folder: String
    let server: SyncServer
    private let store: SQLiteServerStore
    private var laptops = 0

    init(folder: String) throws {
        self.folder = folder
        store = try SQLiteServerStore(path: folder + "/server.sqlite")
        server = SyncServer(
            store: store, clock: StillClock(), randomness: SeededServerRandomness(),
            log: Logger(label: "counts", factory: { _ in SwiftLogNoOpLogHandler() }),
            receiptKey: [UInt8](repeating: 9, count: 32))
        _ = try server.bootstrap(adminName: "Ada Admin", handle: "ada")
        _ = try server.perform(
            AdminInviteRequest(name: "Alice", handle: "alice"), by: .operator)
    }

    /// One more laptop of the same person.
    func laptop() throws -> CountedLaptop {
        laptops += 1
        let invitation = try server.perform(
            AdminInviteRequest(name: "", handle: "alice"), by: .operator)
        return try CountedLaptop(world: self, number: laptops, code: invitation.code)
    }

    /// Bytes of the server's database.
    var databaseBytes: Int64 { counters_bytes(of: folder + "/server.sqlite") }
}

/// One laptop, and what its exchanges have cost on both sides.
final class CountedLaptop {
    let world: CountedWorld
    let store: ReplicaStore
    let ids: IdentifierSupply
    private let path: String
    private var token = ""
    /// What its exchanges have cost so far.
    var costs = SyncCosts()
    /// Whether a profiler looks at its own work, and at the server's.
    var collects = (device: false, server: false)
    /// The bodies of its exchanges, if they are kept.
    var recording: [(request: [UInt8], response: [UInt8])]?

    init(world: CountedWorld, number: Int, code: String) throws {
        self.world = world
        path = world.folder + "/laptop\(number).sqlite"
        store = try ReplicaStore.open(path: path)
        ids = IdentifierSupply(randomness: SeededRandomness(state: UInt64(number) &* 7919))
        let device = "laptop \(number)"
        let answer = try world.server.enroll(
            EnrollRequest(
                code: code, device: device, clock: StillClock().sample(),
                schema: Schema.current.version))
        token = answer.token
        try store.setIdentity(
            DeviceIdentity(
                replica: answer.replica, user: answer.user, handle: answer.handle,
                name: answer.name, role: answer.role.rawValue, device: device,
                serverName: answer.serverName, lineage: answer.history.lineage,
                enrolled: answer.enrolled))
    }

    /// Bytes of the laptop's database.
    var databaseBytes: Int64 { counters_bytes(of: path) }

    /// One local transaction.
    func write(_ body: (inout ReplicaEditor) throws -> Void) throws {
        try store.write(WriteMoment(clock: StillClock().sample(), ids: ids), body)
    }

    /// One sync to its end.
    func sync() throws {
        var runner = SyncRunner(
            store: store, clock: StillClock(), ids: ids,
            options: SyncOptions(schema: Schema.current.version, resendsMax: 0))
        while true {
            let step = try costs.device.measure {
                try Stage.collected(collects.device) { try runner.next() }
            }
            guard case .exchange(let body) = step else { return }
            let answer = try exchange(body)
            let delivered = TransportAnswer(
                body: answer, bytesSent: body.count, bytesReceived: answer.count)
            costs.device.measure {
                Stage.collected(collects.device) { runner.deliver(.success(delivered)) }
            }
        }
    }

    private func exchange(_ body: [UInt8]) throws -> [UInt8] {
        let server = world.server
        let request = try costs.serverDecode.measure {
            try SyncCodec.decodeRequest(body, limits: server.limits)
        }
        let response = try costs.serverWork.measure {
            guard let device = try server.authenticate(token: token) else {
                throw CountsFailure("the server does not know the laptop")
            }
            return try Stage.collected(collects.server) {
                try server.sync(request, from: device)
            }
        }
        let answer = try costs.serverEncode.measure { try SyncCodec.encode(response, to: request) }
        costs.requests += 1
        costs.bytesUp += body.count
        costs.bytesDown += answer.count
        recording?.append((body, answer))
        return answer
    }
}

/// What syncs cost, by where.
struct SyncCosts {
    var device = Usage()
    var serverDecode = Usage()
    var serverWork = Usage()
    var serverEncode = Usage()
    var requests = 0
    var bytesUp = 0
    var bytesDown = 0
}

/// Why the counts could not be taken.
struct CountsFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
