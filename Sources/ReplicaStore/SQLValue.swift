// Values on their way to SQLite and back, bound and read through its own interface without boxing.

import CausalCore
import GRDB
import GRDBSQLite

/// One value of a column or of a statement's parameter.
enum SQLValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    /// Text as its UTF-8 bytes, which SQLite keeps as text.
    case utf8(ArraySlice<UInt8>)
    case blob([UInt8])
    /// 16 bytes, most significant first.
    case id(UInt64, UInt64)

    var isNull: Bool {
        if case .null = self { true } else { false }
    }
}

extension Identifier {
    /// The id as SQLite keeps it.
    var value: SQLValue { .id(high, low) }
}

extension [UInt8] {
    /// The bytes as SQLite keeps them.
    var value: SQLValue { .blob(self) }
}

extension UInt64 {
    /// The 64 bits as SQLite keeps them: what is above its range becomes negative.
    var value: SQLValue { .integer(Int64(bitPattern: self)) }
}

extension Int64 {
    /// The number as SQLite keeps it.
    var value: SQLValue { .integer(self) }
}

extension Int {
    /// The number as SQLite keeps it.
    var value: SQLValue { .integer(Int64(self)) }
}

extension Bool {
    /// 1 or 0.
    var value: SQLValue { .integer(self ? 1 : 0) }
}

extension String {
    /// The text as SQLite keeps it.
    var value: SQLValue { .text(self) }
}

/// A row that was read, column by column.
struct SQLRow {
    let columns: [SQLValue]

    private func column(_ index: Int) -> SQLValue {
        columns.indices.contains(index) ? columns[index] : .null
    }

    /// The integer in a column; nil for NULL and for anything else.
    func integer(_ index: Int) -> Int64? {
        if case .integer(let number) = column(index) { return number }
        return nil
    }

    /// The 64 bits in a column; 0 for anything that is not an integer.
    func bits(_ index: Int) -> UInt64 { UInt64(bitPattern: integer(index) ?? 0) }

    /// The number in a column; 0 for anything that is not one.
    func real(_ index: Int) -> Double {
        if case .real(let number) = column(index) { return number }
        return Double(integer(index) ?? 0)
    }

    /// The bytes in a column; empty for NULL and for anything else.
    func bytes(_ index: Int) -> [UInt8] {
        if case .blob(let bytes) = column(index) { return bytes }
        return []
    }

    /// The text in a column; nil for NULL and for anything else.
    func text(_ index: Int) -> String? {
        if case .text(let text) = column(index) { return text }
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

/// A cached statement, bound and stepped.
struct SQLStatement {
    private let pointer: OpaquePointer
    private let connection: OpaquePointer?

    /// Takes the statement from GRDB's cache and binds the values.
    init(_ db: Database, _ sql: String, _ values: [SQLValue]) throws {
        pointer = try db.cachedStatement(sql: sql).sqliteStatement
        connection = db.sqliteConnection
        sqlite3_reset(pointer)  // its parameters are NULL: they are cleared after each use
        for (index, value) in values.enumerated() where !value.isNull {
            let code = bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else {
                sqlite3_clear_bindings(pointer)
                throw failure(code)
            }
        }
    }

    private func bind(_ value: SQLValue, at place: Int32) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(pointer, place)
        case .integer(let number): return sqlite3_bind_int64(pointer, place, number)
        case .real(let number): return sqlite3_bind_double(pointer, place, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                sqlite3_bind_text64(
                    pointer, place,
                    UnsafeRawPointer(bytes.baseAddress)?.assumingMemoryBound(
                        to: CChar.self) ?? emptyText, UInt64(bytes.count), transient,
                    UInt8(SQLITE_UTF8))
            }
        case .utf8(let bytes):
            return bytes.withUnsafeBytes { bytes in
                sqlite3_bind_text64(
                    pointer, place,
                    bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? emptyText,
                    UInt64(bytes.count), transient, UInt8(SQLITE_UTF8))
            }
        case .blob(let bytes): return bytes.withUnsafeBytes { bind($0, at: place) }
        case .id(let high, let low):
            return withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { bind($0, at: place) }
        }
    }

    private func bind(_ bytes: UnsafeRawBufferPointer, at place: Int32) -> Int32 {
        guard let address = bytes.baseAddress, !bytes.isEmpty else {
            return sqlite3_bind_zeroblob(pointer, place, 0)
        }
        return sqlite3_bind_blob64(pointer, place, address, UInt64(bytes.count), transient)
    }

    /// Goes through the rows, as long as the body says so.
    func each(_ body: (SQLRow) throws -> Bool) throws {
        try step { try body(row()) }
    }

    /// Goes through rows of which only the id in the first column matters.
    func eachID(_ body: (RecordID) throws -> Void) throws {
        try step {
            try body(id())
            return true
        }
    }

    /// Stands on each row in turn, as long as the body says so.
    private func step(_ body: () throws -> Bool) throws {
        defer {
            sqlite3_reset(pointer)
            sqlite3_clear_bindings(pointer)
        }
        while true {
            let code = sqlite3_step(pointer)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { throw failure(code) }
            guard try body() else { return }
        }
    }

    private func id() throws -> RecordID {
        guard let address = sqlite3_column_blob(pointer, 0), sqlite3_column_bytes(pointer, 0) == 16
        else { throw StoreError.damaged("an id") }
        return RecordID(
            high: UInt64(bigEndian: address.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: address.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    private func row() -> SQLRow {
        let count = sqlite3_column_count(pointer)
        return SQLRow(columns: (0..<count).map(column))
    }

    private func column(_ index: Int32) -> SQLValue {
        switch sqlite3_column_type(pointer, index) {
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(pointer, index))
        case SQLITE_FLOAT: return .real(sqlite3_column_double(pointer, index))
        case SQLITE_TEXT:
            let address = sqlite3_column_text(pointer, index)
            let count = Int(sqlite3_column_bytes(pointer, index))
            return .text(
                String(decoding: UnsafeBufferPointer(start: address, count: count), as: UTF8.self))
        case SQLITE_BLOB:
            guard let address = sqlite3_column_blob(pointer, index) else { return .blob([]) }
            let count = Int(sqlite3_column_bytes(pointer, index))
            return .blob([UInt8](UnsafeRawBufferPointer(start: address, count: count)))
        default: return .null
        }
    }

    private func failure(_ code: Int32) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code),
            message: connection.flatMap { sqlite3_errmsg($0) }.map { String(cString: $0) })
    }
}

/// Tells SQLite to copy what is bound.
private var transient: sqlite3_destructor_type? {
    unsafeBitCast(-1, to: sqlite3_destructor_type?.self)
}

/// What a text without bytes is bound to, because a null pointer would be NULL.
private var emptyText: UnsafePointer<CChar>? {
    UnsafePointer(bitPattern: UInt(MemoryLayout<CChar>.alignment))
}
