// kith export: everything that is here, as lines.

import ArgumentParser
import Glibc
import Kith
import ReplicaStore
import Terminal

struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write out what is here, as JSON lines.",
        discussion: """
            --canonical is the form in which copies are compared: acknowledged state only, byte for \
            byte the same as kith-server export --canonical --user YOU.
            """)

    @Flag(help: "The form in which copies are compared.")
    var canonical = false
    @Option(name: .shortAndLong, help: "A file to write to, instead of stdout.")
    var output: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        var buffer = ""
        try kith.read { reader in
            if canonical {
                try reader.canonicalExport { line in try add(line, to: &buffer) }
            } else {
                let book = try context.book(reader)
                for kind in book.schema.kinds {
                    for entry in try book.fullEntries(RecordQuery(kind.name)) {
                        try add(try book.json(entry).document(isPretty: false), to: &buffer)
                    }
                }
            }
        }
        if let output {
            try StandardStream.writeFile(output, buffer)
        } else {
            try StandardStream.write(buffer, to: STDOUT_FILENO)
        }
    }

    /// Keeps memory flat where the lines go to stdout.
    private func add(_ line: String, to buffer: inout String) throws {
        buffer += line
        buffer += "\n"
        if output == nil, buffer.utf8.count > 1 << 20 {
            try StandardStream.write(buffer, to: STDOUT_FILENO)
            buffer = ""
        }
    }
}
