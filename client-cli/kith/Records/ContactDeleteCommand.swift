// kith contact delete: hides a person, until somebody restores it or edits it without knowing.

import AccountRecords
import ArgumentParser

struct ContactDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete a person; can be restored.")

    @Argument(help: "Short id or name.")
    var contact: String
    @Option(help: "Why, for the others.")
    var reason = ""
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try RecordRemoval(kind: KindNumber.contact, text: contact, reason: reason)
            .delete(try CommandContext(options), isAsked: !yes)
    }
}
