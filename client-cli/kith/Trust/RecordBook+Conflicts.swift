// Conflicts by what people type.

import AccountRecords
import CausalCore
import ReplicaStore

extension RecordBook {
    /// What people type for a conflict.
    func typed(conflict id: ConflictID) throws -> String {
        try conflictTexts()[id] ?? ShortID.text(of: id, letter: ShortID.conflictLetter)
    }

    /// The open conflicts on a record.
    func openConflicts(on record: RecordID) throws -> [ConflictID] {
        try reader.conflicts(.open, record: record).map(\.conflict.id)
    }

    /// The one conflict that a text means; with no text, the only one that is open.
    func conflict(_ text: String?) throws -> ConflictStory {
        guard let text else { return try onlyOpenConflict() }
        let id: ConflictID
        do {
            id = try reader.resolveConflict(text.trimmingSpaces)
        } catch let error as StoreError where error.code == .notFound {
            throw CommandFailure(
                .noSuchRecord, "No conflict here goes by \"\(text)\".",
                remedy: "See them with: kith conflicts")
        }
        guard let view = try reader.conflict(id) else {
            throw CommandFailure(
                .noSuchRecord, "No conflict here goes by \"\(text)\".",
                remedy: "See them with: kith conflicts")
        }
        return ConflictStory(view: view, book: self)
    }

    private func onlyOpenConflict() throws -> ConflictStory {
        let open = try reader.conflicts(.open)
        if open.isEmpty {
            throw CommandFailure(
                .negative, "There is no open conflict.", kept: "",
                remedy: "See old ones with: kith conflicts --all")
        }
        guard let only = open.first, open.count == 1 else {
            let ids = try open.prefix(6).map { try typed(conflict: $0.conflict.id) }
            throw CommandFailure(
                .usage, "There are \(open.count) open conflicts.",
                remedy: "Say which: \(ids.joined(separator: ", "))")
        }
        return ConflictStory(view: only, book: self)
    }
}
