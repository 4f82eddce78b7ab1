// The search indexes: rows enter them in the order of their numbers, many at a time.

import AccountRecords
import CausalCore

/// What people search in, kept beside the typed rows.
///
/// > Invariant: all rows with words up to the greatest one in an index are in it as they are, and no
/// > row behind that, when a transaction ends. A new row is behind it; ``indexWords(rowsMax:)`` moves
/// > the end on.
extension Connection {
    /// Takes rows that wait into the indexes; returns whether all are in them now.
    func indexWords(rowsMax: Int) throws -> Bool {
        try indexChangedWords()
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

    /// Notes that the words of a row are about to change, if the index has them.
    func wordsChange(of record: RecordID, in table: TypedTable) throws {
        guard let row = try indexed(record, table), let place = row.integer(0) else { return }
        wordChanges.note(row.columns, of: place, in: table.kind.number)
        if wordChanges.count >= WordChanges.countMax { try indexChangedWords() }
    }

    /// Takes the words of a row that is about to go out of the index, if it has them.
    ///
    /// At once, because the row's number may be given anew.
    func wordsGo(of record: RecordID, in table: TypedTable) throws {
        guard let row = try indexed(record, table), let place = row.integer(0) else { return }
        let words = wordChanges.take(place, of: table.kind.number) ?? row.columns
        if words.hasWords { try run(table.searchDeleteSQL, words) }
    }

    /// The number and the words of a record's row; nil for one that is behind the end.
    private func indexed(_ record: RecordID, _ table: TypedTable) throws -> SQLRow? {
        guard !table.searched.isEmpty,
            let row = try row(table.searchSelectSQL, [record.value]), let place = row.integer(0),
            place <= Int64(try number(table.searchEndSQL))
        else { return nil }
        return row
    }

    /// Brings the rows that were noted into the indexes as they are now, in the order of their
    /// numbers.
    ///
    /// An index begins a new piece on the disk for each row that comes before the last one, and
    /// merging those pieces costs far more than the words.
    func indexChangedWords() throws {
        guard wordChanges.count > 0 else { return }
        for kind in schema.kinds {
            guard let table = layout.table(kind.number) else { continue }
            for (number, before) in wordChanges.take(kind.number) {
                if before.hasWords { try run(table.searchDeleteSQL, before) }
                guard let now = try row(table.searchRowSQL, [number.value]) else { continue }
                try run(table.searchInsertSQL, now.columns)
            }
        }
    }
}

/// Rows whose words one transaction has changed, with the words that the index has of them.
///
/// A reference, because what changes rows and what ends the transaction share it.
final class WordChanges {
    /// So many are kept until the indexes follow.
    static let countMax = 4_096

    private var rows: [UInt16: [Int64: [SQLValue]]] = [:]
    private(set) var count = 0

    /// Keeps a row's number and words as the index has them; what was noted first is right.
    func note(_ columns: [SQLValue], of row: Int64, in kind: UInt16) {
        guard rows[kind]?[row] == nil else { return }
        rows[kind, default: [:]][row] = columns
        count += 1
    }

    /// Takes what was noted of one row; nil if nothing was.
    func take(_ row: Int64, of kind: UInt16) -> [SQLValue]? {
        guard let taken = rows[kind]?.removeValue(forKey: row) else { return nil }
        count -= 1
        return taken
    }

    /// Takes what was noted of a kind, in the order of the rows.
    func take(_ kind: UInt16) -> [(number: Int64, before: [SQLValue])] {
        let taken = rows.removeValue(forKey: kind) ?? [:]
        count -= taken.count
        return taken.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}

extension [SQLValue] {
    /// Whether a row's number is followed by any words.
    fileprivate var hasWords: Bool { dropFirst().contains { !$0.isNull } }
}
