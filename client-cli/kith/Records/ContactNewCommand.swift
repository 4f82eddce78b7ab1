// kith contact new: a person at an account.

import AccountRecords
import ArgumentParser

struct ContactNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new", abstract: "Add a person at an account.",
        discussion: "Example: kith contact new northwind 'Dana Reed' title='Plant manager'")

    @Argument(help: "Handle, short id or name of the account.", completion: .accounts)
    var account: String
    @Argument(help: "The person's name.")
    var name: String
    @Argument(help: "Fields, as field=value.")
    var fields: [String] = []
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let assignments = try FieldAssignment.all(fields)
        let id = try context.write(kith) { editor, book in
            let account = try book.account(account)
            let definition = try book.definition(KindNumber.contact)
            let input = FieldInput(book: book, definition: definition, account: account.id)
            var changes = try input.changes(assignments)
            changes.set("name", try input.value(name, of: try input.field(named: "name")))
            return try editor.create("contact", account: account.id, changes)
        }
        try context.answerWritten([id], kith, verb: "Added")
    }
}
