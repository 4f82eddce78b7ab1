// Records, accounts and conflict records.

import CausalCore
import GRDB
import SyncServer

let recordColumns = """
    id, kind, account, is_alive, seq, time, deleted_at, has_conflicts, digest_high, digest_low,
    vector, cells, \(loggedBody)
    """
let joinedRecordColumns = """
    record.id, kind, account, is_alive, record.seq, time, deleted_at, has_conflicts, digest_high,
    digest_low, vector, cells, \(loggedBody)
    """
/// The body of the op that wrote all cells, of a record that no other op has touched.
private let loggedBody = """
    iif(substr(cells, 1, 1) = x'02', (SELECT made.body FROM log AS made WHERE made.seq = record.seq),
        NULL)
    """
private let conflictColumns = "id, record, account, is_open, needs_review, seq, body"
private let accountColumns = "id, handle, head, checksum_high, checksum_low"

extension SQLiteTransaction {
    func records(_ ids: [RecordID]) throws -> [RecordRow] {
        let ids = try candidates(among: ids, in: "record")
        var rows: [RecordRow] = []
        if ids.isEmpty { return rows }
        var statement = try statement("SELECT \(recordColumns) FROM record WHERE id = ?")
        for id in ids {
            statement.bind(id)
            if let row = try statement.one(RecordRow.init) { rows.append(row) }
        }
        return rows
    }

    /// Asks account by account where those are fewer than the seqs, else goes through the log; the
    /// cost follows the smaller of the two, never the store.
    func records(in window: ScopeWindow, limit: Int) throws -> [RecordRow] {
        guard window.after < window.through else { return [] }
        if let accounts = window.accounts, accounts.count == 1 {
            return try records(of: accounts[0], in: window, limit: limit)
        }
        if window.prefersAccounts {
            if window.isNarrowed, let accounts = window.accounts {
                return try records(of: accounts, in: window, limit: limit)
            }
            if let changed = try changedAccounts(in: window) {
                return try records(of: changed.map(\.id), in: window, limit: limit)
            }
        }
        let rows = try records(lastChangedBy: "log", in: window, limit: limit)
        let stubs = try records(lastChangedBy: "stub", in: window, limit: limit)
        if stubs.isEmpty { return rows }
        return Array((rows + stubs).sorted { $0.seq < $1.seq }.prefix(limit))
    }

    /// Records that a table of seqs names in a window and that have not changed since, in the order
    /// of seqs.
    private func records(
        lastChangedBy table: StaticString, in window: ScopeWindow, limit: Int
    ) throws -> [RecordRow] {
        let isMember = try membership(in: window)
        var statement = try statement(
            """
            SELECT \(joinedRecordColumns) FROM \(table)
            JOIN record ON record.id = \(table).record AND record.seq = \(table).seq
            WHERE \(table).seq > ? AND \(table).seq <= ? ORDER BY \(table).seq
            """)
        statement.bind(window.after)
        statement.bind(window.through)
        var rows: [RecordRow] = []
        try statement.each(while: { rows.count < limit }) { row in
            if try isMember(row.identifier(2)) { rows.append(RecordRow(row)) }
        }
        return rows
    }

    private func records(of account: RecordID, in window: ScopeWindow, limit: Int) throws
        -> [RecordRow]
    {
        var statement = try statement(
            """
            SELECT \(recordColumns) FROM record WHERE account = ? AND seq > ? AND seq <= ?
            ORDER BY seq LIMIT ?
            """)
        statement.bind(account)
        statement.bind(window.after)
        statement.bind(window.through)
        statement.bind(Int64(clamping: limit))
        return try statement.all(RecordRow.init)
    }

    private func records(of accounts: [RecordID], in window: ScopeWindow, limit: Int) throws
        -> [RecordRow]
    {
        var statement = try statement(
            """
            SELECT seq, key FROM record WHERE account = ? AND seq > ? AND seq <= ?
            ORDER BY seq LIMIT ?
            """)
        var found: [(seq: Seq, key: UInt64)] = []
        for account in accounts {
            statement.bind(account)
            statement.bind(window.after)
            statement.bind(window.through)
            statement.bind(Int64(clamping: limit))
            try statement.each { found.append(($0.number(0), $0.number(1))) }
        }
        if accounts.count > 1 { found.sort { $0.seq < $1.seq } }
        var byKey = try self.statement("SELECT \(recordColumns) FROM record WHERE key = ?")
        var rows: [RecordRow] = []
        for place in found.prefix(limit) {
            byKey.bind(place.key)
            if let row = try byKey.one(RecordRow.init) { rows.append(row) }
        }
        return rows
    }

