// A server whose power goes: the real core and store, and what it has told to be accepted.

import CausalCore
import Logging
import ReplicaStore
import ServerStoreSQLite
import Simulation
import SyncClient
import SyncProtocol
import SyncServer
import Synchronization

/// A server on a ``VirtualDisk``.
final class PowerCutServer {
    let disk: VirtualDisk
    private let clock: PowerCutClock
    private let randomness: PowerCutRandomness
    private var store: SQLiteServerStore
    private var core: SyncServer
    private var admin: AuthenticatedDevice?
    private var adminCode = ""
    /// The ops of which a device may know that they are in the server's order.
    private var acknowledged: [OpID: Seq] = [:]
    private static let silence = Logger(label: "kith.powercut") { _ in SwiftLogNoOpLogHandler() }

    private var path: String { disk.folder + "/kith.sqlite" }

    init(disk: VirtualDisk, randomness: SeededRandomness, clock: PowerCutClock) throws {
        self.disk = disk
        self.clock = clock
        self.randomness = PowerCutRandomness(randomness)
        store = try SQLiteServerStore(path: disk.folder + "/kith.sqlite")
        core = SyncServer(
            store: store, clock: clock, randomness: self.randomness, log: Self.silence)
        adminCode = try core.bootstrap(serverName: "kith", adminName: "Alice", handle: "alice")
    }

    /// Takes a person's laptop in; the first one is the admin's.
    func enroll(
        _ name: String, clock sample: ClockSample
    ) throws -> (token: String, identity: DeviceIdentity) {
        var code = adminCode
        if let admin {
            code = try core.perform(
                AdminInviteRequest(name: name, handle: name.lowercased(), role: .rep), by: admin
            ).code
        }
        let answer = try core.enroll(
            EnrollRequest(code: code, device: name, clock: sample, schema: 1))
        if admin == nil { admin = try core.authenticate(token: answer.token) }
        let identity = DeviceIdentity(
            replica: answer.replica, user: answer.user, handle: answer.handle, name: answer.name,
            role: answer.role.rawValue, device: name, serverName: answer.serverName,
            lineage: answer.history.lineage, enrolled: answer.enrolled)
        return (answer.token, identity)
    }

    func assign(_ name: String, to account: RecordID) throws {
        guard let admin else { return }
        _ = try core.perform(
            AdminAssignRequest(user: name.lowercased(), accounts: [account.description]),
            by: admin)
    }

    /// Takes a request and gives the answer; without power, nothing.
    func exchange(
        _ body: [UInt8], token: String
    ) -> Result<TransportAnswer, TransportFailure> {
        do {
            guard let device = try core.authenticate(token: token) else {
                return .failure(.problem(.tokenUnknown))
            }
            let request = try SyncCodec.decodeRequest(body)
            let response = try core.sync(request, from: device)
            for case .accepted(_, let answers) in response.answers {
                for answer in answers { acknowledged[answer.op] = answer.seq }
            }
            let bytes = try SyncCodec.encode(response, to: request)
            return .success(
                TransportAnswer(
                    body: bytes, bytesSent: body.count, bytesReceived: bytes.count))
        } catch let problem as Problem where !disk.isOff {
            return .failure(.problem(problem))
        } catch {
            return .failure(.interrupted("\(error)"))
        }
    }

    /// Starts the machine, which may lose its power again while it starts, and looks at what is left.
    func recover(randomness: inout SeededRandomness) throws -> Int {
        var cuts = 0
        while true {
            disk.powerOn()
            if cuts < 3, randomness.chance(0.3) { disk.cut(after: randomness.below(12)) }
            do {
                try Integrity.check(path)
                store = try SQLiteServerStore(path: path)
                core = SyncServer(
                    store: store, clock: clock, randomness: self.randomness, log: Self.silence)
                disk.cut(after: nil)
                try checkAcknowledged()
                return cuts
            } catch {
                guard disk.isOff else { throw error }
                cuts += 1
            }
        }
    }

    private func checkAcknowledged() throws {
        let ids = Array(acknowledged.keys)
        let (logged, held) = try store.read { (try $0.logged(ids), try $0.held(ids)) }
        var seqs = [OpID: Seq](logged.map { ($0.id, $0.seq) }) { first, _ in first }
        for row in held { seqs[row.id] = 0 }
        for (id, seq) in acknowledged where seqs[id] != seq {
            throw SimulationFailure("durable", "server: \(id) was acknowledged and is gone")
        }
        if let number = try core.verifyAudit() {
            throw SimulationFailure("durable", "server: entry \(number) of the audit is broken")
        }
    }

    /// The canonical export of one person's scope.
    func canonicalExport(of name: String) throws -> [String] {
        var lines: [String] = []
        try core.canonicalExport(user: name.lowercased()) { lines.append($0) }
        return lines
    }
}

/// The database's clock, which follows the true time.
final class PowerCutClock: ServerClock {
    private let time = Mutex(TrueTime())

    var present: TrueTime { time.withLock { $0 } }

    func advance(milliseconds: Int) {
        time.withLock { $0.advance(milliseconds: milliseconds) }
    }

    func now() -> Stamp { present.stamp }

    func monotonic() -> MonotonicReading {
        MonotonicReading(
            boot: BootID(high: 1, low: 1), nanoseconds: UInt64(present.nanoseconds))
    }
}

/// Bytes that follow from the seed.
private final class PowerCutRandomness: ServerRandomness {
    private let state: Mutex<SeededRandomness>

    init(_ randomness: SeededRandomness) {
        state = Mutex(randomness)
    }

    func bytes(_ count: Int) -> [UInt8] {
        state.withLock { state in
            (0..<count).map { _ in UInt8(truncatingIfNeeded: state.next()) }
        }
    }
}
