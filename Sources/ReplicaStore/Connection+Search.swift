// The search indexes: rows enter them in the order of their numbers, many at a time.

import AccountRecords
import CausalCore

/// What people search in, kept beside the typed rows.
///
/// > Invariant: all rows with words up to the greatest one in an index are in it as they are, and no
/// > row behind that. A new row is behind it; ``indexWords(rowsMax:)`` moves the end on.
extension Connection {
    /// Takes rows that wait into the indexes; returns whether all are in them now.
    func indexWords(rowsMax: Int) throws -> Bool {
        var isComplete = true
        for (table, end) in try unindexed() {
            try run(table.searchMoreSQL, [end.value, rowsMax.value])
            if db.changesCount >= rowsMax { isComplete = false }
        }
        return isComplete
    }

    /// Whether rows wait.
    func hasRowsToIndex() throws -> Bool { try !unindexed().isEmpty }

    /// The tables with rows behind the end of their index, and that end.
    private func unindexed() throws -> [(table: TypedTable, end: Int)] {
        try schema.kinds.compactMap { kind in
            guard let table = layout.table(kind.number), !table.searched.isEmpty else { return nil }
            return try endOfIndexed(table).map { (table, $0) }
        }
    }

    /// The end of an index that rows wait behind; nil if none do, whatever rows without words there
    /// are.
    private func endOfIndexed(_ table: TypedTable) throws -> Int? {
        let end = try number(table.searchEndSQL)
        return try row(table.searchWaitsSQL, [end.value]) == nil ? nil : end
    }

    /// Hands the name of an index over the rows that wait to a body; does nothing if none do.
    ///
    /// The index is made in memory and ends with the call, so that a copy may be searched that
    /// cannot be written now.
    func indexingWaiting(_ table: TypedTable, _ body: (_ index: String) throws -> Void) throws {
        guard let end = try endOfIndexed(table) else { return }
        try db.execute(sql: table.waitingIndexCreation)
        let outcome = Result {
            try run(table.waitingIndexFilling, [end.value])
            try body(table.waitingIndex)
        }
        try db.execute(sql: "DROP TABLE temp.\(table.waitingIndex)")
        try outcome.get()
    }

    /// Adds the words of a row that is not behind the end of the index.
    func addToSearch(_ row: Int64, _ values: [UnitKey: [UInt8]], _ table: TypedTable) throws {
        let words = table.searched.map { field in
            Self.columns(of: values[UnitKey(field: field.number)] ?? [], field: field)[0]
        }
        guard words.contains(where: { !$0.isNull }) else { return }
        try run(table.searchInsertSQL, [row.value] + words)
    }

    /// Takes a row out of the index, which needs the very words that went in; gives its number, nil
    /// if it is still behind the end.
    func removeFromSearch(_ record: RecordID, _ table: TypedTable) throws -> Int64? {
        guard !table.searched.isEmpty,
            let row = try row(table.searchSelectSQL, [record.value]), let place = row.integer(0),
            place <= Int64(try number(table.searchEndSQL))
        else { return nil }
        let values = row.columns
        if values.dropFirst().contains(where: { !$0.isNull }) {
            try run(table.searchDeleteSQL, values)
        }
        return place
    }
}
