// What trimming asks and writes: the log in the order of seqs, tombstones, stubs.

import CausalCore
import GRDB
import SyncServer

extension SQLiteTransaction {
    func logged(after seq: Seq, through last: Seq, limit: Int) throws -> [LogRow] {
        var statement = try statement(
            "SELECT \(logColumns) FROM log WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?")
        statement.bind(seq)
        statement.bind(last)
        statement.bind(Int64(clamping: limit))
        return try statement.all(LogRow.init)
    }

    func tombstones(deletedAfter seq: Seq, through last: Seq, limit: Int) throws -> [RecordRow] {
        var statement = try statement(
            """
            SELECT \(recordColumns) FROM record
            WHERE is_alive = 0 AND length(cells) > 0 AND deleted_at > ? AND deleted_at <= ?
            ORDER BY deleted_at LIMIT ?
            """)
        statement.bind(seq)
        statement.bind(last)
        statement.bind(Int64(clamping: limit))
        return try statement.all(RecordRow.init)
    }

    func retention() throws -> RetentionRow? {
        var statement = try statement("SELECT trimmed_through, silent_devices FROM retention")
        return try statement.one {
            RetentionRow(trimmedThrough: $0.number(0), returning: $0.bytes(1))
        }
    }

    func put(_ retention: RetentionRow) throws {
        var statement = try statement(
            """
            INSERT OR REPLACE INTO retention (key, trimmed_through, silent_devices) VALUES (1, ?, ?)
            """)
        statement.bind(retention.trimmedThrough)
        statement.bind(retention.returning)
        try statement.run()
    }

    func rewrite(log rows: [LogRow]) throws {
        var statement = try statement("UPDATE log SET body = ? WHERE seq = ?")
        for row in rows {
            statement.bind(row.body)
            statement.bind(row.seq)
            try statement.run()
        }
    }

    func insert(stubs rows: [StubRow]) throws {
        guard !rows.isEmpty else { return }
        var statement = try statement(
            "INSERT INTO stub (seq, record, previous) VALUES (?, ?, ?)")
        for row in rows {
            statement.bind(row.seq)
            statement.bind(row.record)
            statement.bind(row.previous)
            try statement.run()
        }
    }

    /// The seq before one at which a record became a stub; nil if it did not.
    func seq(beforeStub seq: Seq) throws -> Seq? {
        var statement = try statement("SELECT previous FROM stub WHERE seq = ?")
        statement.bind(seq)
        return try statement.one { $0.number(0) }
    }
}
