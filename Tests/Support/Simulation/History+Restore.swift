// The server's database put back: declared, or found out by the first laptop that asks.
import CausalCore
import Foundation
import GRDB
import ReplicaStore
import ServerStoreSQLite
import SyncClient

extension History {
    /// A backup of the server, and what the judge must know to go back with it.
    struct Backup {
        var store: SQLiteServerStore
        var seq: UInt64
        var key: Int64
        /// For each account, the people that have it.
        var people: [Set<Int>]
    }

    /// What the server's history was before it was put back, for those who still live in it.
    struct Epoch {
        var lineage: LineageID
        var judge: Oracle?
    }

    /// Copies the server's database while it runs.
    func backUpServer() throws {
        if let backup { workshop.takeBack(backup.store) }
        backup = Backup(
            store: try workshop.server(of: server.store), seq: judged.seq, key: judged.key,
            people: accounts.map(\.people))
        try server.noteBackup()
        try observeServer()
        report.mark(.serverBackedUp)
    }

    /// Puts the server back to its backup.
    ///
    /// - Parameter isDeclared: whether the operator says so at once; otherwise the first laptop that
    ///   knows better must stop.
    func restoreServer(isDeclared: Bool) throws {
        guard let backup, epochs.count < 4 else { return }
        let lineages = try server.lineages()
        let receipted = try receiptedOps()
        if stray.contains(where: { $0.isUndelivered }) { report.mark(.restoreWithPushInFlight) }
        try server.store.takeContent(of: backup.store)
        server.restart()
        if !isDeclared { try checkSafeStop(beyond: server.headSeq()) }
        epochs[epochs.count - 1].judge = judge
        epochs.append(Epoch(lineage: try server.declareRestored(earlier: lineages), judge: nil))
        judge.rewind(to: backup.seq, key: backup.key, receipted: receipted)
        judged = (backup.seq, backup.key)
        boundaries = boundaries.filter { $0.key < backup.seq }
        for index in accounts.indices { accounts[index].people = backup.people[index] }
        for device in devices {
            device.memory.checked = [:]
            device.copy?.memory.checked = [:]
        }
        liar = nil
        report.mark(isDeclared ? .serverRestored : .serverPutBackUndeclared)
        if epochs.count > 2 { report.mark(.serverRestoredTwice) }
        try observeServer()
    }

    /// The ops whose receipts are on some laptop: those must come back as they were.
    private func receiptedOps() throws -> Set<Int> {
        var found: Set<Int> = []
        for device in devices where !device.isRevoked {
            let ids = try device.store.inspect { database in
                try Data.fetchAll(
                    database, sql: "SELECT id FROM op WHERE verdict < 4 AND length(receipt) > 0")
            }
            for id in ids {
                if let id = OpID(bytes: [UInt8](id)), let op = opNumbers[id] { found.insert(op) }
            }
        }
        return found
    }

    /// A laptop that has seen more than the server knows stops, and writes nothing.
    private func checkSafeStop(beyond seq: UInt64) throws {
        for device in devices where !device.isRevoked {
            let known = try device.store.syncState().history?.seq ?? 0
            guard known > seq, epoch(of: device) == epochs.count - 1 else { continue }
            let before = try device.store.inspect(Self.contents)
            var runner = SyncRunner(
                store: device.store,
                clock: FixedClock(present: device.clocks.sample(now: box.now)), ids: device.ids,
                options: SyncOptions(allowsRemoval: true, schema: 1))
            var code: SyncFailure.Code?
            do throws(SyncFailure) {
                _ = try runner.run { body in server.exchange(body, token: device.token) { _ in } }
            } catch {
                code = error.code
            }
            guard code == .safetyStop, try device.store.inspect(Self.contents) == before else {
                throw SimulationFailure(
                    "safe stop", "\(device.name) met a server put back, and \(code as Any)")
            }
            report.mark(.laptopStoppedSafely)
            return
        }
    }

    /// Everything that must not change when a sync stops.
    private static func contents(_ database: Database) throws -> [String] {
        try ["record", "op", "conflict", "scope", "staged"].flatMap { table in
            try GRDB.Row.fetchAll(database, sql: "SELECT * FROM \(table) ORDER BY 1")
                .map { "\($0)" }
        } + [
            String.fetchOne(
                database, sql: "SELECT hex(lineage) || cursor_at || replica FROM sync_state") ?? ""
        ]
    }

    // MARK: Living in an earlier history

    /// The epoch that a device's disk lives in, by the lineage that it names.
    func epoch(of device: SimulatedDevice) -> Int? {
        guard epochs.count > 1 else { return 0 }
        let bytes = try? device.store.inspect { database in
            try Data.fetchOne(
                database, sql: "SELECT coalesce(history_lineage, lineage) FROM sync_state")
        }
        guard let bytes, let lineage = LineageID(bytes: [UInt8](bytes)) else { return nil }
        return epochs.firstIndex { $0.lineage == lineage }
    }

    /// The judge of the history that a device lives in.
    func judge(of device: SimulatedDevice) -> Oracle {
        epochs[device.memory.epoch].judge ?? judge
    }
}
