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
    let searchInsertSQL: String
    let searchDeleteSQL: String
    let searchSelectSQL: String

    init(_ kind: KindDefinition) {
        self.kind = kind
        name = "\"\(kind.table)\""
        plain = kind.fields.filter { !$0.hasElements }
        sides = kind.fields.filter(\.hasElements)
        searched = (Self.searchedFields[kind.number] ?? []).compactMap(kind.field(named:))
        let columns = plain.flatMap(Self.columns)
        let names = (columns.map { "\"\($0)\"" } + ["account_id", "id"]).joined(separator: ", ")
        let marks = [String](repeating: "?", count: columns.count + 2).joined(separator: ", ")
        insertSQL = "INSERT INTO \(name) (\(names)) VALUES (\(marks))"
        let settings = (columns.map { "\"\($0)\" = ?" } + ["account_id = ?"])
        updateSQL = "UPDATE \(name) SET \(settings.joined(separator: ", ")) WHERE id = ?"
        let words = searched.map { "\"\($0.name)\"" }.joined(separator: ", ")
        let places = [String](repeating: "?", count: searched.count).joined(separator: ", ")
        let index = "\"\(kind.table)_search\""
        searchInsertSQL = "INSERT INTO \(index) (rowid, \(words)) VALUES (?, \(places))"
        searchDeleteSQL =
            "INSERT INTO \(index) (\(index), rowid, \(words)) VALUES ('delete', ?, \(places))"
        searchSelectSQL =
            "SELECT row\(searched.isEmpty ? "" : ", ")\(words) FROM \(name) WHERE id = ?"
    }

    /// The name of a set's or log's table.
    func side(_ field: FieldDefinition) -> String { "\"\(kind.table)_\(field.name)\"" }

    /// The columns of a plain field.
    static func columns(of field: FieldDefinition) -> [String] {
        field.type == .money ? [field.name, "\(field.name)_currency"] : [field.name]
    }

    /// What people search in, by kind.
    private static let searchedFields: [UInt16: [String]] = [
        KindNumber.account: ["handle", "name", "notes"],
        KindNumber.contact: ["name", "title", "email"],
        KindNumber.visit: ["summary", "body"],
        KindNumber.commitment: ["text"],
    ]
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
