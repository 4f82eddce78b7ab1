// kith contact restore: shows a person again that was deleted.

import AccountRecords
import ArgumentParser

struct ContactRestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Show a person again that was deleted.")

    @Argument(help: "Its id, as delete printed it.")
    var contact: String
    @Option(help: "Why, for the others.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try RecordRemoval(kind: KindNumber.contact, text: contact, reason: reason)
            .restore(try CommandContext(options))
    }
}
