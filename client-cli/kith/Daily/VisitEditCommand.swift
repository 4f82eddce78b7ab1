// kith visit edit: changes a note in an editor; the edit begins from what was shown.

import AccountRecords
import ArgumentParser
import CausalCore
import Kith
import ReplicaStore
import VisitNote

struct VisitEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change the note of a visit in an editor.",
        discussion: "The text of a note that is done is fixed; add to it with: kith visit amend")

    @Argument(help: "Short id, such as v-7k3q.")
    var visit: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        try VisitEditor(context: context, kith: kith, visit: visit).edit(finishing: false)
    }
}

/// Changes a visit that exists, in an editor.
struct VisitEditor {
    let context: CommandContext
    let kith: Kith
    let visit: String

    /// Opens the note, and saves what was changed in it.
    ///
    /// - Parameter finishing: whether the visit is done afterwards.
    func edit(finishing: Bool) throws {
        let (id, name) = try kith.read { reader in
            let book = try context.book(reader)
            let entry = try book.find(visit, kinds: [KindNumber.visit])
            return (entry.id, try book.typed(entry))
        }
        let draft = NoteDraft(folder: kith.profile.folder, name: name)
        let (shown, start) = try draft.begin { try opened(id) }
        let text = try context.edited(start, in: draft)
        let token = VisitText.token(in: shown)
        let note = VisitNote(markdown: text, keys: NoteFields.keys)
        let before = VisitNote(markdown: shown, keys: NoteFields.keys)
        let command = "kith visit \(finishing ? "finish" : "edit") \(name)"
        let rescue = NoteRescue(text: text, draft: draft, isEdited: true, command: command)
        let ids = try rescue.keepingText(of: note) {
            try save(note, before: before, id: id, token: token, finishing: finishing)
        }
        draft.discard()
        try context.answerWritten(ids, kith, verb: "Saved")
    }

    /// The note as it is, with a token of what is shown.
    private func opened(_ id: RecordID) throws -> String {
        let (_, token) = try kith.store.openEdit(id)
        return try kith.read { reader in
            let book = try context.book(reader)
            guard let entry = try book.entry(id) else { return "" }
            return try VisitText(book: book).present(entry, token: token)
        }
    }

    /// Writes what differs from the record, and new promises.
    func save(
        _ note: VisitNote, before: VisitNote, id: RecordID, token: EditToken?, finishing: Bool
    ) throws -> [RecordID] {
        try context.write(kith) { editor, book in
            guard let entry = try book.entry(id), let account = try book.entry(entry.account) else {
                throw StoreError(
                    .notFound, "The visit is not on this laptop any more.",
                    remedy: "Its account may have gone to somebody else.")
            }
            let writer = VisitWriter(book: book, account: account)
            let input = FieldInput(
                book: book, definition: entry.definition, account: entry.account, current: entry)
            var changes = try differing(note, before, writer: writer, input: input)
            if finishing { changes.set("status", .choice("done")) }
            if !changes.isEmpty { try editor.set(id, changes, token: token) }
            return [id] + (try writer.createPromises(note, visit: id, editor: &editor))
        }
    }

    /// The fields whose text is another than was shown; a key without a value clears.
    private func differing(
        _ note: VisitNote, _ present: VisitNote, writer: VisitWriter, input: FieldInput
    ) throws -> RecordChanges {
        var kept = note
        kept.entries = note.entries.filter { present[$0.key] != $0.value }
        if note.summary == present.summary { kept.summary = "" }
        if note.body == present.body { kept.body = "" }
        var changes = try writer.changes(of: kept, input: input)
        for line in NoteFields.all where note[line.key] == nil && present[line.key] != nil {
            try input.apply(FieldAssignment(name: line.field, text: ""), to: &changes)
        }
        if note.summary.isEmpty, !present.summary.isEmpty { changes.clear("summary") }
        if note.body.isEmpty, !present.body.isEmpty { changes.clear("body") }
        return changes
    }
}
