// kith undo: takes back what was written here, also after a sync.

import ArgumentParser
import CausalCore
import ReplicaStore
import Terminal

struct UndoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "undo", abstract: "Take back your last change, or the one with an id.",
        discussion: """
            Works after a sync too. Refuses where the value was changed again since, unless --force \
            is given. See the ids with: kith log
            """)

    @Argument(help: "The change, such as e-7k3q; otherwise the last one.")
    var change: String?
    @Flag(help: "Also where the value was changed again since.")
    var force = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let undone = try context.write(kith) { editor, book in
            let ops = try self.ops(book)
            let list = OpList(ops: ops, book: book)
            let lines = try ops.map { own in
                "\(SafeText.line(try list.recordText(own))): \(SafeText.line(try list.change(own)))"
            }
            if change == nil, let transaction = ops.first?.op.transaction {
                try editor.undo(transaction, force: force)
            } else {
                for own in ops { try editor.undo(op: own.op.id, force: force) }
            }
            return lines
        }
        try context.answer(
            "undo", json: { [("undone", .array(undone.map { .text($0) }))] },
            plain: { undone.map { SafeText.plainField($0) + "\n" }.joined() },
            people: { undone.map { "Taken back: \($0)\n" }.joined() })
    }

    private func ops(_ book: RecordBook) throws -> [OwnOp] {
        if let change {
            let id = try book.reader.resolveOp(change.trimmingSpaces)
            return try book.reader.ownOp(id).map { [$0] } ?? []
        }
        guard let last = try book.reader.log(limit: 1).first else {
            throw CommandFailure(
                .negative, "There is nothing to undo.", kept: "",
                remedy: "Nothing was written on this laptop yet.")
        }
        return last.ops
    }
}
