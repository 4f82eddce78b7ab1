// kith conflict edit: settles a conflict with another value, written beside the old ones.

import AccountRecords
import ArgumentParser
import CausalCore
import Kith
import ReplicaStore
import Terminal

struct ConflictEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Settle a conflict with another value.",
        discussion: "Opens $VISUAL or $EDITOR with all values, unless --value is given.")

    @Argument(help: "Short id, such as x-7k3q. Not needed if only one is open.")
    var conflict: String?
    @Option(help: "The value, instead of opening an editor.")
    var value: String?
    @Option(help: "Why, for the others.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    private static let scissors = "# ---------------- >8 ---- nothing below this line is kept ----"

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let (id, record, name, token) = try kith.read { reader in
            let book = try context.book(reader)
            let story = try book.conflict(conflict)
            guard let field = book.schema.field(of: story.conflict.unit, kind: story.conflict.kind),
                !field.hasElements
            else {
                throw CommandFailure(
                    .usage, "This conflict is not about a value that can be written.",
                    remedy: "Settle it with: kith conflict keep "
                        + "\(try book.typed(conflict: story.conflict.id)) mine")
            }
            let token = try reader.editToken(for: story.conflict.record)
            return (story.conflict.id, story.conflict.record, field.name, token)
        }
        let text = try value ?? written(id, context, kith)
        try context.write(kith) { editor, book in
            guard let entry = try book.entry(record) else { return }
            let input = FieldInput(
                book: book, definition: entry.definition, account: entry.account, current: entry)
            let changes = try input.changes([FieldAssignment(name: name, text: text)])
            try editor.set(record, changes, token: token, resolves: [id], reason: reason)
        }
        try ConflictSettled(conflict: id).answer(context, kith)
    }

    /// Lets the person write the value in an editor, all sides below.
    private func written(
        _ id: ConflictID, _ context: CommandContext, _ kith: Kith
    ) throws -> String {
        let (name, page, present) = try kith.read { reader in
            let book = try context.book(reader)
            let story = try book.conflict(id.description)
            let page = try sides(story)
            return (try book.typed(conflict: id), page, try typedPresent(story))
        }
        let draft = NoteDraft(folder: kith.profile.folder, name: name)
        let start = try draft.text() ?? "\(present)\n\(Self.scissors)\n\(page)"
        let end = try context.edited(start, in: draft)
        let lines = end.split(separator: "\n", omittingEmptySubsequences: false)
        let kept = lines.prefix { !$0.hasPrefix("# ------") || !$0.contains(">8") }
        let text = kept.joined(separator: "\n").trimmingSpaces
        draft.discard()
        return text
    }

    /// The present value in the form that is read back.
    private func typedPresent(_ story: ConflictStory) throws -> String {
        guard let entry = try story.book.entry(story.conflict.record),
            let field = story.book.schema.field(
                of: story.conflict.unit, kind: story.conflict.kind)
        else { return "" }
        return entry.text(field.name)
    }

    private func sides(_ story: ConflictStory) throws -> String {
        var text = "# \(SafeText.line(try story.subject()))\n"
        if let base = try story.commonBase() { text += commented("before", base) }
        for member in story.conflict.members {
            let role = member.op == story.kept?.op ? "shows" : "saved"
            text += commented("\(role), \(try story.person(member))", try story.value(member))
        }
        return text
    }

    private func commented(_ label: String, _ value: String) -> String {
        "#\n# \(SafeText.line(label)):\n"
            + SafeText.block(value).split(separator: "\n", omittingEmptySubsequences: false)
            .map { "#   \($0)\n" }.joined()
    }
}
