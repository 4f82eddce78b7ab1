// kith conflict show: both values, both people, both devices, both times, and why.

import AccountRecords
import ArgumentParser
import CausalCore
import ReplicaStore
import Terminal

struct ConflictShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one conflict: what, who, when and why.")

    @Argument(help: "Short id, such as x-7k3q. Not needed if only one is open.")
    var conflict: String?
    @Flag(help: "Show the vector clocks too.")
    var clocks = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let story = try book.conflict(conflict)
            try context.answer(
                "conflict", json: { [("conflict", try ConflictJSON.of(story))] },
                plain: { try plain(story) },
                people: {
                    try ConflictPage(story: story, context: context, showsClocks: clocks).text()
                })
        }
    }

    private func plain(_ story: ConflictStory) throws -> String {
        var table = Table(
            ["role", "value", "base", "author", "device", "written", "received", "quality"]
                .map { TableColumn($0) })
        for member in story.conflict.members {
            table.add([
                TableCell(member.op == story.kept?.op ? "kept" : "saved"),
                TableCell(try story.value(member)), TableCell(try story.base(member)),
                TableCell(try story.book.directory().handle(of: member.author)),
                TableCell(try story.book.directory().device(member.dot.replica)),
                TableCell(iso(member.stamp)), TableCell(iso(member.received)),
                TableCell(String(describing: member.quality)),
            ])
        }
        return table.plain()
    }

    private func iso(_ stamp: Stamp) -> String {
        Instant.text(milliseconds: Int64(clamping: stamp.milliseconds))
    }
}
