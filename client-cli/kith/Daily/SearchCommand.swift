// kith search: finds words in everything that is here.

import AccountRecords
import ArgumentParser
import CausalCore
import ReplicaStore
import Terminal

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Find words in notes, accounts, people and promises.")

    @Argument(help: "Words; all must appear, beginnings are enough.")
    var words: [String]
    @Option(help: "Only at this account.", completion: .accounts)
    var account: String?
    @Option(name: .shortAndLong, help: "How many results.")
    var number = 30
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        try kith.store.indexWordsIfFree()
        let found = try kith.read { reader in
            let book = try context.book(reader)
            let account = try self.account.map(book.account)
            let hits = try book.reader.search(
                words.joined(separator: " "), account: account?.id, limit: max(1, number))
            try context.answer(
                "search", json: { [("hits", .array(try hits.map { try json($0, book) }))] },
                plain: { try table(hits, book, context.palette).plain() },
                people: {
                    hits.isEmpty
                        ? "Nothing found.\n"
                        : try table(hits, book, context.palette).text(
                            width: context.width, palette: context.palette)
                })
            return !hits.isEmpty
        }
        if !found { throw QuietEnd(status: .negative) }
    }

    private func table(_ hits: [SearchHit], _ book: RecordBook, _ palette: Palette) throws -> Table
    {
        var table = Table([
            TableColumn("ID"), TableColumn("KIND"), TableColumn("ACCOUNT"),
            TableColumn("FOUND", isFlexible: true),
        ])
        for hit in hits {
            guard let entry = try book.entry(hit.record) else { continue }
            table.add([
                TableCell(try book.typed(entry), tone: .strong),
                TableCell(entry.definition.title.lowercased(), plain: hit.kind),
                TableCell(try book.handle(of: hit.account)),
                TableCell(excerpt(hit, entry, book), plain: hit.excerpt),
            ])
        }
        return table
    }

    /// The title, and the words around the place where that is elsewhere.
    private func excerpt(_ hit: SearchHit, _ entry: Entry, _ book: RecordBook) -> String {
        let plain = hit.excerpt.filter { $0 != "[" && $0 != "]" }
        let title = book.title(of: entry)
        return title.contains(plain) || plain.isEmpty ? title : "\(title) · \(hit.excerpt)"
    }

    private func json(_ hit: SearchHit, _ book: RecordBook) throws -> JSONText {
        let entry = try book.entry(hit.record)
        return .object([
            ("record", .text(hit.record.description)),
            ("shortID", JSONText(try entry.map(book.typed))), ("kind", .text(hit.kind)),
            ("account", .text(try book.handle(of: hit.account))),
            ("title", JSONText(entry.map(book.title))), ("excerpt", .text(hit.excerpt)),
        ])
    }
}
