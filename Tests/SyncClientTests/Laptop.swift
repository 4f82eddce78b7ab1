// One laptop of a world: its store, its clocks, and a wire on which everything can go wrong.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import SyncServer
import Testing

/// What happens to one exchange on the wire.
enum Fault: CaseIterable {
    /// Nothing.
    case none
    /// The request never arrives.
    case requestLost
    /// The server commits; its answer never arrives.
    case answerLost
    /// The request arrives twice; the second answer is the one that is read.
    case duplicated
    /// The answer's bytes are not those that were sent.
    case garbled
}

final class Laptop {
    let world: World
    let store: ReplicaStore
    let clock: LaptopClock
    let ids: IdentifierSupply
    var token = ""
    /// What happens to the next exchanges, in order; then nothing does.
    var faults: [Fault] = []
    /// Changes answers on their way.
    var tamper: ((inout SyncResponse) -> Void)?
    /// What happens before each request, while nothing is under way on this laptop.
    var beforeExchange: (() throws -> Void)?
    var options: SyncOptions

    init(
        world: World, seed: UInt64, wallOffsetSeconds: Int64, path: String,
        schema: Schema = .current
    ) throws {
        self.world = world
        store = try ReplicaStore.open(path: path, options: StoreOptions(schema: schema))
        options = SyncOptions(schema: schema.version, resendsMax: 0)
        clock = LaptopClock(
            time: world.time, boot: BootID(high: 7, low: seed),
            wallOffsetSeconds: wallOffsetSeconds)
        ids = IdentifierSupply(randomness: SeededRandomness(state: seed &* 7919))
    }

    func enroll(_ code: String, device: String) throws {
        let request = EnrollRequest(
            code: code, device: device, clock: clock.sample(), schema: store.schema.version)
        let response = try SyncCodec.decodeEnrollResponse(
            SyncCodec.encode(
                world.server.enroll(
                    try SyncCodec.decodeEnrollRequest(SyncCodec.encode(request)))))
        token = response.token
        try store.setIdentity(
            DeviceIdentity(
                replica: response.replica, user: response.user, handle: response.handle,
                name: response.name, role: response.role.rawValue, device: device,
                serverName: response.serverName, lineage: response.history.lineage,
                enrolled: response.enrolled))
    }

    /// Enrolls a copy that holds data, with a new link.
    func enrollAgain(_ code: String, acceptsOtherHistory: Bool = false) throws -> Reenrollment {
        let former = try #require(try store.predecessor())
        let points = try store.rememberedPoints()
        let response = try world.server.enroll(
            EnrollRequest(
                code: code, device: "again", clock: clock.sample(),
                predecessor: former.replica, schema: Schema.current.version, points: points))
        let decision = Reenrollment.decide(
            response, former: former, points: points, acceptsOtherHistory: acceptsOtherHistory)
        guard case .proceed(let common) = decision else { return decision }
        token = response.token
        try store.enrollAgain(
            as: DeviceIdentity(
                replica: response.replica, user: response.user, handle: response.handle,
                name: response.name, role: response.role.rawValue, device: "again",
                serverName: response.serverName, lineage: response.history.lineage,
                enrolled: response.enrolled), from: common)
        return decision
    }

    /// One sync; the time of a coffee passes.
    @discardableResult
    func sync() throws -> SyncReport {
        world.time.pass(seconds: 60)
        var runner = SyncRunner(store: store, clock: clock, ids: ids, options: options)
        return try runner.run { exchange($0) }
    }

    /// Syncs until one comes to its end; each try meets the next faults.
    @discardableResult
    func syncUntilDone(triesMax: Int = 50) throws -> SyncReport {
        for _ in 1..<triesMax {
            do { return try sync() } catch let failure as SyncFailure where failure.isPassing {}
        }
        return try sync()
    }

    func write<Value>(_ body: (inout ReplicaEditor) throws -> Value) throws -> Value {
        world.time.pass(seconds: 1)
        return try store.write(WriteMoment(clock: clock.sample(), ids: ids), body)
    }

    func createAccount(_ name: String, phone: String = "1") throws -> RecordID {
        try write {
            try $0.create(
                "account",
                RecordChanges([
                    "handle": .text(name), "name": .text(name.capitalized),
                    "kind": .choice("external"), "phone": .text(phone),
                ]))
        }
    }

    func set(_ record: RecordID, _ field: String, _ value: String) throws {
        _ = try write { try $0.set(record, RecordChanges([field: .text(value)])) }
    }

    func value(_ record: RecordID, _ field: String) throws -> String? {
        try store.read { try $0.record(record)?.fields(store.schema)[field]?.text }
    }

    /// The same profile, opened by a program with another schema.
    func reopened(path: String, schema: Schema) throws -> Laptop {
        let laptop = try Laptop(
            world: world, seed: 900, wallOffsetSeconds: 0, path: path, schema: schema)
        laptop.token = token
        return laptop
    }

    func replica() throws -> ReplicaID { try #require(try store.identity()).replica }

    func conflicts() throws -> [ConflictView] { try store.read { try $0.conflicts() } }

    func export() throws -> [String] {
        var lines: [String] = []
        try store.read { try $0.canonicalExport { lines.append($0) } }
        return lines
    }

    func exchange(_ body: [UInt8]) -> Result<TransportAnswer, TransportFailure> {
        let fault = faults.isEmpty ? Fault.none : faults.removeFirst()
        do { try beforeExchange?() } catch { return .failure(.malformed("\(error)")) }
        if fault == .requestLost { return .failure(.interrupted("request lost")) }
        do {
            if fault == .duplicated { _ = try answer(to: body) }
            var bytes = try answer(to: body)
            if fault == .answerLost { return .failure(.interrupted("answer lost")) }
            if fault == .garbled { bytes[bytes.count / 2] ^= 0x55 }
            return .success(
                TransportAnswer(body: bytes, bytesSent: body.count, bytesReceived: bytes.count))
        } catch let problem as Problem {
            return .failure(.problem(problem))
        } catch {
            return .failure(.malformed("\(error)"))
        }
    }

    private func answer(to body: [UInt8]) throws -> [UInt8] {
        let request = try SyncCodec.decodeRequest(body, limits: world.server.limits)
        guard let device = try world.server.authenticate(token: token) else {
            throw Problem(
                type: "", title: "Unknown token", status: 401, code: "token_unknown",
                detail: "", remedy: "", retry: false)
        }
        var response = try world.server.sync(request, from: device)
        tamper?(&response)
        return try SyncCodec.encode(response, to: request)
    }
}

extension SyncFailure {
    /// Whether the wire was at fault.
    var isPassing: Bool { code == .offline || code == .implausible }
}
