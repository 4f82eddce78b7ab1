// Search: the words of all records that show here, indexed or not.

import AccountRecords
import CausalCore
import Foundation

/// A record that holds the words that were searched for.
public struct SearchHit: Hashable, Sendable {
    /// The record.
    public var record: RecordID
    /// The name of its kind.
    public var kind: String
    /// The account that it belongs to.
    public var account: RecordID
    /// A few words around the place, the words that were found between `[` and `]`.
    public var excerpt: String
}

extension ReplicaReader {
    /// Records in which all the words begin words of their text, best first.
    ///
    /// Nothing is written. Rows that are not in the indexes yet are looked through all the same, at
    /// the cost of an index over them in memory; see ``ReplicaStore/indexWordsIfFree()``.
    public func search(
        _ text: String, account: RecordID? = nil, kinds: [String]? = nil, limit: Int = 50
    ) throws -> [SearchHit] {
        let words = text.split { $0.isWhitespace }.map { word in
            "\"\(word.replacingOccurrences(of: "\"", with: "\"\""))\"*"
        }
        guard !words.isEmpty else { return [] }
        // Only inside a write is there anything to do.
        try connection.indexChangedWords()
        let values =
            [words.joined(separator: " ").value] + (account.map { [$0.value] } ?? [])
            + [limit.value]
        var hits: [(rank: Double, hit: SearchHit)] = []
        for kind in connection.schema.kinds where kinds?.contains(kind.name) ?? true {
            guard let table = connection.layout.table(kind.number), !table.searched.isEmpty else {
                continue
            }
            let find = { (index: String) in
                let sql = Self.searchSQL(index, table, isOneAccount: account != nil)
                hits += try connection.rows(sql, values).map { try Self.hit($0, kind) }
            }
            try find("\"\(kind.table)_search\"")
            try connection.indexingWaiting(table, find)
        }
        return hits.sorted { $0.rank < $1.rank }.prefix(Swift.max(0, limit)).map(\.hit)
    }

    private static func searchSQL(
        _ index: String, _ table: TypedTable, isOneAccount: Bool
    ) -> String {
        """
        SELECT t.id, t.account_id, snippet(\(index), -1, '[', ']', '…', 12), rank \
        FROM \(index) JOIN \(table.name) t ON t.row = \(index).rowid \
        WHERE \(index) MATCH ? \(isOneAccount ? "AND t.account_id = ?" : "") \
        ORDER BY rank, t.id LIMIT ?
        """
    }

    private static func hit(
        _ row: SQLRow, _ kind: KindDefinition
    ) throws -> (rank: Double, hit: SearchHit) {
        let hit = SearchHit(
            record: try row.requiredID(0), kind: kind.name, account: try row.requiredID(1),
            excerpt: row.text(2) ?? "")
        return (row.real(3), hit)
    }
}
