// kith account delete: hides an account, until somebody restores it or edits it without knowing.

import AccountRecords
import ArgumentParser

struct AccountDeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Delete an account; can be restored.")

    @Argument(help: "Handle, short id or name.")
    var account: String
    @Option(help: "Why, for the others.")
    var reason = ""
    @Flag(name: .shortAndLong, help: "Do not ask.")
    var yes = false
    @OptionGroup var options: GlobalOptions

    func run() throws {
        try RecordRemoval(kind: KindNumber.account, text: account, reason: reason)
            .delete(try CommandContext(options), isAsked: !yes)
    }
}
