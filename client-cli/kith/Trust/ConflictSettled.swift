// What is said after a conflict was settled.

import CausalCore
import Kith
import ReplicaStore
import Terminal

/// What is said after a conflict was settled on this laptop.
struct ConflictSettled {
    let conflict: ConflictID

    func answer(_ context: CommandContext, _ kith: Kith) throws {
        try kith.read { reader in
            let book = try context.book(reader)
            let story = try book.conflict(conflict.description)
            let id = try book.typed(conflict: conflict)
            try context.answer(
                "conflict-settled",
                json: {
                    [
                        ("conflict", .text(conflict.description)), ("shortID", .text(id)),
                        ("present", .text(try story.present().text)),
                    ]
                },
                plain: { "\(id)\t\(SafeText.plainField(try story.present().text))\n" },
                people: {
                    let present = SafeText.line(try story.present().text)
                    return "\(SafeText.line(try story.subject())) is now "
                        + DisplayWidth.fitted(present, columns: 60)
                        + ".\nOthers see it after the next kith sync; kith undo takes it back.\n"
                })
        }
    }
}
