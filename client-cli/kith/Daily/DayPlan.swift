// What a day asks for: promises, visits, issues, and accounts that nobody has been in touch with.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

/// What a day asks for.
struct DayPlan {
    /// One line: date, account, what, id.
    struct Item {
        let cells: [TableCell]
    }

    /// Lines of one sort.
    struct Section {
        let key: String
        let title: String
        let items: [Item]
        /// What is left out.
        var rest = Rest()
    }

    /// How many lines are left out, and the command that shows all of them.
    struct Rest {
        var count = 0
        var text = ""
        var command = ""
    }

    let book: RecordBook
    let daysAhead: Int
    private let limit: Int

    /// How many of the planned visits whose day has passed are shown.
    private static let overdueShownMax = 5

    init(book: RecordBook, daysAhead: Int) throws {
        self.book = book
        self.daysAhead = daysAhead
        limit = book.today.dayNumber + daysAhead
    }

    func sections() throws -> [Section] {
        let promises = try book.openPromises()
        return [
            try visits(),
            Section(
                key: "owed", title: "You owe",
                items: try promises.filter { isMine($0) && isDue($0) }.map(promise)),
            Section(
                key: "awaited", title: "They owe",
                items: try promises.filter { $0.text("direction") == "them" && isDue($0) }
                    .map(promise)),
            Section(key: "issues", title: "Issues to report on", items: try issues()),
            Section(key: "unvisited", title: "Time to be in touch", items: try neglected()),
        ]
    }

    private func isMine(_ promise: Entry) -> Bool {
        promise.text("direction") == "us" && promise.user("owner") == book.identity.user
    }

    private func isDue(_ promise: Entry) -> Bool {
        promise.day("due").map { $0 <= limit } ?? false
    }

    private func promise(_ promise: Entry) throws -> Item {
        let day = promise.day("due") ?? 0
        let late = book.today.dayNumber - day
        let tone: Tone? = late > 0 ? .bad : late == 0 ? .attention : nil
        return Item(cells: [
            dayCell(day, tone: tone), TableCell(try book.handle(of: promise.account)),
            TableCell(promise.text("text")), TableCell(try book.typed(promise), tone: .quiet),
        ])
    }

    /// What was planned for days that have passed, the newest of it, and what is planned from now on.
    private func visits() throws -> Section {
        let overdue = try book.overdueVisits(limit: Self.overdueShownMax)
        var section = Section(
            key: "visits", title: "Visits",
            items: try overdue.reversed().compactMap { try visit($0, tone: .bad) }
                + book.plannedVisits(throughDay: limit).compactMap { try visit($0, tone: nil) })
        if overdue.count == Self.overdueShownMax {
            section.rest = Rest(
                count: try book.overdueVisitCount() - overdue.count,
                text: "planned for days that have passed",
                command: "kith visit list --overdue")
        }
        return section
    }

    private func visit(_ visit: Entry, tone: Tone?) throws -> Item? {
        guard let start = visit.milliseconds("starts_at") else { return nil }
        let time = LocalTime(milliseconds: start)
        let text = visit.text("summary")
        return Item(cells: [
            TableCell(time.text(today: book.today), plain: time.isoTime, tone: tone),
            TableCell(try book.handle(of: visit.account)),
            TableCell(text.isEmpty ? visit.text("purpose") : text),
            TableCell(try book.typed(visit), tone: .quiet),
        ])
    }

    private func issues() throws -> [Item] {
        let due = CalendarDate(daysSince1970: limit) ?? .max
        let query = RecordQuery(
            "issue", where: [FieldCondition("next_update_due", .atMost, .date(due))],
            order: "next_update_due")
        return try book.entries(query).compactMap { issue in
            guard !["resolved", "closed"].contains(issue.text("status")) else { return nil }
            return Item(cells: [
                dayCell(issue.day("next_update_due") ?? 0, tone: .attention),
                TableCell(try book.handle(of: issue.account)), TableCell(issue.text("title")),
                TableCell(try book.typed(issue), tone: .quiet),
            ])
        }
    }

    /// Accounts whose cadence, their own or that of their tier, has run out; the longest first.
    private func neglected() throws -> [Item] {
        var found: [(late: Int, item: Item)] = []
        for account in try book.accounts() {
            guard let cadence = Self.cadence(account) else { continue }
            let last = try book.lastVisit(of: account.id).map(LocalTime.init(milliseconds:))
            guard let last else { continue }
            let days = book.today.dayNumber - last.dayNumber
            guard days > cadence else { continue }
            found.append(
                (
                    days - cadence,
                    Item(cells: [
                        TableCell(elapsedText(days: days), plain: last.isoDate),
                        TableCell(account.text("handle")), TableCell(account.text("name")),
                        TableCell("every \(cadence) days", plain: String(cadence), tone: .quiet),
                    ])
                ))
        }
        return found.sorted { $0.late > $1.late }.prefix(10).map(\.item)
    }

    /// After how many days somebody should be in touch again.
    static func cadence(_ account: Entry) -> Int? {
        if let own = account.integer("cadence_visit_days") ?? account.integer("cadence_any_days") {
            return Int(clamping: own)
        }
        switch account.text("tier") {
        case "key": return 30
        case "growth": return 60
        case "standard": return 180
        default: return 90
        }
    }

    private func dayCell(_ day: Int, tone: Tone?) -> TableCell {
        let date = LocalTime.date(dayNumber: day)
        return TableCell(
            LocalTime.dayText(dayNumber: day, thisYear: book.today.year),
            plain: "\(padded(date.year, 4))-\(padded(date.month, 2))-\(padded(date.day, 2))",
            tone: tone)
    }
}
