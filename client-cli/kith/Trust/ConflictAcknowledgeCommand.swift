// kith conflict ack: says that a conflict was seen, and leaves everything as it is.

import ArgumentParser

struct ConflictAcknowledgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ack", abstract: "Leave the value as it is, and close the conflict.")

    @Argument(help: "Short id, such as x-7k3q. Not needed if only one is open.")
    var conflict: String?
    @Option(help: "Why, for the others.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let id = try context.write(kith) { editor, book in
            let story = try book.conflict(conflict)
            try editor.review(story.conflict.id, reason: reason)
            return story.conflict.id
        }
        try ConflictSettled(conflict: id).answer(context, kith)
    }
}
