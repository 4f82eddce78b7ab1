// kith account edit: all fields of an account in an editor.

import ArgumentParser
import CausalCore
import Kith
import ReplicaStore

struct AccountEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change an account in an editor.")

    @Argument(help: "Handle, short id or name.", completion: .accounts)
    var account: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let (id, handle) = try kith.read { reader in
            let book = try context.book(reader)
            let entry = try book.account(account)
            return (entry.id, try book.typed(entry))
        }
        let draft = NoteDraft(folder: kith.profile.folder, name: "account-" + handle)
        let (shown, start) = try draft.begin { try opened(id, context, kith) }
        let text = try context.edited(start, in: draft)
        do {
            try save(text, from: shown, id, context, kith)
        } catch let failure as CommandFailure where failure.status == .badData {
            throw CommandFailure(
                .badData, failure.explanation.happened,
                kept: "Your text is kept in \(draft.path)",
                remedy: "\(failure.explanation.remedy) Then run: kith account edit \(handle)")
        }
        draft.discard()
        try context.answerWritten([id], kith, verb: "Saved")
    }

    private func opened(
        _ id: RecordID, _ context: CommandContext, _ kith: Kith
    ) throws -> String {
        let (_, token) = try kith.store.openEdit(id)
        return try kith.read { reader in
            let book = try context.book(reader)
            guard let entry = try book.entry(id) else { return "" }
            return try RecordForm(entry, token: token)
                .text(entry.definition, title: book.title(of: entry))
        }
    }

    /// Writes what the person changed of what was shown to them.
    private func save(
        _ text: String, from start: String, _ id: RecordID, _ context: CommandContext, _ kith: Kith
    ) throws {
        try context.write(kith) { editor, book in
            guard let entry = try book.entry(id) else { return }
            let shown = try RecordForm(text: start, definition: entry.definition)
            let wanted = try RecordForm(text: text, definition: entry.definition)
            let input = FieldInput(
                book: book, definition: entry.definition, account: entry.account, current: entry)
            let changes = try input.changes(shown.assignments(to: wanted))
            if changes.isEmpty { return }
            try editor.set(id, changes, token: wanted.token ?? shown.token)
        }
    }
}
