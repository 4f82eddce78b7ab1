// Deleting and restoring records: nothing is lost by it, and everybody is told.

import AccountRecords
import CausalCore
import ReplicaStore

/// Deletes a record, or shows it again.
struct RecordRemoval {
    let kind: UInt16
    let text: String
    let reason: String

    /// Hides the record, on a terminal after asking.
    func delete(_ context: CommandContext, isAsked: Bool) throws {
        let kith = try context.open()
        if isAsked, context.isInteractive {
            let title = try kith.read { reader in
                let book = try context.book(reader)
                return book.title(of: try book.find(text, kinds: [kind]))
            }
            guard try Prompt.confirms("Delete \(title)?") else {
                throw CommandFailure(
                    .negative, "Nothing was deleted.", kept: "", remedy: "")
            }
        }
        let id = try context.write(kith) { editor, book in
            let entry = try book.find(text, kinds: [kind])
            guard entry.isAlive else { throw Self.failure("\(book.title(of: entry)) is deleted.") }
            try editor.delete(entry.id, reason: reason)
            return entry.id
        }
        try context.answerWritten([id], kith, verb: "Deleted")
        try context.note("Restore it with: kith \(word) restore \(id)")
    }

    /// Shows the record again.
    func restore(_ context: CommandContext) throws {
        let kith = try context.open()
        let id = try context.write(kith) { editor, book in
            let entry = try book.find(text, kinds: [kind])
            guard !entry.isAlive else { throw Self.failure("\(book.title(of: entry)) is there.") }
            try editor.restore(entry.id, reason: reason)
            return entry.id
        }
        try context.answerWritten([id], kith, verb: "Restored")
    }

    private var word: String { kind == KindNumber.account ? "account" : "contact" }

    private static func failure(_ happened: String) -> CommandFailure {
        CommandFailure(.negative, happened, remedy: "Nothing needs to be done.")
    }
}
