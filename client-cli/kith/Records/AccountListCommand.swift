// kith account list: the accounts on this laptop.

import AccountRecords
import ArgumentParser
import Terminal

struct AccountListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List accounts.")

    @Argument(help: "Part of a handle, name, town or tag.")
    var query: String?
    @Option(help: "Only those with this status: active, at_risk, lost, dormant.")
    var status: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let accounts = try book.accounts().filter { try isAsked($0, book) }
            try context.answer(
                "accounts",
                json: {
                    [
                        (
                            "accounts",
                            .array(try accounts.compactMap { try book.entry($0.id) }.map(book.json))
                        )
                    ]
                },
                plain: { try table(accounts, book).plain() },
                people: {
                    if accounts.isEmpty { return try emptyText(book) }
                    return try table(accounts, book).text(
                        width: context.width, palette: context.palette)
                })
        }
    }

    private func isAsked(_ account: Entry, _ book: RecordBook) throws -> Bool {
        if let status, account.text("status") != status.replacing(" ", with: "_") { return false }
        guard let query = query?.lowercased(), !query.isEmpty else { return true }
        let texts =
            ["handle", "name", "industry", "address", "website"].map { account.text($0) }
            + (try book.entry(account.id)?.elements("tags") ?? [])
        return texts.contains { $0.lowercased().contains(query) }
    }

    private func table(
        _ accounts: [Entry], _ book: RecordBook
    ) throws -> Table {
        var table = Table([
            TableColumn("ACCOUNT"), TableColumn("NAME", isFlexible: true), TableColumn("TIER"),
            TableColumn("STATUS"), TableColumn("TOWN", isFlexible: true), TableColumn("LAST VISIT"),
        ])
        for account in accounts {
            var town = ""
            if case .address(let address) = account["address"] {
                town = address.city.isEmpty ? address.country : address.city
            }
            let last = try book.lastVisit(of: account.id).map { LocalTime(milliseconds: $0) }
            let status = account.text("status")
            table.add([
                TableCell(try book.typed(account), tone: .strong),
                TableCell(account.text("name")), TableCell(account.text("tier")),
                TableCell(
                    status.replacing("_", with: " "), plain: status,
                    tone: status == "at_risk" ? .attention : nil),
                TableCell(town),
                TableCell(
                    last.map { $0.dayText(today: book.today) } ?? "", plain: last?.isoDate ?? ""),
            ])
        }
        return table
    }

    private func emptyText(_ book: RecordBook) throws -> String {
        if query != nil || status != nil { return "No account fits.\n" }
        return "No accounts yet. An admin assigns them; then run: kith sync\n"
    }
}
