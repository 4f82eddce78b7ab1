// kith backup: a copy of what is on this laptop, for safekeeping, without what proves whose it is.

import ArgumentParser
import Kith
import Terminal

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copy what is on this laptop into a file. Never touches the network.",
        discussion: """
            The file holds your records, what you have not sent, and your drafts, but not the key that \
            proves who you are. To go on with it, on this laptop or another: ask your admin for a \
            link and run kith enroll LINK --backup FILE. Keep the file where only you can read it.
            """)

    @Argument(help: "The file to write; it must not exist yet.", completion: .file())
    var file: String
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        try kith.backup(to: file)
        let counts = try kith.read { try $0.counts() }
        try context.answer(
            "backup",
            json: { [("file", .text(file)), ("pending", JSONText(counts.pending))] },
            plain: { SafeText.plainField(file) + "\n" },
            people: {
                "Everything that is here is now in \(SafeText.line(file)) too, readable only by you"
                    + (counts.pending == 0
                        ? ".\n"
                        : ", with \(StatusCommand.counted(counts.pending, "change")) not sent yet.\n")
                    + "To go on with it: kith enroll LINK --backup \(SafeText.line(file))\n"
            })
    }
}
