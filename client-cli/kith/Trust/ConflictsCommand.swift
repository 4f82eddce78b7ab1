// kith conflicts: what two people changed without having seen each other's change.

import AccountRecords
import ArgumentParser
import CausalCore
import ReplicaStore
import Terminal

struct ConflictsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflicts", abstract: "List what was changed by two people at once.")

    @Argument(help: "Handle, short id or name of an account.", completion: .accounts)
    var account: String?
    @Flag(help: "Closed ones too.")
    var all = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let account = try self.account.map(book.account)
            let stories = try book.reader.conflicts(all ? .all : .open)
                .filter { account == nil || $0.conflict.account == account?.id }
                .map { ConflictStory(view: $0, book: book) }
                .sorted { $0.conflict.needsReview && !$1.conflict.needsReview }
            try context.answer(
                "conflicts",
                json: { [("conflicts", .array(try stories.map { try ConflictJSON.of($0) }))] },
                plain: { try table(stories, book).plain() },
                people: {
                    stories.isEmpty
                        ? "No \(all ? "" : "open ")conflicts.\n"
                        : try table(stories, book).text(
                            width: context.width, palette: context.palette)
                })
        }
    }

    private func table(_ stories: [ConflictStory], _ book: RecordBook) throws -> Table {
        var table = Table([
            TableColumn("ID"), TableColumn("SINCE"), TableColumn("WHERE", isFlexible: true),
            TableColumn("SHOWS", isFlexible: true), TableColumn("SAVED", isFlexible: true),
            TableColumn("STATE"),
        ])
        for story in stories {
            let opened = LocalTime(
                milliseconds: Int64(clamping: story.conflict.opened.milliseconds))
            let kept = try story.kept.map { "\(try story.value($0)) (\(try story.name($0)))" }
            let saved = try story.saved.map { "\(try story.value($0)) (\(try story.name($0)))" }
            let isReview = story.conflict.needsReview && story.conflict.isOpen
            table.add([
                TableCell(try book.typed(conflict: story.conflict.id), tone: .strong),
                TableCell(opened.dayText(today: book.today), plain: opened.isoTime),
                TableCell(try story.subject()), TableCell(kept ?? ""),
                TableCell(saved.joined(separator: " / ")),
                TableCell(story.state, tone: isReview ? .attention : .quiet),
            ])
        }
        return table
    }
}
