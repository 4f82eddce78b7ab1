// kith promises: who owes whom what.

import ArgumentParser
import Terminal

struct PromisesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promises", abstract: "List open promises, the most urgent first.")

    @Argument(help: "Handle, short id or name of an account.", completion: .accounts)
    var account: String?
    @Flag(help: "Only ours.")
    var us = false
    @Flag(help: "Only theirs.")
    var them = false
    @Flag(help: "Closed ones too.")
    var all = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let account = try self.account.map(book.account)
            let promises = try book.promises(of: account?.id).filter { promise in
                let direction = promise.text("direction")
                return (all || RecordBook.isOpen(promise))
                    && (us == them || direction == (us ? "us" : "them"))
            }
            let list = PromiseTable(promises: promises, book: book)
            try context.answer(
                "promises",
                json: {
                    let full = try promises.compactMap { try book.entry($0.id) }
                    return [("promises", .array(try full.map(book.json)))]
                },
                plain: { try list.table().plain() },
                people: {
                    promises.isEmpty
                        ? "No open promises.\n"
                        : try list.table().text(width: context.width, palette: context.palette)
                })
        }
    }
}
