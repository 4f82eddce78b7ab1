// kith log: what was written on this laptop, the newest first.

import ArgumentParser
import ReplicaStore
import Terminal

struct LogCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "log", abstract: "List what was written on this laptop, newest first.",
        discussion: "Any of it can be taken back with: kith undo ID")

    @Argument(help: "Only this account or record.", completion: .accounts)
    var record: String?
    @Option(name: .shortAndLong, help: "How many changes.")
    var number = 20
    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard (1...100_000).contains(number) else {
            throw ValidationError("-n takes a number from 1 to 100000.")
        }
    }

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let entry = try record.map { try book.find($0) }
            let writes = try book.reader.log(limit: number, record: entry?.id)
            let list = OpList(ops: writes.flatMap(\.ops), book: book)
            try context.answer(
                "log", json: { [("ops", .array(try list.json()))] },
                plain: { try list.table().plain() },
                people: {
                    writes.isEmpty
                        ? "Nothing was written here yet.\n"
                        : try table(writes, book).text(
                            width: context.width, palette: context.palette)
                })
        }
    }

    /// The changes; of a large write, such as an import, only the first.
    private func table(_ writes: [LocalWrite], _ book: RecordBook) throws -> Table {
        let shown = writes.flatMap { $0.ops.prefix(Self.opsPerWrite) }
        var table = try OpList(ops: shown, book: book).table()
        var row = 0
        for write in writes {
            row += min(write.ops.count, Self.opsPerWrite)
            let more = write.ops.count - Self.opsPerWrite
            guard more > 0 else { continue }
            table.insert(
                ["", "", "", TableCell("and \(more) more, written at once", tone: .quiet)],
                at: row)
            row += 1
        }
        return table
    }

    private static let opsPerWrite = 5
}
