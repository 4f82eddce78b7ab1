// A prepared statement bound and read through SQLite's own interface, without boxing values.

import CausalCore
import GRDB
import GRDBSQLite

/// A cached statement with a place for the next value.
///
/// GRDB keeps the statement; binding and reading go straight to SQLite, because a push writes two
/// hundred thousand rows.
struct SQLStatement {
    private let pointer: OpaquePointer
    private let connection: OpaquePointer?
    private var place: Int32 = 1

    init(_ database: Database, _ sql: String) throws {
        pointer = try database.cachedStatement(sql: sql).sqliteStatement
        connection = database.sqliteConnection
        sqlite3_reset(pointer)
    }

    mutating func bind(_ value: Int64) {
        sqlite3_bind_int64(pointer, place, value)
        place += 1
    }

    mutating func bind(_ value: UInt64) { bind(Int64(bitPattern: value)) }
    mutating func bind(_ value: Bool) { bind(Int64(value ? 1 : 0)) }
    mutating func bind(_ value: Stamp) { bind(value.rawValue) }
    mutating func bind(_ value: ReplicaID) { bind(value.rawValue) }

    mutating func bind(_ value: [UInt8]) {
        value.withUnsafeBytes { bind($0) }
    }

    mutating func bind<Subject>(_ value: Identifier<Subject>) {
        withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) { bind($0) }
    }

    mutating func bind(_ value: String) {
        sqlite3_bind_text(pointer, place, value, -1, transient)
        place += 1
    }

    mutating func bindNothing() {
        sqlite3_bind_null(pointer, place)
        place += 1
    }

    private mutating func bind(_ bytes: UnsafeRawBufferPointer) {
        if let address = bytes.baseAddress, !bytes.isEmpty {
            sqlite3_bind_blob64(pointer, place, address, UInt64(bytes.count), transient)
        } else {
            sqlite3_bind_zeroblob(pointer, place, 0)
        }
        place += 1
    }

    /// Runs a statement that gives no rows, and makes it ready for the next values.
    mutating func run() throws {
        let code = sqlite3_step(pointer)
        sqlite3_reset(pointer)
        place = 1
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(code) }
    }

    /// The first row of the values bound, and makes the statement ready for the next ones.
    mutating func one<Value>(_ read: (SQLRow) throws -> Value) throws -> Value? {
        var result: Value?
        try each(while: { result == nil }) { result = try read($0) }
        return result
    }

    /// All rows of the values bound.
    mutating func all<Value>(_ read: (SQLRow) throws -> Value) throws -> [Value] {
        var result: [Value] = []
        try each { result.append(try read($0)) }
        return result
    }

    /// Goes through the rows of the values bound.
    mutating func each(
        while isWanted: () -> Bool = { true }, _ body: (SQLRow) throws -> Void
    ) throws {
        defer {
            sqlite3_reset(pointer)
            place = 1
        }
        while isWanted() {
            let code = sqlite3_step(pointer)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure(code) }
            try body(SQLRow(pointer: pointer))
        }
    }

    /// How many rows the last statement of the connection changed.
    var changes: Int { connection.map { Int(sqlite3_changes($0)) } ?? 0 }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) })
    }
}

/// The row that a statement stands on.
struct SQLRow {
    fileprivate let pointer: OpaquePointer

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(pointer, column) }
    func number(_ column: Int32) -> UInt64 { UInt64(bitPattern: integer(column)) }
    func count(_ column: Int32) -> Int { Int(clamping: integer(column)) }
    func flag(_ column: Int32) -> Bool { integer(column) != 0 }
    func stamp(_ column: Int32) -> Stamp { Stamp(rawValue: number(column)) }
    func replica(_ column: Int32) -> ReplicaID { ReplicaID(number(column)) }
    func isNothing(_ column: Int32) -> Bool {
        sqlite3_column_type(pointer, column) == SQLITE_NULL
    }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let address = sqlite3_column_blob(pointer, column) else { return [] }
        let count = Int(sqlite3_column_bytes(pointer, column))
        return [UInt8](UnsafeRawBufferPointer(start: address, count: count))
    }

    func text(_ column: Int32) -> String {
        String(decoding: bytes(column), as: UTF8.self)
    }

    /// An identity; zero where the column does not hold 16 bytes.
    func identifier<Subject>(_ column: Int32) -> Identifier<Subject> {
        guard sqlite3_column_bytes(pointer, column) == 16,
            let address = sqlite3_column_blob(pointer, column)
        else { return .zero }
        let bytes = UnsafeRawBufferPointer(start: address, count: 16)
        return Identifier(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
}

/// Tells SQLite to copy what is bound.
private var transient: sqlite3_destructor_type? {
    unsafeBitCast(-1, to: sqlite3_destructor_type?.self)
}
