// kith contact show: one person in full.

import AccountRecords
import ArgumentParser

struct ContactShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one person in full.")

    @Argument(help: "Short id or name.")
    var contact: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let entry = try book.find(contact, kinds: [KindNumber.contact])
            let page = RecordPage(entry: entry, book: book)
            try context.answer(
                "contact", json: { [("contact", try book.json(entry))] },
                plain: { try page.plain() }, people: { try page.people(context) })
        }
    }
}
