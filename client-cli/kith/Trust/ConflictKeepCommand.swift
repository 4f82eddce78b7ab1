// kith conflict keep: settles a conflict with one of the values.

import ArgumentParser
import CausalCore
import ReplicaStore
import Terminal

struct ConflictKeepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keep", abstract: "Settle a conflict with one of its values.",
        discussion: """
            Write mine or theirs, or the handle of the person whose value is right. The other value \
            stays readable in the closed conflict.
            """)

    @Argument(help: "The conflict (not needed if only one is open), then mine, theirs or a handle.")
    var words: [String]
    @Option(help: "Why, for the others.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let (id, side) = try arguments()
        let conflict = try context.write(kith) { editor, book in
            let story = try book.conflict(id)
            let member = try self.member(side, of: story)
            try keep(member, story, &editor)
            return story.conflict.id
        }
        try ConflictSettled(conflict: conflict).answer(context, kith)
    }

    /// The conflict and the side, in either order.
    private func arguments() throws -> (id: String?, side: String) {
        switch words.count {
        case 1: return (nil, words[0])
        case 2:
            let isFirstSide = ["mine", "theirs"].contains(words[0].lowercased())
            return isFirstSide ? (words[1], words[0]) : (words[0], words[1])
        default:
            throw CommandFailure(
                .usage, "keep takes a conflict and mine or theirs.",
                remedy: "Write: kith conflict keep x-7k3q mine")
        }
    }

    private func member(_ side: String, of story: ConflictStory) throws -> ConflictMember {
        let found: ConflictMember?
        switch side.lowercased() {
        case "mine": found = story.mine
        case "theirs": found = story.theirs
        default:
            let user = try story.book.user(side)
            found = story.conflict.members.filter { $0.author == user }
                .max { $0.order < $1.order }
        }
        guard let found else {
            let handles = try Set(
                story.conflict.members.map { try story.book.directory().handle(of: $0.author) })
            throw CommandFailure(
                .usage, "There is no such side: \(side).",
                remedy: "Name one of: \(handles.sorted().joined(separator: ", "))")
        }
        return found
    }

    /// Writes the value, or only closes the conflict where it shows already.
    private func keep(
        _ member: ConflictMember, _ story: ConflictStory, _ editor: inout ReplicaEditor
    ) throws {
        let view = try story.book.entry(story.conflict.record)?.view
        let shows =
            story.conflict.unit == .life
            ? view?.isAlive == (member.value == lifeValue(alive: true))
            : view?.units[story.conflict.unit]?.value == member.value
        if shows {
            try editor.review(story.conflict.id, reason: reason)
        } else {
            try editor.keep(member.op, of: story.conflict.id, reason: reason)
        }
    }
}
