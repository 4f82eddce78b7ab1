// Assignments and the audit.

import CausalCore
import GRDB
import SyncServer

private let assignmentColumns = "user, account, role, seq"
private let auditColumns = "number, time, actor, action, subject, is_done, chain"

extension SQLiteTransaction {
    func assignments(of user: UserID) throws -> [AssignmentRow] {
        var statement = try statement(
            "SELECT \(assignmentColumns) FROM assignment WHERE user = ? ORDER BY account")
        statement.bind(user)
        return try statement.all(AssignmentRow.init)
    }

    func assignments(of user: UserID, on accounts: [RecordID]) throws -> [AssignmentRow] {
        var statement = try statement(
            "SELECT \(assignmentColumns) FROM assignment WHERE user = ? AND account = ?")
        var rows: [AssignmentRow] = []
        for account in accounts {
            statement.bind(user)
            statement.bind(account)
            if let row = try statement.one(AssignmentRow.init) { rows.append(row) }
        }
        return rows
    }

    func assignments(in window: ScopeWindow) throws -> [AssignmentRow] {
        guard window.after < window.through else { return [] }
        guard let accounts = window.accounts, window.prefersAccountsToRareRows else {
            let isMember = try membership(in: window)
            var statement = try statement(
                """
                SELECT \(assignmentColumns) FROM assignment WHERE seq > ? AND seq <= ?
                ORDER BY seq, account
                """)
            statement.bind(window.after)
            statement.bind(window.through)
            return try statement.all(AssignmentRow.init).filter { try isMember($0.account) }
        }
        var statement = try statement(
            """
            SELECT \(assignmentColumns) FROM assignment WHERE account = ? AND seq > ? AND seq <= ?
            ORDER BY seq, user
            """)
        var rows: [AssignmentRow] = []
        for account in accounts {
            statement.bind(account)
            statement.bind(window.after)
            statement.bind(window.through)
            try statement.each { rows.append(AssignmentRow($0)) }
        }
        return rows
    }

    func put(_ assignment: AssignmentRow) throws {
        var statement = try statement(
            """
            INSERT INTO assignment (\(assignmentColumns)) VALUES (?, ?, ?, ?)
            ON CONFLICT (user, account) DO UPDATE SET role = excluded.role, seq = excluded.seq
            """)
        statement.bind(assignment.user)
        statement.bind(assignment.account)
        statement.bind(UInt64(assignment.role))
        statement.bind(assignment.seq)
        try statement.run()
    }

    func removeAssignment(of user: UserID, on account: RecordID) throws {
        var statement = try statement("DELETE FROM assignment WHERE user = ? AND account = ?")
        statement.bind(user)
        statement.bind(account)
        try statement.run()
    }

    func lastAudit() throws -> AuditRow? {
        var statement = try statement(
            "SELECT \(auditColumns) FROM audit ORDER BY number DESC LIMIT 1")
        return try statement.one(AuditRow.init)
    }

    func audit(after number: UInt64, limit: Int) throws -> [AuditRow] {
        var statement = try statement(
            "SELECT \(auditColumns) FROM audit WHERE number > ? ORDER BY number LIMIT ?")
        statement.bind(number)
        statement.bind(Int64(clamping: limit))
        return try statement.all(AuditRow.init)
    }

    func append(_ row: AuditRow) throws {
        var statement = try statement(
            "INSERT INTO audit (\(auditColumns)) VALUES (?, ?, ?, ?, ?, ?, ?)")
        statement.bind(row.number)
        statement.bind(row.time)
        statement.bind(row.actor)
        statement.bind(row.action)
        statement.bind(row.subject)
        statement.bind(row.isDone)
        statement.bind(row.chain)
        try statement.run()
    }
}

extension AssignmentRow {
    fileprivate init(_ row: SQLRow) {
        self.init(
            user: row.identifier(0), account: row.identifier(1),
            role: UInt8(clamping: row.integer(2)), seq: row.number(3))
    }
}

extension AuditRow {
    fileprivate init(_ row: SQLRow) {
        self.init(
            number: row.number(0), time: row.stamp(1), actor: row.identifier(2),
            action: row.text(3), subject: row.text(4), isDone: row.flag(5), chain: row.bytes(6))
    }
}