    func insert(records rows: [RecordRow]) throws {
        if rows.isEmpty { return }
        var statement = try statement(
            """
            INSERT INTO record (kind, account, is_alive, seq, time, deleted_at, has_conflicts,
                digest_high, digest_low, vector, cells, id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        for row in rows { try run(&statement, row) }
    }

    func update(records rows: [RecordRow]) throws {
        if rows.isEmpty { return }
        var statement = try statement(
            """
            UPDATE record SET kind = ?, account = ?, is_alive = ?, seq = ?, time = ?,
                deleted_at = ?, has_conflicts = ?, digest_high = ?, digest_low = ?, vector = ?,
                cells = ? WHERE id = ?
            """)
        for row in rows { try run(&statement, row) }
    }

    private func run(_ statement: inout SQLStatement, _ row: RecordRow) throws {
        statement.bind(UInt64(row.kind))
        statement.bind(row.account)
        statement.bind(row.isAlive)
        statement.bind(row.seq)
        statement.bind(row.time)
        statement.bind(row.deletedAt)
        statement.bind(row.hasConflicts)
        statement.bind(row.digest.high)
        statement.bind(row.digest.low)
        statement.bind(row.vector)
        statement.bind(row.cells)
        statement.bind(row.id)
        try statement.run()
    }

    func accounts(_ ids: [RecordID]) throws -> [AccountRow] {
        var statement = try statement("SELECT \(accountColumns) FROM account WHERE id = ?")
        var rows: [AccountRow] = []
        for id in ids {
            statement.bind(id)
            if let row = try statement.one(AccountRow.init) { rows.append(row) }
        }
        return rows
    }

    func accounts(in window: ScopeWindow) throws -> [AccountRow] {
        guard window.after < window.through else { return [] }
        if let changed = try changedAccounts(in: window) { return changed }
        let isMember = try membership(in: window)
        var statement = try statement(
            """
            SELECT DISTINCT record.account FROM log JOIN record ON record.id = log.record
            WHERE log.seq > ? AND log.seq <= ?
            """)
        statement.bind(window.after)
        statement.bind(window.through)
        var touched: [RecordID] = try statement.all { $0.identifier(0) }
        let stubbed = try records(lastChangedBy: "stub", in: window, limit: .max).map(\.account)
        if !stubbed.isEmpty { touched = Set(touched + stubbed).sorted() }
        let wanted = try touched.filter(isMember)
        return try self.accounts(wanted).filter(window.coversHead)
    }

    /// The accounts of a window that have changed in it, found account by account; nil where going
    /// through the seqs is less work.
    private func changedAccounts(in window: ScopeWindow) throws -> [AccountRow]? {
        if let accounts = window.accounts, window.isNarrowed || window.prefersAccounts {
            return try self.accounts(accounts).filter(window.coversHead)
        }
        guard let user = window.user, window.prefersAccounts else { return nil }
        var statement = try statement(
            """
            SELECT \(accountColumns) FROM assignment CROSS JOIN account
            ON account.id = assignment.account WHERE assignment.user = ? AND head > ?
            ORDER BY assignment.account
            """)
        statement.bind(user)
        statement.bind(window.after)
        return try statement.all(AccountRow.init)
    }

    func accounts() throws -> [AccountRow] {
        var statement = try statement("SELECT \(accountColumns) FROM account ORDER BY id")
        return try statement.all(AccountRow.init)
    }

    func account(handle: String) throws -> AccountRow? {
        var statement = try statement("SELECT \(accountColumns) FROM account WHERE handle = ?")
        statement.bind(handle)
        return try statement.one(AccountRow.init)
    }

    /// Most accounts are known and keep their handle; then its index is left alone.
    func put(accounts rows: [AccountRow]) throws {
        if rows.isEmpty { return }
        var update = try statement(
            """
            UPDATE account SET head = ?, checksum_high = ?, checksum_low = ?
            WHERE id = ? AND +handle = ?
            """)
        for row in rows {
            update.bind(row.head)
            update.bind(row.checksum.high)
            update.bind(row.checksum.low)
            update.bind(row.id)
            update.bind(row.handle)
            try update.run()
            if update.changes == 0 { try put(row) }
        }
    }

    private func put(_ row: AccountRow) throws {
        var statement = try statement(
            """
            INSERT INTO account (\(accountColumns)) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET handle = excluded.handle, head = excluded.head,
                checksum_high = excluded.checksum_high, checksum_low = excluded.checksum_low
            """)
        statement.bind(row.id)
        statement.bind(row.handle)
        statement.bind(row.head)
        statement.bind(row.checksum.high)
        statement.bind(row.checksum.low)
        try statement.run()
    }
}

// Conflict records.
extension SQLiteTransaction {
    func conflicts(on records: [RecordID]) throws -> [ConflictRow] {
        if records.isEmpty { return [] }
        var statement = try statement(
            "SELECT \(conflictColumns) FROM conflict WHERE record = ? ORDER BY id")
        var rows: [ConflictRow] = []
        for record in records {
            statement.bind(record)
            try statement.each { rows.append(ConflictRow($0)) }
        }
        return rows
    }

    func conflicts(_ ids: [ConflictID]) throws -> [ConflictRow] {
        var statement = try statement("SELECT \(conflictColumns) FROM conflict WHERE id = ?")
        var rows: [ConflictRow] = []
        for id in ids {
            statement.bind(id)
            if let row = try statement.one(ConflictRow.init) { rows.append(row) }
        }
        return rows
    }

    func conflicts(in window: ScopeWindow) throws -> [ConflictRow] {
        guard window.after < window.through else { return [] }
        var rows: [ConflictRow] = []
        if let accounts = window.accounts, window.prefersAccountsToRareRows {
            var statement = try statement(
                """
                SELECT \(conflictColumns) FROM conflict WHERE account = ? AND seq > ? AND seq <= ?
                """)
            for account in accounts {
                statement.bind(account)
                statement.bind(window.after)
                statement.bind(window.through)
                try statement.each { rows.append(ConflictRow($0)) }
            }
        } else {
            let isMember = try membership(in: window)
            var statement = try statement(
                "SELECT \(conflictColumns) FROM conflict WHERE seq > ? AND seq <= ?")
            statement.bind(window.after)
            statement.bind(window.through)
            rows = try statement.all(ConflictRow.init).filter { try isMember($0.account) }
        }
        return rows.sorted { ($0.seq, $0.id) < ($1.seq, $1.id) }
    }

    func conflicts(includesClosed: Bool, before id: ConflictID?, limit: Int) throws
        -> [ConflictRow]
    {
        var statement = try statement(
            """
            SELECT \(conflictColumns) FROM conflict WHERE (is_open OR ?) AND id < ?
            ORDER BY id DESC LIMIT ?
            """)
        statement.bind(includesClosed)
        statement.bind(id ?? ConflictID(high: .max, low: .max))
        statement.bind(Int64(clamping: limit))
        return try statement.all(ConflictRow.init)
    }

    func put(conflicts rows: [ConflictRow]) throws {
        if rows.isEmpty { return }
        var statement = try statement(
            """
            INSERT INTO conflict (\(conflictColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET is_open = excluded.is_open,
                needs_review = excluded.needs_review, seq = excluded.seq, body = excluded.body
            """)
        for row in rows {
            statement.bind(row.id)
            statement.bind(row.record)
            statement.bind(row.account)
            statement.bind(row.isOpen)
            statement.bind(row.needsReview)
            statement.bind(row.seq)
            statement.bind(row.body)
            try statement.run()
        }
    }
}

extension ScopeWindow {
    /// Whether asking account by account is less work than going through the seqs.
    var prefersAccounts: Bool {
        guard let count = accounts?.count ?? user.map({ _ in userAccountCount }) else {
            return false
        }
        // Of most accounts one look tells that nothing has happened; of narrowed ones each costs more.
        return UInt64(count) * (isNarrowed ? 4 : 1) <= through - after
    }

    /// The same for tables with few rows for a seq: there the seqs cost little.
    var prefersAccountsToRareRows: Bool {
        guard let accounts else { return false }
        return UInt64(accounts.count) <= (through - after) / 8 || accounts.count == 1
    }

    fileprivate func coversHead(_ account: AccountRow) -> Bool { account.head > after }
}

extension RecordRow {
    init(_ row: SQLRow) {
        self.init(
            id: row.identifier(0), kind: UInt16(clamping: row.integer(1)),
            account: row.identifier(2), isAlive: row.flag(3), seq: row.number(4),
            time: row.stamp(5), deletedAt: row.number(6), hasConflicts: row.flag(7),
            digest: AccountChecksum(high: row.number(8), low: row.number(9)),
            vector: row.bytes(10), cells: row.bytes(11), loggedBody: row.bytes(12))
    }
}

extension AccountRow {
    fileprivate init(_ row: SQLRow) {
        self.init(
            id: row.identifier(0), handle: row.text(1), head: row.number(2),
            checksum: AccountChecksum(high: row.number(3), low: row.number(4)))
    }
}

extension ConflictRow {
    fileprivate init(_ row: SQLRow) {
        self.init(
            id: row.identifier(0), record: row.identifier(1), account: row.identifier(2),
            isOpen: row.flag(3), needsReview: row.flag(4), seq: row.number(5),
            body: row.bytes(6))
    }
}
