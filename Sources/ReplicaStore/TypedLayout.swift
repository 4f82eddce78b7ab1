// The typed tables that the schema asks for: their columns, their statements, their search indexes.

import AccountRecords
import CausalCore

/// The typed table of one kind: `id`, `account_id`, and a column for each plain field.
///
/// Money has a second column for its currency. Sets and logs have tables of their own, named
/// `<table>_<field>`.
struct TypedTable: Sendable {
    let kind: KindDefinition
    let name: String
    /// The fields with columns, in the order of the columns.
    let plain: [FieldDefinition]
    /// The fields with tables of their own.
    let sides: [FieldDefinition]
    /// The fields whose words can be searched.
    let searched: [FieldDefinition]
    let insertSQL: String
    let updateSQL: String
    /// A row's number and words; nothing if it has none or is gone.
    let searchRowSQL: String
    /// One row only: before a statement that may write several, an index goes to the disk.
    let searchInsertSQL: String
    let searchDeleteSQL: String
    let searchSelectSQL: String
    /// The greatest row in the search index; everything up to it is in there, nothing behind it.
    let searchEndSQL: String
    /// Takes so many rows behind the end into the search index.
    let searchMoreSQL: String
    /// Whether rows with words are behind the end.
    let searchWaitsSQL: String
    /// How many columns the plain fields have together.
    let columnCount: Int
    /// For each field's number the first of its columns, -1 where it has none.
    private let columnPlaces: [Int16]

    init(_ kind: KindDefinition) {
        self.kind = kind
        name = "\"\(kind.table)\""
        plain = kind.fields.filter { !$0.hasElements }
        sides = kind.fields.filter(\.hasElements)
        searched = Self.searchedFields(kind.number).compactMap(kind.field(named:))
        let columns = plain.flatMap(Self.columns)
        columnCount = columns.count
        columnPlaces = Self.places(of: plain)
        let names = (columns.map { "\"\($0)\"" } + ["account_id", "id"]).joined(separator: ", ")
        let marks = [String](repeating: "?", count: columns.count + 2).joined(separator: ", ")
        insertSQL = "INSERT INTO \(name) (\(names)) VALUES (\(marks))"
        updateSQL = Self.updateSQL(name, columns)
        let words = searched.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let places = [String](repeating: "?", count: searched.count).joined(separator: ", ")
        let index = "\"\(kind.table)_search\""
        searchDeleteSQL =
            "INSERT INTO \(index) (\(index), rowid, \(words)) VALUES ('delete', ?, \(places))"
        searchSelectSQL =
            "SELECT row\(searched.isEmpty ? "" : ", ")\(words) FROM \(name) WHERE id = ?"
        searchEndSQL = "SELECT coalesce(max(id), 0) FROM \"\(kind.table)_search_docsize\""
        let present = searched.map { "\"\($0.name)\" IS NOT NULL" }.joined(separator: " OR ")
        searchRowSQL = "SELECT row, \(words) FROM \(name) WHERE row = ? AND (\(present))"
        searchInsertSQL = "INSERT INTO \(index) (rowid, \(words)) VALUES (?, \(places))"
        searchMoreSQL = """
            INSERT INTO \(index) (rowid, \(words)) SELECT row, \(words) FROM \(name) \
            WHERE row > ? AND (\(present)) ORDER BY row LIMIT ?
            """
        searchWaitsSQL = "SELECT 1 FROM \(name) WHERE row > ? AND (\(present)) LIMIT 1"
    }

    /// So many columns are named one by one in a change; with more, all are.
    static let namedColumnsMax = 2

    /// Changes the columns of some plain fields of the row of an id.
    func updateSQL(of fields: [FieldDefinition]) -> String {
        Self.updateSQL(name, fields.flatMap(Self.columns))
    }

    private static func updateSQL(_ name: String, _ columns: [String]) -> String {
        let settings = columns.map { "\"\($0)\" = ?" }.joined(separator: ", ")
        return "UPDATE \(name) SET \(settings) WHERE id = ?"
    }

    /// Whether people search in a field.
    func isSearched(_ field: UInt16) -> Bool { searched.contains { $0.number == field } }

    /// The first column of a plain field; nil for fields without columns.
    func columnPlace(_ field: UInt16) -> Int? {
        guard Int(field) < columnPlaces.count, columnPlaces[Int(field)] >= 0 else { return nil }
        return Int(columnPlaces[Int(field)])
    }

    private static func places(of plain: [FieldDefinition]) -> [Int16] {
        var places = [Int16](repeating: -1, count: Int(plain.map(\.number).max() ?? 0) + 1)
        var next: Int16 = 0
        for field in plain {
            places[Int(field.number)] = next
            next += field.type == .money ? 2 : 1
        }
        return places
    }

    /// The name of a set's or log's table.
    func side(_ field: FieldDefinition) -> String { "\"\(kind.table)_\(field.name)\"" }

    /// The columns of a plain field.
    static func columns(of field: FieldDefinition) -> [String] {
        field.type == .money ? [field.name, "\(field.name)_currency"] : [field.name]
    }

    /// What people search in, by kind.
    private static func searchedFields(_ kind: UInt16) -> [String] {
        switch kind {
        case KindNumber.account: ["handle", "name", "notes"]
        case KindNumber.contact: ["name", "title", "email"]
        case KindNumber.visit: ["summary", "body"]
        case KindNumber.commitment: ["text"]
        default: []
        }
    }
}

/// All typed tables of a schema.
struct TypedLayout: Sendable {
    let schema: Schema
    private let tables: [UInt16: TypedTable]

    init(_ schema: Schema) {
        self.schema = schema
        tables = schema.kinds.reduce(into: [:]) { $0[$1.number] = TypedTable($1) }
    }

    /// The tables of the schema of this program, made once.
    static let current = TypedLayout(.current)

    /// The table of a kind; nil for kinds of newer programs.
    func table(_ kind: UInt16) -> TypedTable? { tables[kind] }
}
