// kith visit finish: a planned visit has taken place.

import AccountRecords
import ArgumentParser
import ReplicaStore
import VisitNote

struct VisitFinishCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finish", abstract: "Say that a planned visit has taken place.",
        discussion: "With a text it is saved at once; without, the note opens in an editor.")

    @Argument(help: "Short id, such as v-7k3q.")
    var visit: String
    @Argument(help: "What happened.")
    var text: [String] = []
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        if text.isEmpty, !options.noInput {
            return try VisitEditor(context: context, kith: kith, visit: visit).edit(finishing: true)
        }
        let note = VisitNote(markdown: text.joined(separator: " "), keys: NoteFields.keys)
        let ids = try context.write(kith) { editor, book in
            let entry = try book.find(visit, kinds: [KindNumber.visit])
            let account = try book.account(entry.account.description)
            let writer = VisitWriter(book: book, account: account)
            let input = FieldInput(
                book: book, definition: entry.definition, account: entry.account, current: entry)
            var changes = try writer.changes(of: note, input: input)
            changes.set("status", .choice("done"))
            try editor.set(entry.id, changes)
            return [entry.id] + (try writer.createPromises(note, visit: entry.id, editor: &editor))
        }
        try context.answerWritten(ids, kith, verb: "Finished")
    }
}
