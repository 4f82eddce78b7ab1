// kith contact set: change fields of a person.

import AccountRecords
import ArgumentParser

struct ContactSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change fields of a person.",
        discussion: "Example: kith contact set c-7k3q phone='+49 30 1234' sentiment=1")

    @Argument(help: "Short id or name.")
    var contact: String
    @Argument(help: "Fields, as field=value.")
    var fields: [String]
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.change(fields: fields) { book in
            try book.find(contact, kinds: [KindNumber.contact])
        }
    }
}
