// kith account show: one account in full.

import ArgumentParser

struct AccountShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one account in full.")

    @Argument(help: "Handle, short id or name.", completion: .accounts)
    var account: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let page = RecordPage(entry: try book.account(account), book: book)
            try context.answer(
                "account", json: { [("account", try book.json(page.entry))] },
                plain: { try page.plain() }, people: { try page.people(context) })
        }
    }
}
