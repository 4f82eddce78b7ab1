// kith brief: one screen before a visit.

import AccountRecords
import ArgumentParser
import ReplicaStore
import Terminal

struct BriefCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "brief", abstract: "One screen about an account before a visit.")

    @Argument(help: "Handle, short id or name.", completion: .accounts)
    var account: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let brief = try Brief(account: try book.account(account), book: book)
            try context.answer(
                "brief", json: { try brief.json() }, plain: { try brief.plain() },
                people: { try brief.people(context) })
        }
    }
}
