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
        /// The newest point that it has.
        var head: HistoryPoint
        /// For each account, the people that have it.
        var people: [Set<Int>]
    }

    /// What the server's history was before it was put back, for those who still live in it.
    struct Epoch {
        var lineage: LineageID
        var judge: Oracle?
    }

    /// Copies the server's database while it runs; a copy that takes long is completed by the next.
    func backUpServer(takesLong: Bool) throws {
        if unfinishedBackup != nil { return try completeBackup() }
        try beginBackup()
        if takesLong { report.mark(.backupTookLong) } else { try completeBackup() }
    }

    /// Copies the database; the copy is not yet safe.
    func beginBackup() throws {
        unfinishedBackup = Backup(
            store: try workshop.server(of: server.store), seq: judged.seq, key: judged.key,
            head: try server.head(), people: accounts.map(\.people))
    }

    /// The copy is safe: it takes the place of the one before, and the server says so.
    func completeBackup() throws {
        guard let unfinishedBackup else { return }
        if let backup { workshop.takeBack(backup.store) }
        backup = unfinishedBackup
        self.unfinishedBackup = nil
        try server.noteBackup(upTo: unfinishedBackup.head)
        try observeServer()
        report.mark(.serverBackedUp)
    }

    private func dropUnfinishedBackup() {
        guard let unfinishedBackup else { return }
        workshop.takeBack(unfinishedBackup.store)
        self.unfinishedBackup = nil
        report.mark(.backupDropped)
    }

    /// Puts the server back to its backup.
    ///
    /// - Parameter isDeclared: whether the operator says so at once; otherwise the first laptop that
    ///   knows better must stop.
    func restoreServer(isDeclared: Bool) throws {
        guard let backup, epochs.count < 4 else { return }
        dropUnfinishedBackup()
        box.now.advance(milliseconds: 60_000)  // no backup is put back within a millisecond
        let lineages = try server.lineages()
        let receipted = try receiptedOps()
        if stray.contains(where: { $0.isUndelivered }) { report.mark(.restoreWithPushInFlight) }
        try server.store.takeContent(of: backup.store)
        server.restart()
        if !isDeclared { try checkSafeStop(beyond: server.head().seq) }
        for device in devices {
            device.memory.stood = try places(on: device.store, device.memory)
            if let copy = device.copy {
                device.copy?.memory.stood = try places(on: copy.store, copy.memory)
            }
        }
        epochs[epochs.count - 1].judge = judge
        epochs.append(Epoch(lineage: try server.declareRestored(earlier: lineages), judge: nil))
        judge.rewind(to: backup.seq, key: backup.key, receipted: receipted)
        judged = (backup.seq, backup.key)
        forgetLostLines()
        boundaries = boundaries.filter { $0.key < backup.seq }
        settlements = [:]
        for index in accounts.indices { accounts[index].people = backup.people[index] }
        for device in devices {
            device.memory.checked = [:]
            device.copy?.memory.checked = [:]
        }
        if let liar { try server.revoke(token: liar.token) }
        liar = nil
        report.mark(isDeclared ? .serverRestored : .serverPutBackUndeclared)
        if epochs.count > 2 { report.mark(.serverRestoredTwice) }
        try observeServer()
    }

    /// Everything on the server is lost, and there is no backup: everybody enrolls again.
    func emptyServer() throws {
        // Two copies of one disk would be strangers to each other afterwards.
        guard epochs.count < 4, report.count(.copyInUse) == 0 else { return }
        dropUnfinishedBackup()
        if let backup { workshop.takeBack(backup.store) }
        backup = nil
        liar = nil
        try server.beginAnew(over: workshop.emptyServer)
        epochs[epochs.count - 1].judge = judge
        judge.rewind(to: 0, key: 0, receipted: [])
        judge.forgetReceipts()
        judged = (0, 0)
        forgetLostLines()
        boundaries = [:]
        settlements = [:]
        for index in accounts.indices { accounts[index].people = [] }
        for device in devices where !device.isRevoked { try enrollAgain(device) }
        strangers.formUnion(devices.filter(\.isRevoked).map(\.person))
        epochs.append(Epoch(lineage: try server.head().lineage, judge: nil))
        report.mark(.serverEmptied)
        try observeServer()
    }

    /// A laptop that holds data goes on with a server that knows nothing of them.
    private func enrollAgain(_ device: SimulatedDevice) throws {
        let points = try device.store.rememberedPoints()
        guard let former = try device.store.predecessor() else { return }
        let enrolled = try server.enroll(
            device.name, isFirst: device === devices[0],
            clock: device.clocks.sample(now: box.now), predecessor: former.replica, points: points)
        let decision = Reenrollment.decide(
            enrolled.answer, former: former, points: points, acceptsOtherHistory: true)
        guard case .proceed(let common) = decision else {
            throw SimulationFailure("enrolls again", "\(device.name): \(decision)")
        }
        try device.store.enrollAgain(as: enrolled.identity, from: common)
        device.token = enrolled.answer.token
        device.memory.checked = [:]
        device.memory.stood = nil
        if let copy = device.copy { workshop.takeBack(copy.store, copy.software) }
        device.copy = nil
        // What a lost backup had and the laptop therefore forgot is gone.
        let here = try device.store.inspect { database in
            try Data.fetchAll(database, sql: "SELECT id FROM op")
        }.compactMap { OpID(bytes: [UInt8]($0)).flatMap { opNumbers[$0] } }
        device.memory.written.formIntersection(here)
        report.mark(.enrolledAgain)
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
                options: device.options)
            var code: SyncFailure.Code?
            do throws(SyncFailure) {
                _ = try runner.run { body in server.exchange(body, token: device.token) { _, _ in }
                }
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
    func epoch(of device: SimulatedDevice) -> Int? { epoch(of: device.store) }

    private func epoch(of store: ReplicaStore) -> Int? {
        guard epochs.count > 1 else { return 0 }
        let bytes = try? store.inspect { database in
            try Data.fetchOne(
                database, sql: "SELECT coalesce(history_lineage, lineage) FROM sync_state")
        }
        guard let bytes, let lineage = LineageID(bytes: [UInt8](bytes)) else { return nil }
        return epochs.firstIndex { $0.lineage == lineage }
    }

    /// Whether the judge can tell what somebody at a device has seen: not where the server was put
    /// back more than once while the device fetched.
    func canTell(_ device: SimulatedDevice) throws -> Bool {
        let epoch = epoch(of: device)
        (device.unfetched, device.unfetchedConflicts) = (nil, [])
        if epoch == device.memory.epoch { return true }
        guard epoch == epochs.count - 1, device.memory.stood != nil else { return false }
        let ids = try device.store.inspect { database in
            try Data.fetchAll(
                database,
                sql: """
                    SELECT record.id FROM record JOIN scope ON scope.account = record.account
                    WHERE is_complete = 0 AND (is_refetch = 1 OR is_stale = 1)
                    """)
        }
        device.unfetched = Set(ids.compactMap { RecordID(bytes: [UInt8]($0)) })
        let conflicts = try device.store.inspect { database in
            try Data.fetchAll(database, sql: "SELECT id FROM conflict WHERE is_stale = 1")
        }
        device.unfetchedConflicts = Set(
            conflicts.compactMap { ConflictID(bytes: [UInt8]($0)) })
        report.mark(.workedBeforeAllWasFetched)
        return true
    }

    /// Where the records of a disk stand, which a repair forgets; nil if they are of two histories.
    private func places(
        on store: ReplicaStore, _ memory: SimulatedDevice.Memory
    ) throws -> [Int: UInt64]? {
        // Who has not come since the last time stands where they stood then.
        guard epoch(of: store) == memory.epoch else { return nil }
        if memory.epoch < epochs.count - 1 { return memory.stood }
        let rows = try store.inspect { database in
            try GRDB.Row.fetchAll(database, sql: "SELECT id, seq FROM record")
        }
        return rows.reduce(into: [:]) { places, row in
            let id: Data = row[0]
            guard let record = RecordID(bytes: [UInt8](id)).flatMap({ recordNumbers[$0] }) else {
                return
            }
            places[record] = UInt64(bitPattern: row[1])
        }
    }

    /// The judge of the history that a device lives in.
    func judge(of device: SimulatedDevice) -> Oracle {
        epochs[device.memory.epoch].judge ?? judge
    }
}
