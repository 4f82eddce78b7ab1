// Lists of records, and finding a record by what people type.

import AccountRecords
import CausalCore

/// A condition on one plain field.
public struct FieldCondition: Hashable, Sendable {
    /// How a field is compared with the value.
    public enum Comparison: String, Hashable, Sendable, CaseIterable {
        /// It is the value.
        case equal = "="
        /// It holds another value; not true of a field that holds nothing.
        case different = "<>"
        /// It comes before the value.
        case below = "<"
        /// It comes before the value or is it.
        case atMost = "<="
        /// It comes after the value or is it.
        case atLeast = ">="
        /// It comes after the value.
        case above = ">"
    }

    /// The field's name.
    public var field: String
    /// How it is compared.
    public var comparison: Comparison
    /// What it is compared with.
    public var value: FieldValue

    /// Makes a condition.
    public init(_ field: String, _ comparison: Comparison, _ value: FieldValue) {
        self.field = field
        self.comparison = comparison
        self.value = value
    }
}

/// Which records of one kind, in which order; only those that show.
public struct RecordQuery: Hashable, Sendable {
    /// The name of the kind.
    public var kind: String
    /// The account that they belong to; nil for all.
    public var account: RecordID?
    /// What must hold of their fields, all at once.
    public var conditions: [FieldCondition]
    /// The field that orders them; nil for the order in which they came here.
    public var order: String?
    /// Whether the order is reversed.
    public var isDescending: Bool
    /// The most records to return; nil for all.
    public var limit: Int?

    /// Makes a query.
    public init(
        _ kind: String, account: RecordID? = nil, where conditions: [FieldCondition] = [],
        order: String? = nil, descending isDescending: Bool = false, limit: Int? = nil
    ) {
        self.kind = kind
        self.account = account
        self.conditions = conditions
        self.order = order
        self.isDescending = isDescending
        self.limit = limit
    }
}

/// The plain fields of a record: quick to list.
///
/// Sets, logs and who wrote what are in ``RecordView``.
public struct RecordRow: Hashable, Sendable {
    /// The record.
    public var id: RecordID
    /// The account that it belongs to.
    public var account: RecordID
    /// The fields that hold something.
    public var fields: [String: FieldValue]
}

extension ReplicaReader {
    /// The plain fields of the records that a query names.
    ///
    /// - Throws: ``StoreError`` with code `invalidValue`, for an unknown kind or field.
    public func rows(_ query: RecordQuery) throws -> [RecordRow] {
        let table = try table(query.kind)
        let names = table.plain.flatMap(TypedTable.columns).map { "\"\($0)\"" }
        let (tail, values) = try tail(query, table)
        let sql = "SELECT id, account_id, \(names.joined(separator: ", ")) \(tail)"
        return try connection.rows(sql, values).map { row in
            RecordRow(
                id: try row.requiredID(0), account: try row.requiredID(1),
                fields: Self.fields(row, table))
        }
    }

    /// The records that a query names, with sets, logs and who wrote what.
    public func records(_ query: RecordQuery) throws -> [RecordView] {
        let table = try table(query.kind)
        let (tail, values) = try tail(query, table)
        return try connection.rows("SELECT id \(tail)", values).compactMap { row in
            try connection.view(of: row.requiredID(0))
        }
    }

    /// How many records a query names; its limit is left aside.
    public func count(_ query: RecordQuery) throws -> Int {
        var query = query
        (query.limit, query.order) = (nil, nil)
        let (tail, values) = try tail(query, try table(query.kind))
        return try connection.number("SELECT count(*) \(tail)", values)
    }

    // MARK: Finding one record

