// The log, and the held and rejected ops.

import CausalCore
import GRDB
import SyncServer

let logColumns =
    "seq, id, record, previous, replica, counter, author, stamp, received, body"
private let heldColumns = """
    id, record, replica, counter, family, author, stamp, received, body, outcome, settled_by,
    reason, settled_seq
    """

extension SQLiteTransaction {
    func logged(_ ids: [OpID]) throws -> [LogRow] {
        let ids = try candidates(among: ids, in: "log")
        var rows: [LogRow] = []
        if ids.isEmpty { return rows }
        var statement = try statement("SELECT \(logColumns) FROM log WHERE id = ?")
        for id in ids {
            statement.bind(id)
            if let row = try statement.one(LogRow.init) { rows.append(row) }
        }
        return rows
    }

    func logged(after seq: Seq, limit: Int) throws -> [LogRow] {
        var statement = try statement(
            "SELECT \(logColumns) FROM log WHERE seq > ? ORDER BY seq LIMIT ?")
        statement.bind(seq)
        statement.bind(UInt64(limit))
        return try statement.all(LogRow.init)
    }

    /// Follows the chain of a record's ops backwards; each row names the one before it, so that no
    /// index by record is needed.
    func logged(on record: RecordID, after seq: Seq) throws -> [LogRow] {
        var newest = try statement("SELECT seq FROM record WHERE id = ?")
        newest.bind(record)
        var next = try newest.one { $0.number(0) } ?? 0
        var statement = try statement("SELECT \(logColumns) FROM log WHERE seq = ?")
        var rows: [LogRow] = []
        while next > seq {
            statement.bind(next)
            guard let row = try statement.one(LogRow.init) else {
                guard let before = try self.seq(beforeStub: next), before < next else { break }
                next = before
                continue
            }
            guard row.previous < next else { break }
            next = planted(.onlyTheNewestRivalRead) ? 0 : row.previous
            rows.append(row)
        }
        return rows.reversed()
    }

    func held(_ ids: [OpID]) throws -> [HeldRow] {
        let ids = try candidates(among: ids, in: "held")
        var rows: [HeldRow] = []
        if ids.isEmpty { return rows }
        var statement = try statement("SELECT \(heldColumns) FROM held WHERE id = ?")
        for id in ids {
            statement.bind(id)
            if let row = try statement.one(HeldRow.init) { rows.append(row) }
        }
        return rows
    }

    func held(includesSettled: Bool) throws -> [HeldRow] {
        let which = includesSettled ? "" : "WHERE outcome IS NULL"
        var statement = try statement("SELECT \(heldColumns) FROM held \(which) ORDER BY key")
        return try statement.all(HeldRow.init)
    }

    func settled(of family: ReplicaID, after seq: Seq) throws -> [HeldRow] {
        var statement = try statement(
            """
            SELECT \(heldColumns) FROM held WHERE family = ? AND settled_seq > ?
            ORDER BY settled_seq
            """)
        statement.bind(family)
        statement.bind(seq)
        return try statement.all(HeldRow.init)
    }

    func settle(_ op: OpID, _ settling: HeldSettling) throws {
        var statement = try statement(
            """
            UPDATE held SET outcome = ?, settled_by = ?, reason = ?, settled_seq = ? WHERE id = ?
            """)
        statement.bind(UInt64(settling.outcome.rawValue))
        statement.bind(settling.by)
        statement.bind(settling.reason)
        statement.bind(settling.seq)
        statement.bind(op)
        try statement.run()
    }

    func insert(log rows: [LogRow]) throws {
        if rows.isEmpty { return }
        var statement = try statement(
            "INSERT INTO log (\(logColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        for row in rows {
            statement.bind(row.seq)
            statement.bind(row.id)
            statement.bind(row.record)
            statement.bind(row.previous)
            statement.bind(row.dot.replica)
            statement.bind(row.dot.counter)
            statement.bind(row.author)
            statement.bind(row.stamp)
            statement.bind(row.received)
            statement.bind(row.body)
            try statement.run()
        }
    }

    func amend(log rows: [LogAmendment]) throws {
        guard !rows.isEmpty else { return }
        var statement = try statement("UPDATE log SET body = ? WHERE seq = ?")
        for row in rows {
            statement.bind(row.body)
            statement.bind(row.seq)
            try statement.run()
        }
    }

    func insert(held rows: [HeldRow]) throws {
        if rows.isEmpty { return }
        var statement = try statement(
            """
            INSERT INTO held (id, record, replica, counter, family, author, stamp, received, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        for row in rows {
            statement.bind(row.id)
            statement.bind(row.record)
            statement.bind(row.dot.replica)
            statement.bind(row.dot.counter)
            statement.bind(row.family)
            statement.bind(row.author)
            statement.bind(row.stamp)
            statement.bind(row.received)
            statement.bind(row.body)
            try statement.run()
        }
    }
}

extension LogRow {
    init(_ row: SQLRow) {
        self.init(
            seq: row.number(0), id: row.identifier(1), record: row.identifier(2),
            previous: row.number(3), dot: Dot(replica: row.replica(4), counter: row.number(5)),
            author: row.identifier(6), stamp: row.stamp(7), received: row.stamp(8),
            body: row.bytes(9))
    }
}

extension HeldRow {
    fileprivate init(_ row: SQLRow) {
        var settling: HeldSettling?
        if let outcome = HeldOutcome(rawValue: UInt8(clamping: row.integer(9))) {
            settling = HeldSettling(
                outcome: outcome, by: row.identifier(10), reason: row.text(11),
                seq: row.number(12))
        }
        self.init(
            id: row.identifier(0), record: row.identifier(1),
            dot: Dot(replica: row.replica(2), counter: row.number(3)), family: row.replica(4),
            author: row.identifier(5), stamp: row.stamp(6), received: row.stamp(7),
            body: row.bytes(8), settling: settling)
    }
}
