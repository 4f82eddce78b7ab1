// Promises in rows: who owes whom what, until when.

import AccountRecords
import Terminal

/// Promises in rows.
struct PromiseTable {
    let promises: [Entry]
    let book: RecordBook
    /// Whether the account is told, too; left out on a page about one account.
    var showsAccount = true

    func table() throws -> Table {
        var table = Table([
            TableColumn("ID"), TableColumn("DUE"), TableColumn("ACCOUNT"), TableColumn("WHO"),
            TableColumn("PROMISE", isFlexible: true), TableColumn("STATUS"),
        ])
        for promise in promises {
            let status = promise.text("status")
            table.add([
                TableCell(try book.typed(promise), tone: .strong), due(promise),
                TableCell(showsAccount ? try book.handle(of: promise.account) : ""),
                TableCell(try who(promise), plain: promise.text("direction")),
                TableCell(promise.text("text")),
                TableCell(
                    status.isEmpty ? "open" : status.replacing("_", with: " "), plain: status,
                    tone: RecordBook.isOpen(promise) ? nil : .quiet),
            ])
        }
        return table
    }

    /// Who promised: the person of ours, or `them`.
    private func who(_ promise: Entry) throws -> String {
        guard promise.text("direction") == "us" else { return "them" }
        guard let owner = promise.user("owner") else { return "us" }
        return try book.name(of: owner, isAddressed: true)
    }

    private func due(_ promise: Entry) -> TableCell {
        guard let day = promise.day("due") else { return "" }
        let text = LocalTime.dayText(dayNumber: day, thisYear: book.today.year)
        let isOpen = RecordBook.isOpen(promise)
        let left = day - book.today.dayNumber
        let tone: Tone? = !isOpen ? .quiet : left < 0 ? .bad : left <= 2 ? .attention : nil
        return TableCell(text, plain: promise.text("due"), tone: tone)
    }
}
