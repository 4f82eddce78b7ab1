// kith account set: change fields of an account.

import ArgumentParser

struct AccountSetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Change fields of an account.",
        discussion: """
            Write field=value; field= clears; for sets, tags+=energy adds and tags-=energy removes. \
            Example: kith account set northwind phone='+49 30 1234' status=at_risk
            """)

    @Argument(help: "Handle, short id or name.", completion: .accounts)
    var account: String
    @Argument(help: "Fields, as field=value.")
    var fields: [String]
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.change(fields: fields) { book in try book.account(account) }
    }
}
