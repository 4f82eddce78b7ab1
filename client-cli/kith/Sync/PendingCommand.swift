// kith pending: what this laptop has not sent yet.

import ArgumentParser
import ReplicaStore
import Terminal

struct PendingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending", abstract: "List what has not been sent yet.")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let list = OpList(ops: try book.reader.outbox(.waiting), book: book)
            try context.answer(
                "pending", json: { [("ops", .array(try list.json()))] },
                plain: { try list.table().plain() },
                people: {
                    list.ops.isEmpty
                        ? "Everything is sent.\n"
                        : try list.table().text(width: context.width, palette: context.palette)
                })
        }
    }
}
