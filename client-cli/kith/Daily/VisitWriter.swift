// Turns a note into records: the visit, and the promises that it holds.

import AccountRecords
import CausalCore
import ReplicaStore
import VisitNote

/// Turns a note into records: the visit, and the promises that it holds.
struct VisitWriter {
    let book: RecordBook
    let account: Entry

    /// Makes a visit of a note.
    ///
    /// - Parameter options: assignments from the command line, which the note's own head overrules.
    /// - Throws: ``NoteProblem`` with the line, for values that do not fit.
    func create(
        _ note: VisitNote, options: [FieldAssignment], editor: inout ReplicaEditor
    ) throws -> [RecordID] {
        let definition = try book.definition(KindNumber.visit)
        let input = FieldInput(book: book, definition: definition, account: account.id)
        var changes = try changes(of: note, input: input, options: options)
        let given = Set(options.map(\.name) + NoteFields.assignments(note).map(\.assignment.name))
        let start = try input.moment(
            given.contains("starts_at")
                ? note["on"] ?? options.first { $0.name == "starts_at" }?.text : nil)
        changes.set("starts_at", .instant(milliseconds: start))
        if !given.contains("status") {
            let now = LocalTime.milliseconds(of: book.today)
            changes.set("status", .choice(start > now + 3_600_000 ? "planned" : "done"))
        }
        if !given.contains("channel") { changes.set("channel", .choice("in_person")) }
        if !given.contains("purpose") { changes.set("purpose", .choice("courtesy")) }
        let visit = try editor.create("visit", account: account.id, changes)
        return [visit] + (try createPromises(note, visit: visit, editor: &editor))
    }

    /// Makes the promises of a note.
    func createPromises(
        _ note: VisitNote, visit: RecordID, editor: inout ReplicaEditor
    ) throws -> [RecordID] {
        let definition = try book.definition(KindNumber.commitment)
        let input = FieldInput(book: book, definition: definition, account: account.id)
        return try note.promises.map { promise in
            try located(promise.line) {
                var changes = RecordChanges()
                changes.set("direction", .choice(promise.direction.rawValue))
                changes.set("text", try input.value(promise.text, of: input.field(named: "text")))
                changes.set("owner", .user(book.identity.user))
                changes.set("status", .choice(promise.isDone ? "done" : "open"))
                changes.set("source", .reference(visit))
                if let due = promise.due {
                    changes.set("due", try input.value(due, of: input.field(named: "due")))
                }
                return try editor.create("commitment", account: account.id, changes)
            }
        }
    }

    /// The fields that a note writes: its head, its summary and its body.
    func changes(
        of note: VisitNote, input: FieldInput, options: [FieldAssignment] = []
    ) throws -> RecordChanges {
        var assignments = options.map { (line: 0, assignment: $0) }
        assignments += NoteFields.assignments(note)
        if !note.summary.isEmpty {
            assignments.append((0, FieldAssignment(name: "summary", text: note.summary)))
        }
        if !note.body.isEmpty {
            assignments.append((0, FieldAssignment(name: "body", text: note.body)))
        }
        var changes = RecordChanges()
        for (line, assignment) in assignments {
            try located(line) { try input.apply(assignment, to: &changes) }
        }
        return changes
    }

    /// Tells the line of the note on which a value does not fit.
    private func located<Result>(_ line: Int, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let failure as CommandFailure where line > 0 {
            throw NoteProblem(
                line: line,
                message: "\(failure.explanation.happened) \(failure.explanation.remedy)")
        }
    }
}

extension FieldInput {
    /// The moment of a text, or now for none.
    func moment(_ text: String?) throws -> Int64 {
        guard let text, !text.allSatisfy(\.isWhitespace) else {
            return LocalTime.milliseconds(of: book.today)
        }
        guard case .instant(let milliseconds) = try value(text, of: field(named: "starts_at"))
        else { return LocalTime.milliseconds(of: book.today) }
        return milliseconds
    }
}
