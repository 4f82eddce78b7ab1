// kith visit show: one note in full, with its promises.

import AccountRecords
import ArgumentParser
import Terminal

struct VisitShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one visit in full.")

    @Argument(help: "Short id, such as v-7k3q.")
    var visit: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let visit = try book.find(visit, kinds: [KindNumber.visit])
            let promises = try book.promises(of: visit.account).filter {
                $0["source"] == .reference(visit.id)
            }
            let page = RecordPage(entry: visit, book: book)
            try context.answer(
                "visit",
                json: {
                    let full = try promises.compactMap { try book.entry($0.id) }
                    return [
                        ("visit", try book.json(visit)),
                        ("promises", .array(try full.map(book.json))),
                    ]
                },
                plain: { try page.plain() },
                people: {
                    let list = PromiseTable(promises: promises, book: book, showsAccount: false)
                    let shown = try page.people(context)
                    if promises.isEmpty { return shown }
                    return shown + "\n"
                        + (try list.table().text(width: context.width, palette: context.palette))
                })
        }
    }
}
