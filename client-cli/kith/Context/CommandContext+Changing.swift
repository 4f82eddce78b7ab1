// What commands that change a record have in common.

import CausalCore
import Kith
import ReplicaStore
import Terminal

extension CommandContext {
    /// Changes fields of the record that is found, in one transaction, and shows it.
    func change(fields: [String], find: (RecordBook) throws -> Entry) throws {
        let kith = try open()
        let assignments = try FieldAssignment.all(fields)
        let id = try write(kith) { editor, book in
            let entry = try find(book)
            let input = FieldInput(
                book: book, definition: entry.definition, account: entry.account, current: entry)
            let changes = try input.changes(assignments)
            if !changes.isEmpty { try editor.set(entry.id, changes) }
            return entry.id
        }
        try answerWritten([id], kith, verb: "Saved")
    }

    /// Says what was written: the ids on stdout for programs, a line for people.
    func answerWritten(_ ids: [RecordID], _ kith: Kith, verb: String) throws {
        try kith.read { reader in
            let book = try book(reader)
            let entries = try ids.compactMap(book.entry)
            try answer(
                "saved", json: { [("records", .array(try entries.map(book.json)))] },
                plain: {
                    try entries.map { try book.typed($0) + "\t\($0.id)\n" }.joined()
                },
                people: {
                    try entries.map { entry in
                        let title = SafeText.line(book.title(of: entry))
                        return "\(verb) \(palette(.strong, try book.typed(entry)))  "
                            + DisplayWidth.fitted(title, columns: max(30, (width ?? 100) - 24))
                            + "\n"
                    }.joined()
                })
        }
    }
}
