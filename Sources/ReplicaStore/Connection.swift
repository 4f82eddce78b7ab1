// One open transaction on the store: statements by name of what they do, shared by readers and editors.

import AccountRecords
import CausalCore
import Foundation
import GRDB

/// The database inside one transaction, with the tables that the schema asks for.
struct Connection {
    let db: Database
    let layout: TypedLayout

    var schema: Schema { layout.schema }

    /// Runs a cached statement that returns nothing.
    func run(_ sql: String, _ values: [DatabaseValue] = []) throws {
        let statement = try db.cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(values))
        try statement.execute()
    }

    /// All rows of a cached statement.
    func rows(_ sql: String, _ values: [DatabaseValue] = []) throws -> [Row] {
        let statement = try db.cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(values))
        return try Row.fetchAll(statement)
    }

    /// The first row of a cached statement; nil if there is none.
    func row(_ sql: String, _ values: [DatabaseValue] = []) throws -> Row? {
        let statement = try db.cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(values))
        return try Row.fetchOne(statement)
    }

    /// Hands each row of a statement to a body, one at a time.
    func forEach(
        _ sql: String, _ values: [DatabaseValue] = [], _ body: (Row) throws -> Void
    ) throws {
        let statement = try db.makeStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(values))
        let cursor = try Row.fetchCursor(statement)
        while let row = try cursor.next() { try body(row) }
    }

    /// The integer in the first column of the first row; 0 if there is none.
    func number(_ sql: String, _ values: [DatabaseValue] = []) throws -> Int {
        guard let row = try row(sql, values) else { return 0 }
        return row.integer(0).map { Int(clamping: $0) } ?? 0
    }
}

extension Identifier {
    /// The id as SQLite keeps it.
    var value: DatabaseValue { Data(bytes).databaseValue }
}

extension [UInt8] {
    /// The bytes as SQLite keeps them.
    var value: DatabaseValue { Data(self).databaseValue }
}

extension UInt64 {
    /// The 64 bits as SQLite keeps them: what is above its range becomes negative.
    var value: DatabaseValue { Int64(bitPattern: self).databaseValue }
}

extension Row {
    /// The integer in a column; nil for NULL and for anything else.
    func integer(_ index: Int) -> Int64? {
        let value: DatabaseValue = self[index]
        if case .int64(let number) = value.storage { return number }
        return nil
    }

    /// The 64 bits in a column; 0 for anything that is not an integer.
    func bits(_ index: Int) -> UInt64 { UInt64(bitPattern: integer(index) ?? 0) }

    /// The bytes in a column; empty for NULL and for anything else.
    func bytes(_ index: Int) -> [UInt8] {
        let value: DatabaseValue = self[index]
        if case .blob(let data) = value.storage { return [UInt8](data) }
        return []
    }

    /// The text in a column; nil for NULL and for anything else.
    func text(_ index: Int) -> String? {
        let value: DatabaseValue = self[index]
        if case .string(let text) = value.storage { return text }
        return nil
    }

    /// The id in a column; nil for NULL and for anything that is not 16 bytes.
    func id<Subject>(_ index: Int, _: Subject.Type = Subject.self) -> Identifier<Subject>? {
        Identifier(bytes: bytes(index))
    }

    /// The id in a column that always holds one.
    func requiredID<Subject>(
        _ index: Int, _: Subject.Type = Subject.self
    ) throws -> Identifier<Subject> {
        guard let id: Identifier<Subject> = id(index) else { throw StoreError.damaged("an id") }
        return id
    }
}
