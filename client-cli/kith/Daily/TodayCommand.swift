// kith today: what the day asks for, on one screen.

import AccountRecords
import ArgumentParser
import ReplicaStore
import Terminal

struct TodayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "today", abstract: "What you owe whom today, and whom you have not seen.")

    @Option(help: "Look this many days ahead.")
    var days = 2
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard (0...60).contains(days) else { throw ValidationError("--days is 0 to 60.") }
    }

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let day = try DayPlan(book: book, daysAhead: days)
            let counts = try book.reader.counts()
            try context.answer(
                "today", json: { try json(day, book, counts) },
                plain: { try plain(day, book) },
                people: { try people(day, book, counts, context) })
        }
    }

    private func people(
        _ day: DayPlan, _ book: RecordBook, _ counts: StoreCounts, _ context: CommandContext
    ) throws -> String {
        var text = context.palette(.strong, book.today.dayText(today: book.today)) + "\n"
        let sections = try day.sections()
        for section in sections where !section.items.isEmpty {
            text += "\n" + section.title + "\n"
            var table = Table([
                TableColumn(""), TableColumn(""), TableColumn("", isFlexible: true),
                TableColumn(""),
            ])
            for item in section.items { table.add(item.cells) }
            text += table.text(width: context.width, palette: context.palette, indent: "  ")
            text += Self.rest(section.rest)
        }
        if sections.allSatisfy({ $0.items.isEmpty }) {
            text += "\nNothing is due. A good day to visit somebody.\n"
        }
        if counts.conflictsToReview > 0 {
            let counted = StatusCommand.counted(counts.conflictsToReview, "conflict")
            text +=
                "\n" + context.palette(.attention, "\(counted) to review: kith conflicts") + "\n"
        }
        return text
    }

    private static func rest(_ rest: DayPlan.Rest) -> String {
        rest.count > 0 ? "  and \(rest.count) more \(rest.text): \(rest.command)\n" : ""
    }

    private func plain(_ day: DayPlan, _ book: RecordBook) throws -> String {
        try day.sections().flatMap { section in
            var lines = section.items.map { [section.key] + $0.cells.map(\.plain) }
            if section.rest.count > 0 {
                let rest = section.rest
                lines.append(
                    [section.key + "_left_out", "", "", "\(rest.count) \(rest.text)", rest.command])
            }
            return lines.map { $0.map(SafeText.plainField).joined(separator: "\t") + "\n" }
        }.joined()
    }

    private func json(
        _ day: DayPlan, _ book: RecordBook, _ counts: StoreCounts
    ) throws -> [(String, JSONText)] {
        var members: [(String, JSONText)] = [("date", .text(book.today.isoDate))]
        for section in try day.sections() {
            let items = section.items.map { item in
                JSONText.object([
                    ("date", .text(item.cells[0].plain)), ("account", .text(item.cells[1].plain)),
                    ("text", .text(item.cells[2].plain)), ("id", .text(item.cells[3].plain)),
                ])
            }
            members.append((section.key, .array(items)))
            if section.key == "visits" {
                members.append(("visitsLeftOut", JSONText(section.rest.count)))
            }
        }
        members.append(("conflictsToReview", JSONText(counts.conflictsToReview)))
        return members
    }
}
