// A device under test: a store, clocks that stand where the test puts them, ids from a seed.

import AccountRecords
import CausalCore
import Foundation

@testable import ReplicaStore

/// SplitMix64, so that every run makes the same ids.
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

/// A device of Alice, Bob or Carol.
final class TestDevice {
    let store: ReplicaStore
    let ids: IdentifierSupply
    let replica: ReplicaID
    let user: UserID
    var wallMilliseconds: Int64 = 1_700_000_000_000
    private(set) var batches: UInt64 = 0

    init(
        _ number: UInt64 = 1, path: String = ":memory:", options: StoreOptions = StoreOptions(),
        enroll: Bool = true
    ) throws {
        store = try ReplicaStore.open(path: path, options: options)
        ids = IdentifierSupply(randomness: SeededRandomness(state: number))
        replica = ReplicaID(number)
        user = UserID(high: 0xA11CE, low: number)
        if enroll, try store.identity() == nil { try store.setIdentity(identity) }
    }

    var identity: DeviceIdentity {
        DeviceIdentity(
            replica: replica, user: user, handle: "alice", name: "Alice", role: 1,
            device: "laptop", serverName: "test", lineage: LineageID(high: 7, low: 7),
            enrolled: Stamp(milliseconds: 1))
    }

    func moment() -> WriteMoment {
        wallMilliseconds += 1000
        return WriteMoment(
            clock: ClockSample(
                boot: BootID(high: 1, low: replica.rawValue),
                boottimeNanoseconds: UInt64(wallMilliseconds) * 1000,
                wallNanoseconds: wallMilliseconds * 1_000_000), ids: ids)
    }

    func newID<Subject>(_: Subject.Type = Subject.self) -> Identifier<Subject> {
        moment().newID()
    }

    @discardableResult
    func write<Result>(_ body: (inout ReplicaEditor) throws -> Result) throws -> Result {
        try store.write(moment(), body)
    }

    func account(_ name: String = "Northwind") throws -> RecordID {
        try write { editor in
            try editor.create(
                "account",
                RecordChanges([
                    "handle": .text(name.lowercased()), "name": .text(name),
                    "kind": .choice("external"),
                ]))
        }
    }

    func visit(_ account: RecordID, summary: String = "Met Dana") throws -> RecordID {
        try write { editor in
            try editor.create("visit", account: account, Self.visit(summary))
        }
    }

    static func visit(_ summary: String) -> RecordChanges {
        RecordChanges([
            "status": .choice("planned"), "channel": .choice("call"),
            "purpose": .choice("service"), "starts_at": .instant(milliseconds: 1_700_000_000_000),
            "summary": .text(summary),
        ])
    }

    @discardableResult
    func set(_ record: RecordID, _ field: String, _ text: String, token: EditToken? = nil) throws
        -> OpID
    {
        try write { editor in
            try editor.set(record, RecordChanges([field: .text(text)]), token: token)
        }
    }

    func view(_ record: RecordID) throws -> RecordView? { try store.read { try $0.record(record) } }

    func text(_ record: RecordID, _ field: String) throws -> String? {
        try view(record)?.fields()[field]?.text
    }

    /// What the typed table says, read as any other program would.
    func column(_ kind: String, _ record: RecordID, _ field: String) throws -> FieldValue? {
        try store.read { reader in
            try reader.rows(RecordQuery(kind)).first { $0.id == record }?.fields[field]
        }
    }

    func outbox() throws -> [OwnOp] { try store.read { try $0.outbox() } }

    func number(_ sql: String) throws -> Int { try store.read { try $0.connection.number(sql) } }

    func export() throws -> [String] {
        var lines: [String] = []
        try store.read { try $0.canonicalExport { lines.append($0) } }
        return lines
    }

    /// Seals and sends everything to a server, one batch after the other.
    @discardableResult
    func push(to server: PaperServer) throws -> AcknowledgeSummary {
        var last = AcknowledgeSummary()
        while let batch = try nextBatch() {
            last = try store.acknowledge(
                batch: batch.id, server.accept(batch.ops, from: replica, author: user),
                history: server.history)
        }
        return last
    }

    func nextBatch(_ limits: BatchLimits = BatchLimits()) throws -> SealedBatch? {
        batches += 1
        return try store.nextBatch(
            newID: BatchID(high: replica.rawValue, low: batches), limits: limits)
    }

    /// Seals the batch behind the one that waits.
    func sealBehind(_ limits: BatchLimits = BatchLimits()) throws {
        batches += 1
        try store.sealBehind(
            newID: BatchID(high: replica.rawValue, low: batches), limits: limits)
    }

    /// Pulls everything from a server.
    @discardableResult
    func pull(from server: PaperServer) throws -> PageSummary {
        try store.apply(page: server.page(for: store.syncState(), replica), history: server.history)
    }

    /// Goes back to what a restored server still knows.
    @discardableResult
    func repair(with server: PaperServer) throws -> RepairSummary {
        let known = try store.rememberedPoints().first { $0.seq <= server.seq }
        server.given[replica] = []
        for account in try store.heldAccounts() { server.given[replica]?.insert(account) }
        return try store.repair(
            to: HistoryPoint(
                lineage: server.lineage, seq: known?.seq ?? 0, chain: known?.chain ?? []),
            as: replica)
    }

    func sync(with server: PaperServer) throws {
        try push(to: server)
        try pull(from: server)
    }
}

/// A folder that goes with the object.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("kith-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    var file: String { path + "/replica.sqlite" }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
