// The server of a history: the real core over a real store in memory, with given time and chance.
import CausalCore
import Foundation
import GRDB
import Logging
import ReplicaStore
import ServerStoreSQLite
import SyncClient
import SyncProtocol
import SyncServer
import Synchronization

/// The server of a history, which can be ended and started again over its store.
final class SimulatedServer {
    /// A row of the server's log, read past the product.
    struct Logged {
        var seq: UInt64
        var op: OpID
        var stamp: UInt64
        var replica: UInt64
        var counter: UInt64
    }

    let store: SQLiteServerStore
    private let clock: SimulatedServerClock
    private let randomness: SimulatedServerRandomness
    /// What one exchange may hold; with small pages, batches of twice as many ops by turns.
    private var limits: SyncLimits
    private let pageRecordsMax: Int
    private var receiptKey: [UInt8]
    /// Which tokens were revoked: kept outside the database.
    private var revocations = RevocationRegister()
    /// The program's age.
    private(set) var software: Software
    private var core: SyncServer
    private var adminCode = ""
    private static let silence = Logger(label: "kith.simulation") { _ in SwiftLogNoOpLogHandler() }
    private var admin: AuthenticatedDevice?

    init(
        store: SQLiteServerStore, randomness: SeededRandomness, box: TimeBox, pageRecordsMax: Int,
        software: Software
    ) throws {
        self.store = store
        self.software = software
        clock = SimulatedServerClock(box: box)
        self.randomness = SimulatedServerRandomness(randomness)
        var limits = SyncLimits.default
        if pageRecordsMax > 0 {
            limits.pageRecordsMax = UInt32(pageRecordsMax)
            limits.pagesPerResponseMax = 2
            limits.opsPerBatchMax = UInt32(pageRecordsMax * 8)
        }
        self.limits = limits
        self.pageRecordsMax = pageRecordsMax
        receiptKey = self.randomness.bytes(32)
        core = SyncServer(
            store: store, clock: clock, randomness: self.randomness, limits: limits,
            schema: software.schema, log: Self.silence, receiptKey: receiptKey,
            revocations: revocations)
        adminCode = try core.bootstrap(serverName: "kith", adminName: "Alice", handle: "alice")
    }

    /// Ends the program and starts it again; its operator may have set another limit.
    func restart() {
        if pageRecordsMax > 0 {
            let isWide = Int(limits.opsPerBatchMax) == pageRecordsMax * 8
            limits.opsPerBatchMax = UInt32(pageRecordsMax * (isWide ? 4 : 8))
        }
        core = core(software)
    }

    private func core(_ software: Software) -> SyncServer {
        SyncServer(
            store: store, clock: clock, randomness: randomness, limits: limits,
            schema: software.schema, log: Self.silence, receiptKey: receiptKey,
            revocations: revocations)
    }

    /// Ends the program and starts a newer one.
    func upgrade() {
        software = .newer
        restart()
    }

    /// Begins with nothing, under another key, as if everything had been thrown away.
    func beginAnew(over empty: SQLiteServerStore) throws {
        try store.takeContent(of: empty)
        receiptKey = randomness.bytes(32)
        revocations = RevocationRegister()
        restart()
        adminCode = try core.bootstrap(serverName: "kith", adminName: "Alice", handle: "alice")
    }

    /// Lets go what nobody can need any more.
    func trim() throws -> RetentionReport { try core.trim() }

    /// Every name that the history has had.
    func lineages() throws -> [LineageRow] { try core.history().lineages }

    /// The newest point of the history.
    func head() throws -> HistoryPoint { try core.history().point }

    /// Says that everything up to a point is in a backup.
    func noteBackup(upTo point: HistoryPoint) throws { try core.noteBackup(upTo: point) }

    /// Says that the store was put back; returns the new name of the history.
    func declareRestored(earlier: [LineageRow]) throws -> LineageID {
        try core.declareRestored(earlier: earlier).point.lineage
    }

