// A snapshot or transaction of the store: SQL for the questions and changes of the server.

import CausalCore
import GRDB
import SyncServer

/// One open transaction on one connection; in a read, only its questions are asked.
struct SQLiteTransaction: ServerTransaction {
    let database: Database

    func statement(_ sql: String) throws -> SQLStatement {
        try SQLStatement(database, sql)
    }

    func shard() throws -> ShardRow? {
        var statement = try statement(
            """
            SELECT lineage, seq, time, chain, boot, boottime, server_replica, account_count,
                account_digest, backup_seq, server_name, fork FROM shard
            """)
        return try statement.one { row in
            ShardRow(
                lineage: row.identifier(0), fork: row.number(11), seq: row.number(1),
                time: row.stamp(2),
                chain: row.bytes(3),
                monotonic: MonotonicReading(boot: row.identifier(4), nanoseconds: row.number(5)),
                serverReplica: row.replica(6), accountCount: UInt32(clamping: row.integer(7)),
                accountDigest: ScopeDigest(rawValue: row.number(8)), backupSeq: row.number(9),
                serverName: row.text(10))
        }
    }

    func initialize(_ shard: ShardRow) throws {
        try write(
            shard,
            """
            INSERT INTO shard (lineage, seq, time, chain, boot, boottime, server_replica,
                account_count, account_digest, backup_seq, server_name, fork, key)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            """)
    }

    func write(_ shard: ShardRow) throws {
        try write(
            shard,
            """
            UPDATE shard SET lineage = ?, seq = ?, time = ?, chain = ?, boot = ?, boottime = ?,
                server_replica = ?, account_count = ?, account_digest = ?, backup_seq = ?,
                server_name = ?, fork = ?
            """)
    }

    private func write(_ shard: ShardRow, _ sql: String) throws {
        var statement = try statement(sql)
        statement.bind(shard.lineage)
        statement.bind(shard.seq)
        statement.bind(shard.time)
        statement.bind(shard.chain)
        statement.bind(shard.monotonic.boot)
        statement.bind(shard.monotonic.nanoseconds)
        statement.bind(shard.serverReplica)
        statement.bind(UInt64(shard.accountCount))
        statement.bind(shard.accountDigest.rawValue)
        statement.bind(shard.backupSeq)
        statement.bind(shard.serverName)
        statement.bind(shard.fork)
        try statement.run()
    }

    func lineages() throws -> [LineageRow] {
        var statement = try statement("SELECT id, fork FROM lineage ORDER BY key")
        return try statement.all { LineageRow(id: $0.identifier(0), fork: $0.number(1)) }
    }

    func put(_ lineage: LineageRow) throws {
        var statement = try statement("INSERT OR IGNORE INTO lineage (id, fork) VALUES (?, ?)")
        statement.bind(lineage.id)
        statement.bind(lineage.fork)
        try statement.run()
    }

    func commits(after seq: Seq, limit: Int) throws -> [CommitRow] {
        var statement = try statement(
            #"SELECT first, last, time, chain FROM "commit" WHERE last > ? ORDER BY last LIMIT ?"#)
        statement.bind(seq)
        statement.bind(UInt64(limit))
        return try statement.all(CommitRow.init)
    }

    func commitTimes(of seqs: [Seq]) throws -> [Seq: Stamp] {
        var statement = try statement(
            #"SELECT first, time FROM "commit" WHERE last >= ? ORDER BY last LIMIT 1"#)
        var times: [Seq: Stamp] = [:]
        for seq in seqs {
            statement.bind(seq)
            let found = try statement.one { ($0.number(0), $0.stamp(1)) }
            if let found, found.0 <= seq { times[seq] = found.1 }
        }
        return times
    }

    func commit(endingAt seq: Seq) throws -> CommitRow? {
        var statement = try statement(
            #"SELECT first, last, time, chain FROM "commit" WHERE last = ?"#)
        statement.bind(seq)
        return try statement.one(CommitRow.init)
    }

    func counts() throws -> StoreCounts {
        func count(_ sql: String) throws -> Int {
            var statement = try statement(sql)
            return try statement.one { $0.count(0) } ?? 0
        }
        var counts = StoreCounts()
        counts.records = try count("SELECT count(*) FROM record WHERE is_alive")
        counts.accounts = try count(
            "SELECT count(*) FROM account JOIN record USING (id) WHERE is_alive")
        counts.ops = try count("SELECT count(*) FROM log")
        counts.openConflicts = try count("SELECT count(*) FROM conflict WHERE is_open")
        counts.conflictsToReview = try count(
            "SELECT count(*) FROM conflict WHERE is_open AND needs_review")
        return counts
    }
}

extension CommitRow {
    fileprivate init(_ row: SQLRow) {
        self.init(
            first: row.number(0), last: row.number(1), time: row.stamp(2), chain: row.bytes(3))
    }
}
