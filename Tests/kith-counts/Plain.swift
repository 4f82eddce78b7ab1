// The yardstick: the same records into ordinary tables, by cached statements.

import CausalCore
import Foundation
import GRDBSQLite
import Workload

/// A database with ordinary tables.
final class PlainDatabase {
    private var database: OpaquePointer?
    private var account: OpaquePointer?
    private var note: OpaquePointer?

    init(path: String) throws {
        guard sqlite3_open(path, &database) == SQLITE_OK else {
            throw CountsFailure("the plain database cannot be made")
        }
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run(
            """
            CREATE TABLE account (id TEXT PRIMARY KEY, name, street, city, postcode, country, \
            phone, email, contact, segment, status, credit_limit INTEGER, remarks)
            """)
        try run(
            """
            CREATE TABLE note (id TEXT PRIMARY KEY, account_id, author, visited_at, kind, \
            outcome, body)
            """)
        account = try prepared("INSERT INTO account VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)")
        note = try prepared("INSERT INTO note VALUES (?,?,?,?,?,?,?)")
    }

    deinit {
        sqlite3_finalize(account)
        sqlite3_finalize(note)
        sqlite3_close(database)
    }

    func insert(_ accounts: ArraySlice<WorkloadAccount>) throws {
        try run("BEGIN IMMEDIATE")
        for record in accounts {
            let texts = [
                record.id, record.name, record.street, record.city, record.postcode,
                record.country, record.phone, record.email, record.contact, record.segment,
                record.status,
            ]
            for (place, text) in texts.enumerated() { bind(text, account, place + 1) }
            sqlite3_bind_int64(account, 12, Int64(record.creditLimit))
            bind(record.remarks, account, 13)
            try step(account)
        }
        try run("COMMIT")
    }

    func insert(_ notes: ArraySlice<WorkloadNote>) throws {
        try run("BEGIN IMMEDIATE")
        for record in notes {
            let texts = [
                record.id, record.accountID, record.author, record.visitedAt, record.kind,
                record.outcome, record.body,
            ]
            for (place, text) in texts.enumerated() { bind(text, note, place + 1) }
            try step(note)
        }
        try run("COMMIT")
    }

    private func run(_ sql: String) throws {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else {
            throw CountsFailure("plain SQLite failed at \(sql)")
        }
    }

    private func prepared(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else {
            throw CountsFailure("plain SQLite refuses \(sql)")
        }
        return statement
    }

    private func bind(_ text: String, _ statement: OpaquePointer?, _ place: Int) {
        var text = text
        text.withUTF8 { bytes in
            _ = bytes.withMemoryRebound(to: CChar.self) { characters in
                sqlite3_bind_text(
                    statement, Int32(place), characters.baseAddress, Int32(characters.count),
                    unsafeBitCast(-1, to: sqlite3_destructor_type.self))
            }
        }
    }

    private func step(_ statement: OpaquePointer?) throws {
        guard sqlite3_step(statement) == SQLITE_DONE else {
            throw CountsFailure("plain SQLite refuses a record")
        }
        sqlite3_reset(statement)
    }
}

extension Stage {
    /// The records into plain tables, a thousand in each transaction.
    func plain() throws -> Usage {
        let database = try PlainDatabase(path: folder.path + "/plain.sqlite")
        var usage = Usage()
        for piece in Self.pieces(Array(workload.accounts)) {
            try usage.measure { try collect(.plain) { try database.insert(piece) } }
        }
        for piece in Self.pieces(Array(workload.notes)) {
            try usage.measure { try collect(.plain) { try database.insert(piece) } }
        }
        return usage
    }
}
