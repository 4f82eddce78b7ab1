// kith contact list: the people at one account, or at all.

import AccountRecords
import ArgumentParser
import ReplicaStore
import Terminal

struct ContactListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List people at an account, or at all.")

    @Argument(help: "Handle, short id or name of an account.", completion: .accounts)
    var account: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let account = try self.account.map(book.account)
            let contacts = try book.entries(RecordQuery("contact", account: account?.id))
                .map { (handle: try book.handle(of: $0.account), entry: $0) }
                .sorted {
                    ($0.handle, $0.entry.text("name")) < ($1.handle, $1.entry.text("name"))
                }
            var table = Table([
                TableColumn("ID"), TableColumn("NAME", isFlexible: true),
                TableColumn("TITLE", isFlexible: true), TableColumn("ACCOUNT"),
                TableColumn("E-MAIL", isFlexible: true), TableColumn("PHONE"),
            ])
            for (handle, contact) in contacts {
                table.add([
                    TableCell(try book.typed(contact)),
                    TableCell(contact.text("name"), tone: .strong),
                    TableCell(contact.text("title")), TableCell(handle),
                    TableCell(contact.text("email")),
                    TableCell(
                        contact.text("phone").isEmpty
                            ? contact.text("mobile") : contact.text("phone")),
                ])
            }
            try context.answer(
                "contacts",
                json: {
                    [
                        (
                            "contacts",
                            .array(
                                try contacts.compactMap { try book.entry($0.entry.id) }.map(
                                    book.json))
                        )
                    ]
                },
                plain: { table.plain() },
                people: {
                    contacts.isEmpty
                        ? "Nobody yet. Add people with: kith contact new ACCOUNT NAME\n"
                        : table.text(width: context.width, palette: context.palette)
                })
        }
    }
}
