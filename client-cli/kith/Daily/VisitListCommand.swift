// kith visit list: visits, the newest first.

import AccountRecords
import ArgumentParser
import Terminal

struct VisitListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List visits, the newest first.")

    @Argument(help: "Handle, short id or name of an account.", completion: .accounts)
    var account: String?
    @Option(name: .shortAndLong, help: "How many; otherwise 20, or all that are overdue.")
    var number: Int?
    @Flag(help: "Only those that were planned for days that have passed.")
    var overdue = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let account = try self.account.map(book.account)
            let visits =
                try overdue
                ? book.overdueVisits(of: account?.id, limit: number.map { max(1, $0) })
                : book.visits(of: account?.id, limit: max(1, number ?? 20))
            var table = Table([
                TableColumn("ID"), TableColumn("WHEN"), TableColumn("ACCOUNT"),
                TableColumn("CHANNEL"), TableColumn("STATUS"),
                TableColumn("SUMMARY", isFlexible: true),
            ])
            for visit in visits {
                let start = visit.milliseconds("starts_at").map { LocalTime(milliseconds: $0) }
                let status = visit.text("status")
                table.add([
                    TableCell(try book.typed(visit), tone: .strong),
                    TableCell(
                        start?.text(today: book.today) ?? "", plain: start?.isoTime ?? ""),
                    TableCell(try book.handle(of: visit.account)),
                    TableCell(
                        visit.text("channel").replacing("_", with: " "),
                        plain: visit.text("channel")),
                    TableCell(status, tone: status == "planned" ? .attention : .quiet),
                    TableCell(visit.text("summary")),
                ])
            }
            try context.answer(
                "visits",
                json: {
                    let full = try visits.compactMap { try book.entry($0.id) }
                    return [("visits", .array(try full.map(book.json)))]
                },
                plain: { table.plain() },
                people: {
                    if overdue, visits.isEmpty { return "No planned visit is overdue.\n" }
                    return visits.isEmpty
                        ? "No visits yet. Note one with: kith visit ACCOUNT \"what happened\"\n"
                        : table.text(width: context.width, palette: context.palette)
                })
        }
    }
}
