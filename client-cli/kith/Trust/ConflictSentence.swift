// One conflict in two lines, as a sync tells it.

import CausalCore
import ReplicaStore
import Terminal

/// One conflict in two lines.
struct ConflictSentence {
    let story: ConflictStory

    init(view: ConflictView, book: RecordBook) {
        story = ConflictStory(view: view, book: book)
    }

    /// What this person wrote and does not show now.
    func loss(_ context: CommandContext) throws -> String {
        guard let mine = story.saved.filter(story.isMine).max(by: { $0.order < $1.order }),
            let kept = story.kept
        else { return try news(context) }
        let subject = SafeText.line(try story.subject())
        let other = try story.name(kept)
        let middle =
            if story.conflict.unit == .life {
                "you \(try story.value(mine)), \(other) \(try story.value(kept)); "
                    + "it is \(try story.present().text)"
            } else {
                "your \(quoted(try story.value(mine))) is saved, \(other)'s "
                    + "\(quoted(try story.value(kept))) shows, written later"
            }
        return try lines(context, "\(subject): \(SafeText.line(middle)).")
    }

    /// A conflict in which this person did not lose.
    func news(_ context: CommandContext) throws -> String {
        let subject = SafeText.line(try story.subject())
        guard let kept = story.kept, let other = story.saved.last else {
            return try lines(context, "\(subject): somebody changed it at the same time.")
        }
        let middle =
            if story.conflict.unit == .life {
                "\(try story.name(other)) \(try story.value(other)), "
                    + "\(try story.name(kept)) \(try story.value(kept)); "
                    + "it is \(try story.present().text)"
            } else {
                "\(possessive(try story.name(kept))) \(quoted(try story.value(kept))) shows, "
                    + "\(possessive(try story.name(other))) \(quoted(try story.value(other))) is saved"
            }
        return try lines(context, "\(subject): \(SafeText.line(middle)).")
    }

    private func lines(_ context: CommandContext, _ sentence: String) throws -> String {
        let id = try story.book.typed(conflict: story.conflict.id)
        return "  \(sentence)\n"
            + "    " + context.palette(.attention, "kith conflict show \(id)") + "\n"
    }

    private func possessive(_ name: String) -> String { name == "you" ? "your" : "\(name)'s" }

    private func quoted(_ value: String) -> String {
        value == "(empty)"
            ? "empty value" : "\"\(DisplayWidth.fitted(SafeText.line(value), columns: 40))\""
    }
}
