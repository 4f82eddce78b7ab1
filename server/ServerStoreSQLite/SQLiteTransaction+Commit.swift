// Writing all that one commit changes, table by table.

import CausalCore
import GRDB
import SyncServer

extension SQLiteTransaction {
    func commit(_ effects: CommitEffects) throws {
        try write(effects.shard)
        if let commit = effects.commit { try insert(commit) }
        try insert(log: effects.log)
        try amend(log: effects.amended)
        try insert(stubs: effects.stubs)
        try insert(held: effects.held)
        try insert(records: effects.newRecords)
        try update(records: effects.changedRecords)
        try put(conflicts: effects.conflicts)
        try put(accounts: effects.accounts)
        try insert(appearances: effects.appearances)
    }

    private func insert(_ commit: CommitRow) throws {
        var statement = try statement(
            #"INSERT INTO "commit" (first, last, time, chain) VALUES (?, ?, ?, ?)"#)
        statement.bind(commit.first)
        statement.bind(commit.last)
        statement.bind(commit.time)
        statement.bind(commit.chain)
        try statement.run()
    }

    private func insert(appearances rows: [AppearanceRow]) throws {
        if rows.isEmpty { return }
        var statement = try statement(
            "INSERT OR IGNORE INTO appearance (account, replica, seq) VALUES (?, ?, ?)")
        for row in rows {
            statement.bind(row.account)
            statement.bind(row.replica)
            statement.bind(row.seq)
            try statement.run()
        }
    }

    func appearances(in window: ScopeWindow) throws -> [AppearanceRow] {
        guard window.after < window.through else { return [] }
        func row(_ row: SQLRow) -> AppearanceRow {
            AppearanceRow(
                account: row.identifier(0), replica: row.replica(1), seq: row.number(2))
        }
        guard let accounts = window.accounts, window.prefersAccountsToRareRows else {
            let isMember = try membership(in: window)
            var statement = try statement(
                """
                SELECT account, replica, seq FROM appearance WHERE seq > ? AND seq <= ?
                ORDER BY seq, account
                """)
            statement.bind(window.after)
            statement.bind(window.through)
            return try statement.all(row).filter { try isMember($0.account) }
        }
        var statement = try statement(
            """
            SELECT account, replica, seq FROM appearance WHERE account = ? AND seq > ? AND seq <= ?
            ORDER BY replica
            """)
        var rows: [AppearanceRow] = []
        for account in accounts {
            statement.bind(account)
            statement.bind(window.after)
            statement.bind(window.through)
            try statement.each { rows.append(row($0)) }
        }
        return rows
    }
}