    /// The record that somebody means: a handle for accounts, a short id, its beginning, or a full id.
    ///
    /// - Parameter kind: the kind that is meant; nil for any.
    /// - Throws: ``StoreError`` with code `notFound` or `ambiguous`.
    public func resolve(_ text: String, kind: String? = nil) throws -> RecordID {
        let meant =
            try kind.map { [try table($0)] }
            ?? connection.schema.kinds.compactMap { connection.layout.table($0.number) }
        if meant.contains(where: { $0.kind.number == KindNumber.account }) {
            let row = try connection.row(
                "SELECT id FROM account WHERE handle = ?", [text.lowercased().value])
            if let row { return try row.requiredID(0) }
        }
        if let id = RecordID(text), let view = try connection.view(of: id),
            meant.contains(where: { $0.kind.number == view.kind })
        {
            return id
        }
        guard let short = ShortID(text) else { throw StoreError.notFound("record called \(text)") }
        var found: [RecordID] = []
        for table in meant where table.kind.letter == short.letter {
            found += try ids(matching: short, in: table.name)
        }
        return try only(found, text)
    }

    /// The conflict that somebody means: a short id, its beginning, or a full id.
    public func resolveConflict(_ text: String) throws -> ConflictID {
        if let id = ConflictID(text), try conflict(id) != nil { return id }
        guard let short = ShortID(text), short.letter == ShortID.conflictLetter else {
            throw StoreError.notFound("conflict called \(text)")
        }
        return try only(ids(matching: short, in: "conflict"), text)
    }

    /// The op that was written here and that somebody means: a short id, its beginning, or a full id.
    public func resolveOp(_ text: String) throws -> OpID {
        if let id = OpID(text), try connection.isOwn(id) { return id }
        guard let short = ShortID(text), short.letter == ShortID.opLetter else {
            throw StoreError.notFound("edit called \(text)")
        }
        return try only(ids(matching: short, in: "op"), text)
    }

    private func only<Subject>(
        _ found: [Identifier<Subject>], _ text: String
    ) throws -> Identifier<Subject> {
        guard let first = found.first else { throw StoreError.notFound("record called \(text)") }
        guard found.count == 1 else {
            let longer = found.prefix(5).map { ShortID.characters(of: $0).prefix(8) }
            throw StoreError(
                .ambiguous, "\(found.count) records begin with \(text).",
                remedy: "Give more characters; they go on: \(longer.joined(separator: ", ")).")
        }
        return first
    }

    // MARK: Statements

    private func table(_ kind: String) throws -> TypedTable {
        guard let definition = connection.schema.kind(named: kind),
            let table = connection.layout.table(definition.number)
        else {
            throw StoreError(
                .invalidValue, "There is no kind of record called \(kind).",
                remedy: "Use one that the schema has.")
        }
        return table
    }

    private func column(_ name: String, _ table: TypedTable) throws -> String {
        guard table.plain.contains(where: { $0.name == name }) else {
            throw StoreError(
                .invalidValue, "\(table.kind.title) has no plain field \(name).",
                remedy: "Use one that the schema has.")
        }
        return "\"\(name)\""
    }

    private func tail(
        _ query: RecordQuery, _ table: TypedTable
    ) throws -> (sql: String, values: [SQLValue]) {
        var conditions: [String] = []
        var values: [SQLValue] = []
        if let account = query.account {
            conditions.append("account_id = ?")
            values.append(account.value)
        }
        for condition in query.conditions {
            let column = try column(condition.field, table)
            conditions.append("\(column) \(condition.comparison.rawValue) ?")
            values.append(condition.value.column)
        }
        var sql = "FROM \(table.name)"
        if !conditions.isEmpty { sql += " WHERE " + conditions.joined(separator: " AND ") }
        let direction = query.isDescending ? " DESC" : ""
        sql += " ORDER BY "
        sql += try query.order.map { try column($0, table) + direction + ", " } ?? ""
        sql += "row\(direction)"
        if let limit = query.limit {
            sql += " LIMIT ?"
            values.append(Swift.max(0, limit).value)
        }
        return (sql, values)
    }

    private static func fields(_ row: SQLRow, _ table: TypedTable) -> [String: FieldValue] {
        var fields: [String: FieldValue] = [:]
        var index = 2
        for field in table.plain {
            let isMoney = field.type == .money
            let column = row.columns[index]
            let second = isMoney ? row.columns[index + 1] : .null
            index += isMoney ? 2 : 1
            fields[field.name] = FieldValue(column: column, second: second, type: field.type)
        }
        return fields
    }
}
