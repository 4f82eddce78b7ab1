// kith promise done: a promise was kept, in time or late.

import AccountRecords
import ArgumentParser
import ReplicaStore

struct PromiseDoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "done", abstract: "Say that a promise was kept.")

    @Argument(help: "Short id, such as p-7k3q.")
    var promise: String
    @Argument(help: "What came of it.")
    var outcome: [String] = []
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try PromiseClosing(promise: promise, outcome: outcome.joined(separator: " "))
            .close(context, verb: "Done") { entry, book in
                let isLate = entry.day("due").map { $0 < book.today.dayNumber } ?? false
                return isLate ? "late_done" : "done"
            }
    }
}

/// Ends a promise.
struct PromiseClosing {
    let promise: String
    let outcome: String

    func close(
        _ context: CommandContext, verb: String, status: (Entry, RecordBook) -> String
    ) throws {
        let kith = try context.open()
        let id = try context.write(kith) { editor, book in
            let entry = try book.find(promise, kinds: [KindNumber.commitment])
            var changes = RecordChanges()
            changes.set("status", .choice(status(entry, book)))
            if !outcome.isEmpty {
                let input = FieldInput(
                    book: book, definition: entry.definition, account: entry.account,
                    current: entry)
                changes.set("outcome", try input.value(outcome, of: input.field(named: "outcome")))
            }
            try editor.set(entry.id, changes)
            return entry.id
        }
        try context.answerWritten([id], kith, verb: verb)
    }
}
