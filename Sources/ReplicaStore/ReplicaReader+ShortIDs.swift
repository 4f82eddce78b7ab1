// Short ids that are unique on this device, and what a short id can mean.

import AccountRecords
import CausalCore

extension ReplicaReader {
    /// The shortest short id of each record of a kind that no other of the kind begins with, of at
    /// least ``ShortID/charactersDefault`` characters.
    ///
    /// One pass over the ids of the kind; ask once for a list.
    ///
    /// - Throws: ``StoreError`` with code `invalidValue`, for an unknown kind.
    public func shortIDs(kind: String) throws -> [RecordID: String] {
        guard let definition = connection.schema.kind(named: kind),
            let table = connection.layout.table(definition.number)
        else {
            throw StoreError(
                .invalidValue, "There is no kind of record called \(kind).",
                remedy: "Use one that the schema has.")
        }
        return try uniqueTexts(in: table.name, letter: definition.letter)
    }

    /// The short id of each conflict; unique among all that are known here.
    public func conflictShortIDs() throws -> [ConflictID: String] {
        try uniqueTexts(in: "conflict", letter: ShortID.conflictLetter)
    }

    /// The short id of each op that was written here; unique among them.
    public func opShortIDs() throws -> [OpID: String] {
        try uniqueTexts(in: "op", letter: ShortID.opLetter)
    }

    /// The records that a short id can mean: those that show and whose ids begin with it.
    public func records(matching short: ShortID) throws -> [RecordID] {
        var found: [RecordID] = []
        for kind in connection.schema.kinds where kind.letter == short.letter {
            guard let table = connection.layout.table(kind.number) else { continue }
            try connection.forEach("SELECT id FROM \(table.name) ORDER BY id") { row in
                let id: RecordID = try row.requiredID(0)
                if short.matches(id) { found.append(id) }
            }
        }
        return found
    }

    private func uniqueTexts<Subject>(
        in table: String, letter: Character
    ) throws -> [Identifier<Subject>: String] {
        var sorted: [(characters: String, id: Identifier<Subject>)] = []
        try connection.forEach("SELECT id FROM \(table)") { row in
            let id: Identifier<Subject> = try row.requiredID(0)
            sorted.append((ShortID.characters(of: id), id))
        }
        sorted.sort { $0.characters < $1.characters }
        var texts: [Identifier<Subject>: String] = [:]
        texts.reserveCapacity(sorted.count)
        for (index, entry) in sorted.enumerated() {
            let before = index > 0 ? sorted[index - 1].characters : ""
            let after = index + 1 < sorted.count ? sorted[index + 1].characters : ""
            let shared = max(
                Self.shared(entry.characters, before), Self.shared(entry.characters, after))
            texts[entry.id] = ShortID.text(
                of: entry.id, letter: letter,
                characters: max(ShortID.charactersDefault, shared + 1))
        }
        return texts
    }

    /// How many characters two texts have in common at their beginning.
    private static func shared(_ first: String, _ second: String) -> Int {
        zip(first.utf8, second.utf8).prefix { $0 == $1 }.count
    }
}
