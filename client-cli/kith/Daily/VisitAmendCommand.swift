// kith visit amend: adds to a note that is done, whose text is fixed.

import AccountRecords
import ArgumentParser
import Glibc
import ReplicaStore

struct VisitAmendCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "amend", abstract: "Add a correction to a note that is done.")

    @Argument(help: "Short id, such as v-7k3q.")
    var visit: String
    @Argument(help: "The correction; otherwise read from a pipe.")
    var text: [String] = []
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        var correction = text.joined(separator: " ")
        if text.isEmpty, !StandardStream.isTerminal(STDIN_FILENO) {
            correction = TextFile.text(try StandardStream.readAll())
        }
        guard !correction.allSatisfy(\.isWhitespace) else {
            throw CommandFailure(
                .usage, "There is nothing to add.",
                remedy: "Write: kith visit amend \(visit) \"the correction\"")
        }
        let id = try context.write(kith) { editor, book in
            let entry = try book.find(visit, kinds: [KindNumber.visit])
            var changes = RecordChanges()
            changes.append(correction, to: "amendments")
            try editor.set(entry.id, changes)
            return entry.id
        }
        try context.answerWritten([id], kith, verb: "Amended")
    }
}
