// What one should know before a visit, gathered and laid out.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

/// What one should know before a visit.
struct Brief {
    let account: Entry
    let book: RecordBook
    let contacts: [Entry]
    let visits: [Entry]
    let promises: [Entry]
    let issues: [Entry]
    let contracts: [Entry]

    init(account: Entry, book: RecordBook) throws {
        self.account = account
        self.book = book
        contacts = try book.entries(RecordQuery("contact", account: account.id, order: "name"))
            .filter { $0["active"] != .boolean(false) }
        visits = try book.lastVisits(of: account.id, limit: 3)
        promises = try book.openPromises(of: account.id)
        issues = try book.entries(RecordQuery("issue", account: account.id))
            .filter { !["resolved", "closed"].contains($0.text("status")) }
        contracts = try book.entries(RecordQuery("contract", account: account.id))
            .filter { $0.text("state") != "ended" }
    }

    func json() throws -> [(String, JSONText)] {
        func list(_ entries: [Entry]) throws -> JSONText {
            .array(try entries.compactMap { try book.entry($0.id) }.map(book.json))
        }
        return [
            ("account", try book.json(account)), ("contacts", try list(contacts)),
            ("visits", try list(visits)), ("promises", try list(promises)),
            ("issues", try list(issues)), ("contracts", try list(contracts)),
        ]
    }

    func plain() throws -> String {
        var text = try RecordPage(entry: account, book: book).plain()
        for (key, entries) in [
            ("contact", contacts), ("visit", visits), ("promise", promises), ("issue", issues),
            ("contract", contracts),
        ] {
            for entry in entries {
                text += "\(key)\t\(try book.typed(entry))\t"
                text += SafeText.plainField(book.title(of: entry)) + "\n"
            }
        }
        return text
    }

    func people(_ context: CommandContext) throws -> String {
        var text = try heading(context.palette)
        text += try facts(context.palette)
        text += try people(context.palette, context.width)
        text += try lastVisits(context.palette, context.width)
        text += try open(context)
        return text
    }

    private func heading(_ palette: Palette) throws -> String {
        var text = palette(.strong, SafeText.line(account.text("name")))
        text += "  \(try book.typed(account))"
        let words = [account.text("tier"), account.text("status")].filter { !$0.isEmpty }
        for word in words { text += " · \(word.replacing("_", with: " "))" }
        return text + "\n"
    }

    private func facts(_ palette: Palette) throws -> String {
        var lines = LabelledLines(palette: palette)
        for name in ["industry", "address", "phone", "hotline", "website", "customer_since"] {
            let text = try book.text(name, of: account)
            if !text.isEmpty { lines.add("  " + title(name), SafeText.line(text)) }
        }
        for name in ["hot_buttons", "expectations", "initiatives", "notes"] {
            let text = try book.text(name, of: account)
            if !text.isEmpty {
                lines.add(
                    "  " + title(name), DisplayWidth.fitted(SafeText.line(text), columns: 200))
            }
        }
        let tags = try book.text("tags", of: account)
        if !tags.isEmpty { lines.add("  Tags", SafeText.line(tags)) }
        return lines.text
    }

    private func title(_ name: String) -> String {
        account.definition.field(named: name)?.title ?? name
    }

    private func people(_ palette: Palette, _ width: Int?) throws -> String {
        guard !contacts.isEmpty else { return "" }
        var table = Table([
            TableColumn(""), TableColumn("", isFlexible: true), TableColumn(""), TableColumn(""),
        ])
        for contact in contacts.prefix(8) {
            let phone =
                contact.text("phone").isEmpty ? contact.text("mobile") : contact.text("phone")
            table.add([
                TableCell(contact.text("name")), TableCell(contact.text("title")),
                TableCell(phone), TableCell(try book.typed(contact), tone: .quiet),
            ])
        }
        let more = contacts.count > 8 ? "  and \(contacts.count - 8) more\n" : ""
        return "\nPeople\n" + table.text(width: width, palette: palette, indent: "  ") + more
    }

    private func lastVisits(_ palette: Palette, _ width: Int?) throws -> String {
        guard let last = visits.first?.milliseconds("starts_at") else {
            return "\nNobody has noted a visit yet.\n"
        }
        let days = book.today.dayNumber - LocalTime(milliseconds: last).dayNumber
        var text = "\nLast visits (\(elapsedText(days: days)))\n"
        var table = Table([
            TableColumn(""), TableColumn(""), TableColumn("", isFlexible: true), TableColumn(""),
        ])
        for visit in visits {
            let start = visit.milliseconds("starts_at").map { LocalTime(milliseconds: $0) }
            table.add([
                TableCell(start?.dayText(today: book.today) ?? ""),
                TableCell(visit.text("channel").replacing("_", with: " ")),
                TableCell(visit.text("summary")), TableCell(try book.typed(visit), tone: .quiet),
            ])
        }
        text += table.text(width: width, palette: palette, indent: "  ")
        if let shared = try daysSinceShared(), shared > 60 {
            text += "  Nothing shared for \(shared) days.\n"
        }
        return text
    }

    /// Days since something was left for them to read, among the last visits; nil where unknown.
    private func daysSinceShared() throws -> Int? {
        let recent = try book.lastVisits(of: account.id, limit: 20)
        for visit in recent {
            guard let full = try book.entry(visit.id), !full.elements("shared").isEmpty,
                let start = full.milliseconds("starts_at")
            else { continue }
            return book.today.dayNumber - LocalTime(milliseconds: start).dayNumber
        }
        guard let oldest = recent.last?.milliseconds("starts_at") else { return nil }
        return book.today.dayNumber - LocalTime(milliseconds: oldest).dayNumber
    }

    private func open(_ context: CommandContext) throws -> String {
        var text = ""
        if !promises.isEmpty {
            let list = PromiseTable(
                promises: Array(promises.prefix(8)), book: book, showsAccount: false)
            text += "\nOpen promises\n"
            text += try list.table().text(
                width: context.width, palette: context.palette, indent: "  ")
        }
        for (label, entries) in [("Open issues", issues), ("Contracts", contracts)]
        where !entries.isEmpty {
            text += "\n\(label)\n"
            for entry in entries.prefix(5) {
                text += "  \(try book.typed(entry))  \(SafeText.line(book.title(of: entry)))\n"
            }
        }
        let conflicts = try book.reader.conflicts(.open).filter {
            $0.conflict.account == account.id && $0.conflict.needsReview
        }
        if !conflicts.isEmpty {
            let counted = StatusCommand.counted(conflicts.count, "conflict")
            let command = "kith conflicts \(try book.typed(account))"
            text += "\n" + context.palette(.attention, "\(counted) to review: \(command)") + "\n"
        }
        return text
    }
}
