// Short ids that are unique on this device, and what a short id can mean.

import AccountRecords
import CausalCore

extension ReplicaReader {
    /// The shortest short id of each record of a kind that no other of the kind begins with.
    ///
    /// One pass over the ids of the kind; ask once for a list.
    ///
    /// - Throws: ``StoreError`` with code `invalidValue`, for an unknown kind.
    public func shortIDs(kind: String) throws -> ShortIDs {
        guard let definition = connection.schema.kind(named: kind),
            let table = connection.layout.table(definition.number)
        else {
            throw StoreError(
                .invalidValue, "There is no kind of record called \(kind).",
                remedy: "Use one that the schema has.")
        }
        return try shortIDs(in: table.name, letter: definition.letter)
    }

    /// The short id of each conflict; unique among all that are known here.
    public func conflictShortIDs() throws -> ShortIDs {
        try shortIDs(in: "conflict", letter: ShortID.conflictLetter)
    }

    /// The short id of each op that was written here; unique among them.
    public func opShortIDs() throws -> ShortIDs {
        try shortIDs(in: "op", letter: ShortID.opLetter)
    }

    /// The records that a short id can mean: those that show and whose ids begin with it.
    public func records(matching short: ShortID) throws -> [RecordID] {
        try connection.schema.kinds.filter { $0.letter == short.letter }
            .compactMap { connection.layout.table($0.number) }
            .flatMap { try ids(matching: short, in: $0.name) }
    }

    /// The ids in a table that begin with a short id, sorted.
    func ids<Subject>(
        matching short: ShortID, in table: String
    ) throws -> [Identifier<Subject>] {
        var found: [RecordID] = []
        try connection.forEachID("SELECT id FROM \(table) ORDER BY id") { id in
            if short.matches(id) { found.append(id) }
        }
        return found.map { $0.cast() }
    }

    private func shortIDs(in table: String, letter: Character) throws -> ShortIDs {
        var lowHalves: [UInt64] = []
        try connection.forEachID("SELECT id FROM \(table)") { lowHalves.append($0.low) }
        return ShortIDs(letter: letter, lowHalves: lowHalves)
    }
}
