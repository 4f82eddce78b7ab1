// kith account new: a new account, with a handle made from its name.

import AccountRecords
import ArgumentParser
import ReplicaStore

struct AccountNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Make an account.",
        discussion: "Example: kith account new 'Northwind Ltd' phone='+49 30 1234' tags+=energy")

    @Argument(help: "The company's name.")
    var name: String
    @Argument(help: "Fields, as field=value.")
    var fields: [String] = []
    @Option(help: "The short name that people type; otherwise made from the name.")
    var handle: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let assignments = try FieldAssignment.all(fields)
        let id = try context.write(kith) { editor, book in
            let definition = try book.definition(KindNumber.account)
            let input = FieldInput(book: book, definition: definition, account: nil)
            var changes = try input.changes(assignments)
            changes.set("name", try input.value(name, of: try input.field(named: "name")))
            if !assignments.contains(where: { $0.name == "kind" }) {
                changes.set("kind", .choice("external"))
            }
            changes.set("handle", .text(try freeHandle(book)))
            return try editor.create("account", changes)
        }
        try context.answerWritten([id], kith, verb: "Made")
    }

    /// The wanted handle, or one made from the name that nobody has on this laptop.
    private func freeHandle(_ book: RecordBook) throws -> String {
        let taken = Set(try book.accounts().map { $0.text("handle") })
        guard let handle else {
            return Handle.uniqued(Handle.proposal(for: name)) { taken.contains($0) }
        }
        guard Handle.isValid(handle) else {
            throw CommandFailure(
                .badData, "\"\(handle)\" is no handle.",
                remedy: "Use up to 32 of a-z, 0-9 and single hyphens, such as northwind-berlin.")
        }
        guard !taken.contains(handle) else {
            throw CommandFailure(
                .badData, "The handle \(handle) is taken.", remedy: "Choose another.")
        }
        return handle
    }
}
