// One open transaction on the store: statements by name of what they do, shared by readers and editors.

import AccountRecords
import CausalCore
import GRDB

/// The database inside one transaction, with the tables that the schema asks for.
struct Connection {
    let db: Database
    let layout: TypedLayout
    /// What the search indexes must follow before the transaction ends.
    let wordChanges = WordChanges()

    var schema: Schema { layout.schema }

    /// Runs a cached statement; rows that it returns are passed over.
    func run(_ sql: String, _ values: [SQLValue] = []) throws {
        try SQLStatement(db, sql, values).each { _ in true }
    }

    /// All rows of a cached statement.
    func rows(_ sql: String, _ values: [SQLValue] = []) throws -> [SQLRow] {
        var rows: [SQLRow] = []
        try SQLStatement(db, sql, values).each { row in
            rows.append(row)
            return true
        }
        return rows
    }

    /// The first row of a cached statement; nil if there is none.
    func row(_ sql: String, _ values: [SQLValue] = []) throws -> SQLRow? {
        var first: SQLRow?
        try SQLStatement(db, sql, values).each { row in
            first = row
            return false
        }
        return first
    }

    /// Hands each row of a statement to a body, which must not run the same statement.
    func forEach(
        _ sql: String, _ values: [SQLValue] = [], _ body: (SQLRow) throws -> Void
    ) throws {
        try SQLStatement(db, sql, values).each { row in
            try body(row)
            return true
        }
    }

    /// Hands the id in each row of a statement to a body, which must not run the same statement.
    func forEachID(_ sql: String, _ body: (RecordID) throws -> Void) throws {
        try SQLStatement(db, sql, []).eachID(body)
    }

    /// Hands rows of a statement to a body, which must not run the same statement, until it says
    /// that it has enough.
    func walk(
        _ sql: String, _ values: [SQLValue] = [], until hasEnough: (SQLRow) throws -> Bool
    ) throws {
        try SQLStatement(db, sql, values).each { try !hasEnough($0) }
    }

    /// The integer in the first column of the first row; 0 if there is none.
    func number(_ sql: String, _ values: [SQLValue] = []) throws -> Int {
        try row(sql, values)?.integer(0).map { Int(clamping: $0) } ?? 0
    }
}
