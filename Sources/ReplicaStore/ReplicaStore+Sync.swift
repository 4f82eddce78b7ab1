// What SyncClient tells the store: who it is, what a page says, how the sync went.

import AccountRecords
import CausalCore
import GRDB

extension ReplicaStore {
    /// Who this copy is; nil before it enrolled.
    public func identity() throws -> DeviceIdentity? { try read { try $0.identity() } }

    /// Where the copy stands towards the server.
    public func syncState() throws -> SyncState { try read { try $0.syncState() } }

    /// The accounts that are here in full, by id.
    public func heldAccounts() throws -> [RecordID] {
        try read { try $0.connection.heldAccounts() }
    }

    /// Notes who this copy is, after it enrolled.
    public func setIdentity(_ identity: DeviceIdentity) throws {
        try transaction { try $0.put(identity) }
    }

    /// Notes how much the server takes in one batch, so that no larger transaction is written.
    public func setBatchLimits(_ limits: BatchLimits) throws {
        guard try read({ try $0.connection.batchLimits() }) != limits else { return }
        try transaction { connection in
            try connection.run(
                "UPDATE sync_state SET ops_max = ?, bytes_max = ?",
                [limits.opsMax.value, limits.bytesMax.value])
        }
    }

    /// Keeps a moment at which this device and the server compared clocks: the newest three of each
    /// boot, sixteen in all.
    public func addAnchor(_ anchor: ClockAnchor) throws {
        try transaction { connection in
            try connection.run(
                "INSERT INTO anchor (boot, boottime, server_time) VALUES (?, ?, ?)",
                [
                    anchor.boot.value, anchor.boottimeNanoseconds.value,
                    anchor.serverTime.rawValue.value,
                ])
            try connection.run(
                """
                DELETE FROM anchor WHERE row NOT IN (SELECT row FROM (SELECT row, row_number() \
                OVER (PARTITION BY boot ORDER BY row DESC) AS place FROM anchor) \
                WHERE place <= 3 ORDER BY row DESC LIMIT 16)
                """)
        }
    }

    /// Notes how a sync went; times are this device's wall clock.
    ///
    /// - Parameter offsetMilliseconds: how far that clock is behind the server's; nil if unknown.
    public func recordSync(_ outcome: SyncOutcome, offsetMilliseconds: Int64? = nil) throws {
        try transaction { connection in
            try connection.rememberHeld()
            try connection.run(
                """
                UPDATE sync_state SET attempted = ?, succeeded = coalesce(?, succeeded), \
                failure_code = ?, failure = ?, \
                offset_milliseconds = coalesce(?, offset_milliseconds)
                """,
                [
                    outcome.attemptedMilliseconds.value,
                    outcome.succeededMilliseconds?.value ?? .null,
                    outcome.failureCode?.value ?? .null,
                    outcome.failure?.value ?? .null,
                    offsetMilliseconds?.value ?? .null,
                ])
        }
    }

    /// Takes in one page of a pull, in one transaction.
    ///
    /// States of held accounts are put aside until the page that is last and then become visible
    /// together; those of accounts that are being filled become visible at once.
    ///
    /// - Parameter history: the point of the server's history that came with the answer.
    /// - Throws: ``StoreError`` with code `implausibleAnswer` or `historyDiffers`; then nothing was
    ///   changed.
    @discardableResult
    public func apply(page: PullPage, history: HistoryPoint) throws -> PageSummary {
        let summary = try transaction { connection in
            let state = try connection.syncState()
            try PageCheck(
                page: page, state: state, history: history, itemsMax: options.pageItemsMax
            ).run()
            guard !page.needsHeldAccounts else { return PageSummary() }
            var application = try PageApplication(connection, page: page)
            let summary = try application.run()
            try connection.put(page: page, history: history, known: state)
            if page.isLast && page.cursor != state.cursor { try connection.remember(history) }
            return summary
        }
        if !summary.retracted.isEmpty { try wipe() }
        return summary
    }

    /// Takes what was deleted out of the search indexes, the pages and the write-ahead log too.
    ///
    /// SQLite overwrites what is deleted, but not the copies that it left between the rows of a page
    /// when it spread them over several: only a file written anew is without them. Where the disk has
    /// no room for it, or another process writes all the time, those copies stay until the next wipe.
    ///
    /// What another process still reads stays in the log until it has done.
    private func wipe() throws {
        try transaction { connection in
            for kind in connection.schema.kinds {
                guard let table = connection.layout.table(kind.number), !table.searched.isEmpty
                else { continue }
                let index = "\"\(kind.table)_search\""
                try connection.run("INSERT INTO \(index) (\(index)) VALUES ('optimize')")
            }
        }
        try translatingErrors {
            try queue.writeWithoutTransaction { db in
                do {
                    try db.execute(sql: "VACUUM")
                } catch let error as DatabaseError
                    where [.SQLITE_FULL, .SQLITE_BUSY, .SQLITE_NOMEM]
                    .contains(error.resultCode)
                {
                    // The rows are overwritten; a sync does not fail for a copy between them.
                }
                _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            }
        }
    }
}

extension Connection {
    /// Notes who this copy is.
    func put(_ identity: DeviceIdentity) throws {
        try run(
            """
            UPDATE sync_state SET replica = ?, user = ?, handle = ?, name = ?, role = ?, \
            device = ?, server_name = ?, lineage = ?, enrolled = ?
            """,
            [
                identity.replica.rawValue.value, identity.user.value,
                identity.handle.value, identity.name.value,
                Int(identity.role).value, identity.device.value,
                identity.serverName.value, identity.lineage.value,
                identity.enrolled.rawValue.value,
            ])
        try run(
            "INSERT OR IGNORE INTO own_replica (replica) VALUES (?)",
            [identity.replica.rawValue.value])
    }

    /// Notes how far a pull has come; writes nothing if nothing moved.
    fileprivate func put(page: PullPage, history: HistoryPoint, known: SyncState) throws {
        let remembered = known.history.map { $0.seq > history.seq ? $0 : history } ?? history
        guard
            page.cursor != known.cursor || page.backfill != known.backfill
                || remembered != known.history
        else { return }
        var behind = known.known
        behind.remove(through: page.cursor.start)
        try run(
            """
            UPDATE sync_state SET cursor_start = ?, cursor_at = ?, backfill_account = ?, \
            backfill_at = ?, history_lineage = ?, history_seq = ?, history_chain = ?, known = ?
            """,
            [
                page.cursor.start.value, page.cursor.at.value,
                page.backfill?.account.value ?? .null, page.backfill?.at.value ?? .null,
                remembered.lineage.value, remembered.seq.value, remembered.chain.value,
                behind.storedBytes.value,
            ])
    }
}
