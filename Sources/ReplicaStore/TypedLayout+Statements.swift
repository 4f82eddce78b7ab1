// The statements that make the typed tables, and add to them what a newer schema brings.

import AccountRecords

extension TypedTable {
    /// Statements that make the tables and indexes where they are missing.
    var creationStatements: [String] {
        var columns = ["row INTEGER PRIMARY KEY", "id BLOB NOT NULL UNIQUE"]
        columns.append("account_id BLOB NOT NULL")
        columns += columnDefinitions.map { "\"\($0.name)\" \($0.type)" }
        var statements = [
            "CREATE TABLE IF NOT EXISTS \(name) (\(columns.joined(separator: ", ")))"
        ]
        statements += sides.flatMap(sideStatements)
        statements += indexStatements
        if !searched.isEmpty {
            statements.append(
                """
                CREATE VIRTUAL TABLE IF NOT EXISTS "\(kind.table)_search" USING fts5(\
                \(searchedColumns), content=\(name), content_rowid='row', \(Self.tokenizer))
                """)
            statements += searchSettings.map { name, value in
                """
                INSERT INTO "\(kind.table)_search" ("\(kind.table)_search", rank) \
                VALUES ('\(name)', \(value))
                """
            }
        }
        return statements
    }

    /// How FTS5 files words: what one transaction adds is sorted in memory as a whole; pieces on the disk
    /// are merged sixteen at a time instead of four, and always little by little: sixteen pieces of a
    /// first pull at once would hold up somebody who saves a note.
    private var searchSettings: [(name: String, value: Int)] {
        [("hashsize", 16_777_216), ("automerge", 16), ("crisismerge", 1_000)]
    }

    /// The name of the index over the rows behind the end, which lives as long as one search.
    var waitingIndex: String { "\"waiting_\(kind.table)\"" }

    /// Makes that index, in memory.
    var waitingIndexCreation: String {
        "CREATE VIRTUAL TABLE temp.\(waitingIndex) USING fts5(\(searchedColumns), \(Self.tokenizer))"
    }

    /// Takes all rows behind the end into that index.
    var waitingIndexFilling: String {
        """
        INSERT INTO temp.\(waitingIndex) (rowid, \(searchedColumns)) \
        SELECT row, \(searchedColumns) FROM \(name) WHERE row > ?
        """
    }

    private var searchedColumns: String {
        searched.map { "\"\($0.name)\"" }.joined(separator: ", ")
    }

    private static let tokenizer = "tokenize='unicode61 remove_diacritics 2'"

    /// The columns of the plain fields, with SQLite's types.
    var columnDefinitions: [(name: String, type: String)] {
        plain.flatMap { field -> [(name: String, type: String)] in
            if field.type == .money {
                return [(field.name, "INTEGER"), ("\(field.name)_currency", "TEXT")]
            }
            return [(field.name, Self.columnType(field.type))]
        }
    }

    private static func columnType(_ type: FieldType) -> String {
        switch type {
        case .integer, .boolean, .instant, .money: "INTEGER"
        case .reference, .user: "BLOB"
        case .text, .longText, .handle, .date, .choice, .address, .card: "TEXT"
        }
    }

    private func sideStatements(_ field: FieldDefinition) -> [String] {
        let columns =
            field.policy == .log
            ? "record BLOB NOT NULL, entry BLOB NOT NULL, text TEXT NOT NULL, "
                + "PRIMARY KEY (record, entry)"
            : "record BLOB NOT NULL, element TEXT NOT NULL, PRIMARY KEY (record, element)"
        return ["CREATE TABLE IF NOT EXISTS \(side(field)) (\(columns)) WITHOUT ROWID"]
    }

    private var indexStatements: [String] {
        let lists: [String: [String]] = [
            "account": ["handle"],
            "visit": ["account_id, status, starts_at", "starts_at", "status, starts_at"],
            "commitment": ["account_id", "status, due"],
        ]
        return (lists[kind.table] ?? ["account_id"]).enumerated().map { place, columns in
            """
            CREATE INDEX IF NOT EXISTS "\(kind.table)_list\(place)" ON \(name) (\(columns))
            """
        }
    }
}