    /// Takes a person's laptop in; the first one is the admin's.
    ///
    /// - Parameters:
    ///   - predecessor: who the copy was, if it holds data.
    ///   - points: what that copy has seen.
    func enroll(
        _ name: String, isFirst: Bool, clock sample: ClockSample,
        predecessor: ReplicaID? = nil, points: [HistoryPoint] = []
    ) throws -> (answer: EnrollResponse, identity: DeviceIdentity) {
        var code = adminCode
        if !isFirst, let admin {
            let invited = try core.perform(
                AdminInviteRequest(name: name, handle: name.lowercased(), role: .rep), by: admin)
            code = invited.code
        }
        let answer = try core.enroll(
            EnrollRequest(
                code: code, device: "laptop of \(name)", clock: sample, predecessor: predecessor,
                schema: 1, points: points))
        if isFirst { admin = try core.authenticate(token: answer.token) }
        return (
            answer,
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

    /// Revokes a person's laptop.
    func revoke(token: String) throws {
        guard let admin, let device = try core.authenticate(token: token) else { return }
        _ = try core.perform(
            AdminRevokeRequest(device: device.device.description, reason: "lost"), by: admin)
    }

    /// What waits in the admin's inbox, the oldest first.
    func inbox() throws -> [AdminHeldOp] {
        guard let admin else { return [] }
        return try core.perform(AdminHeldRequest(), by: admin).ops
    }

    /// Puts a held op aside.
    func archive(_ op: OpID) throws {
        guard let admin else { return }
        _ = try core.perform(
            AdminHeldArchiveRequest(op: op.description, reason: "no"), by: admin)
    }

    /// Applies a held op as one of the admin's; nil if it cannot be.
    func apply(_ op: OpID, seen: UInt64) throws -> OpID? {
        guard let admin else { return nil }
        do throws(Problem) {
            return try core.perform(
                AdminHeldApplyRequest(op: op.description, seen: seen, reason: "yes"), by: admin
            ).newOp
        } catch {
            guard error.status < 500 else { throw error }
            return nil
        }
    }

    /// Takes a request and gives the answer, as HTTP would carry it.
    ///
    /// - Parameter answered: is told every request and its answer, whether or not anybody receives it.
    func exchange(
        _ body: [UInt8], token: String, answered: (SyncRequest, SyncResponse) -> Void
    ) -> Result<TransportAnswer, TransportFailure> {
        do throws(Problem) {
            guard let device = try core.authenticate(token: token) else {
                return .failure(.problem(.tokenUnknown))
            }
            let request: SyncRequest
            do {
                request = try SyncCodec.decodeRequest(body, limits: limits)
            } catch {
                return .failure(.problem(Self.malformed))
            }
            let response = try core.sync(request, from: device)
            answered(request, response)
            return encoded(response, to: request, requestBytes: body.count)
        } catch {
            return .failure(.problem(error))
        }
    }

    private static let malformed = Problem(
        type: "", title: "malformed", status: 400, code: "malformed", detail: "", remedy: "",
        retry: false)

    private func encoded(
        _ response: SyncResponse, to request: SyncRequest, requestBytes: Int
    ) -> Result<TransportAnswer, TransportFailure> {
        do {
            let answer = try SyncCodec.encode(response, level: 1, to: request)
            return .success(
                TransportAnswer(
                    body: answer, bytesSent: requestBytes, bytesReceived: answer.count))
        } catch {
            return .failure(.malformed(error.message))
        }
    }

    /// The canonical export of one person's scope, as a program of some age writes it.
    func canonicalExport(of name: String, by software: Software) throws -> [String] {
        var lines: [String] = []
        let teller = software == self.software ? core : core(software)
        try teller.canonicalExport(user: name.lowercased()) { lines.append($0) }
        return lines
    }

    /// The records reduced to stubs behind a seq, read past the product.
    func stubs(after seq: UInt64) throws -> [(seq: UInt64, record: RecordID)] {
        try store.inspect { database in
            let statement = try database.cachedStatement(
                sql: "SELECT seq, record FROM stub WHERE seq > ? ORDER BY seq")
            let rows = try Row.fetchCursor(statement, arguments: [Int64(seq)])
            var found: [(seq: UInt64, record: RecordID)] = []
            while let row = try rows.next() {
                let id: Data = row[1]
                if let record = RecordID(bytes: [UInt8](id)) {
                    found.append((UInt64(bitPattern: row[0]), record))
                }
            }
            return found
        }
    }

    /// What the server has accepted behind a seq, read past the product.
    func logged(after seq: UInt64) throws -> [Logged] {
        try store.inspect { database in
            let statement = try database.cachedStatement(
                sql: "SELECT seq, id, stamp, replica, counter FROM log WHERE seq > ? ORDER BY seq")
            let rows = try Row.fetchCursor(statement, arguments: [Int64(seq)])
            var found: [Logged] = []
            while let row = try rows.next() {
                let id: Data = row[1]
                guard let op = OpID(bytes: [UInt8](id)) else { continue }
                found.append(
                    Logged(
                        seq: UInt64(bitPattern: row[0]), op: op, stamp: UInt64(bitPattern: row[2]),
                        replica: UInt64(bitPattern: row[3]),
                        counter: UInt64(bitPattern: row[4])))
            }
            return found
        }
    }

    /// The ops that the server keeps without having accepted them, behind a row number.
    func kept(after key: Int64) throws -> [(key: Int64, op: OpID, stamp: UInt64)] {
        try store.inspect { database in
            let statement = try database.cachedStatement(
                sql: "SELECT key, id, stamp FROM held WHERE key > ? ORDER BY key")
            let rows = try Row.fetchCursor(statement, arguments: [key])
            var found: [(key: Int64, op: OpID, stamp: UInt64)] = []
            while let row = try rows.next() {
                let id: Data = row[1]
                if let op = OpID(bytes: [UInt8](id)) {
                    found.append((row[0], op, UInt64(bitPattern: row[2])))
                }
            }
            return found
        }
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
