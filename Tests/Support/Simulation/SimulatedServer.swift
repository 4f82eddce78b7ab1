// The server of a history: the real core over a real store in memory, with given time and chance.
import CausalCore
import Logging
import ReplicaStore
import ServerStoreSQLite
import SyncClient
import SyncProtocol
import SyncServer
import Synchronization

/// The server of a history, which can be ended and started again over its store.
final class SimulatedServer {
    private let store: SQLiteServerStore
    private let clock: SimulatedServerClock
    private let randomness: SimulatedServerRandomness
    private var core: SyncServer
    private var adminCode = ""
    private static let silence = Logger(label: "kith.simulation") { _ in SwiftLogNoOpLogHandler() }
    private var admin: AuthenticatedDevice?

    init(randomness: SeededRandomness, box: TimeBox) throws {
        store = try SQLiteServerStore(path: ":memory:")
        clock = SimulatedServerClock(box: box)
        self.randomness = SimulatedServerRandomness(randomness)
        core = SyncServer(
            store: store, clock: clock, randomness: self.randomness, log: Self.silence)
        adminCode = try core.bootstrap(serverName: "kith", adminName: "Alice", handle: "alice")
    }

    /// Ends the program and starts it again.
    func restart() throws {
        core = SyncServer(store: store, clock: clock, randomness: randomness, log: Self.silence)
    }

    /// Takes a person's laptop in; the first one is the admin's.
    func enroll(
        _ name: String, isFirst: Bool, clock sample: ClockSample
    ) throws -> (token: String, identity: DeviceIdentity) {
        var code = adminCode
        if !isFirst, let admin {
            let invited = try core.perform(
                AdminInviteRequest(name: name, handle: name.lowercased(), role: .rep), by: admin)
            code = invited.code
        }
        let answer = try core.enroll(
            EnrollRequest(code: code, device: "laptop of \(name)", clock: sample, schema: 1))
        if isFirst { admin = try core.authenticate(token: answer.token) }
        return (
            answer.token,
            DeviceIdentity(
                replica: answer.replica, user: answer.user, handle: answer.handle,
                name: answer.name, role: answer.role.rawValue, device: "laptop of \(name)",
                serverName: answer.serverName, lineage: answer.history.lineage,
                enrolled: answer.enrolled)
        )
    }

    func assign(_ name: String, to account: RecordID) throws {
        guard let admin else { return }
        _ = try core.perform(
            AdminAssignRequest(user: name.lowercased(), accounts: [account.description]),
            by: admin)
    }

    func unassign(_ name: String, from account: RecordID) throws {
        guard let admin else { return }
        _ = try core.perform(
            AdminUnassignRequest(user: name.lowercased(), accounts: [account.description]),
            by: admin)
    }

    /// Takes a request and gives the answer, as bytes.
    ///
    /// - Parameter committed: is told every answer that the server has committed, and for which
    ///   replica, whether or not anybody receives it.
    func exchange(
        _ body: [UInt8], token: String, committed: (SyncResponse, ReplicaID) -> Void
    ) -> Result<TransportAnswer, TransportFailure> {
        do throws(Problem) {
            guard let device = try core.authenticate(token: token) else {
                return .failure(.problem(.tokenUnknown))
            }
            let request: SyncRequest
            do {
                request = try SyncCodec.decodeRequest(body)
            } catch {
                return .failure(.notKith(status: 400, contentType: error.message))
            }
            let response = try core.sync(request, from: device)
            committed(response, request.hello.replica)
            return encoded(response, requestBytes: body.count)
        } catch {
            return .failure(.problem(error))
        }
    }

    private func encoded(
        _ response: SyncResponse, requestBytes: Int
    ) -> Result<TransportAnswer, TransportFailure> {
        do {
            let answer = try SyncCodec.encode(response)
            return .success(
                TransportAnswer(
                    body: answer, bytesSent: requestBytes, bytesReceived: answer.count))
        } catch {
            return .failure(.malformed(error.message))
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
private struct SimulatedServerClock: ServerClock {
    let box: TimeBox

    func now() -> Stamp { box.now.stamp }

    func monotonic() -> MonotonicReading {
        MonotonicReading(
            boot: BootID(high: 1, low: 1), nanoseconds: UInt64(box.now.nanoseconds))
    }
}

/// Bytes that follow from the seed.
private final class SimulatedServerRandomness: ServerRandomness {
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
