// kith account restore: shows an account again that was deleted.

import AccountRecords
import ArgumentParser

struct AccountRestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Show an account again that was deleted.")

    @Argument(help: "Its id, as delete printed it.")
    var account: String
    @Option(help: "Why, for the others.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try RecordRemoval(kind: KindNumber.account, text: account, reason: reason)
            .restore(try CommandContext(options))
    }
}
