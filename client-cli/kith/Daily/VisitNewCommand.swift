// kith visit ACCOUNT [TEXT]: a note in ten seconds, or in an editor.

import AccountRecords
import ArgumentParser
import CausalCore
import Glibc
import Kith
import ReplicaStore
import Terminal
import VisitNote

struct VisitNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Note a visit or call (what kith visit ACCOUNT does).")

    @Argument(help: "Handle, short id or name.", completion: .accounts)
    var account: String
    @Argument(help: "What happened; otherwise read from a pipe or written in an editor.")
    var text: [String] = []
    @Option(name: .shortAndLong, help: "A file with the note; - for stdin.")
    var file: String?
    @Option(help: "When: 2026-11-24 10:30, yesterday, 14:15; otherwise now.")
    var on: String?
    @Option(help: "in_person, call, video, letter, email or event.")
    var channel: String?
    @Option(help: "courtesy, service, problem, review, sales, insight, delivery or other.")
    var purpose: String?
    @Option(help: "How long it took.")
    var minutes: Int?
    @Option(help: "Their people, separated by commas: names or ids.")
    var with: String?
    @Flag(help: "It is planned, and has not happened yet.")
    var planned = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let (handle, start) = try kith.read { reader in
            let book = try context.book(reader)
            let account = try book.account(account)
            return (
                try book.typed(account),
                try VisitText(book: book).empty(
                    account: account, values: values(book), text: "")
            )
        }
        let draft = NoteDraft(folder: kith.profile.folder, name: handle)
        if let given = try givenText() {
            return try save(given, handle, context, kith, draft: draft, isEdited: false)
        }
        let old = try draft.text()
        if old != nil { try context.note("Going on with the draft of this note.") }
        let written = try context.edited(old ?? start, in: draft)
        try save(written, handle, context, kith, draft: draft, isEdited: true)
    }

    /// The text from the arguments, a file or a pipe; nil where an editor is to be opened.
    private func givenText() throws -> String? {
        if !text.isEmpty, file == nil { return text.joined(separator: " ") }
        if let file, file != "-" {
            return TextFile.text(try StandardStream.readFile(file))
        }
        guard file == "-" || !StandardStream.isTerminal(STDIN_FILENO) else { return nil }
        let piped = TextFile.text(try StandardStream.readAll())
        return piped.allSatisfy(\.isWhitespace) && file == nil ? nil : piped
    }

    private func values(_ book: RecordBook) -> [String: String] {
        var values = ["starts_at": "\(book.today.isoDate) \(book.today.clock)"]
        for assignment in assignments { values[assignment.name] = assignment.text }
        values["channel"] = values["channel"] ?? "in_person"
        values["purpose"] = values["purpose"] ?? "courtesy"
        return values
    }

    private var assignments: [FieldAssignment] {
        let given: [(String, String?)] = [
            ("starts_at", on), ("channel", channel), ("purpose", purpose),
            ("minutes", minutes.map(String.init)), ("with_contacts", with),
            ("status", planned ? "planned" : nil),
        ]
        return given.compactMap { name, text in text.map { FieldAssignment(name: name, text: $0) } }
    }

    private func save(
        _ text: String, _ handle: String, _ context: CommandContext, _ kith: Kith,
        draft: NoteDraft, isEdited: Bool
    ) throws {
        let note = VisitNote(markdown: text, keys: NoteFields.keys)
        if note.isEmpty, note.problems.isEmpty {
            if isEdited { draft.discard() }
            throw CommandFailure(
                .negative, "The note is empty, so nothing was saved.", kept: "",
                remedy: "Write: kith visit \(handle) \"what happened\"")
        }
        let rescue = NoteRescue(
            text: text, draft: draft, isEdited: isEdited, command: "kith visit \(handle)")
        let ids = try rescue.keepingText(of: note) {
            try context.write(kith) { editor, book in
                let writer = VisitWriter(book: book, account: try book.account(account))
                return try writer.create(
                    note, options: isEdited ? [] : assignments, editor: &editor)
            }
        }
        if isEdited { draft.discard() }
        try context.answerWritten(ids, kith, verb: "Saved")
    }
}
