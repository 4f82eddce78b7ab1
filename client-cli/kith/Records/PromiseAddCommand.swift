// kith promise add: a promise, ours unless it is said to be theirs.

import AccountRecords
import ArgumentParser
import ReplicaStore

struct PromiseAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Note a promise.",
        discussion: "Example: kith promise add northwind 'send the offer' --due fri")

    @Argument(help: "Handle, short id or name of the account.", completion: .accounts)
    var account: String
    @Argument(help: "What was promised.")
    var text: [String]
    @Option(name: [.long, .customLong("by")], help: "Until when: 2026-12-01, tomorrow, fri, +2w.")
    var due: String?
    @Flag(help: "The customer promised it.")
    var them = false
    @Option(help: "Who of us sees to it: a handle; otherwise you.")
    var owner: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let id = try context.write(kith) { editor, book in
            let account = try book.account(account)
            let definition = try book.definition(KindNumber.commitment)
            let input = FieldInput(book: book, definition: definition, account: account.id)
            var changes = RecordChanges()
            changes.set("direction", .choice(them ? "them" : "us"))
            let text = text.joined(separator: " ")
            changes.set("text", try input.value(text, of: input.field(named: "text")))
            changes.set("owner", .user(try owner.map(book.user) ?? book.identity.user))
            changes.set("status", .choice("open"))
            if let due { changes.set("due", try input.value(due, of: input.field(named: "due"))) }
            return try editor.create("commitment", account: account.id, changes)
        }
        try context.answerWritten([id], kith, verb: "Noted")
    }
}
