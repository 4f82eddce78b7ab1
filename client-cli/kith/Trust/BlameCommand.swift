// kith blame: for every value of a record, who, when, and from which device.

import AccountRecords
import ArgumentParser
import CausalCore
import ReplicaStore
import Terminal

struct BlameCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "blame", abstract: "For every value: who wrote it, when, on which device.",
        discussion: "Example: kith blame northwind; kith blame c-7k3q")

    @Argument(help: "A handle or short id; a kind may stand before it.", completion: .accounts)
    var words: [String]
    @Option(help: "Only this field.")
    var field: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try context.read { book in
            let entry = try self.entry(book)
            let lines = try book.reader.blame(entry.id).filter { isAsked($0) }
            let table = try self.table(lines, entry, book)
            try context.answer(
                "blame",
                json: {
                    [
                        ("record", .text(entry.id.description)),
                        ("values", .array(try lines.map { try json($0, entry, book) })),
                    ]
                },
                plain: { table.plain() },
                people: {
                    context.palette(.strong, SafeText.line(book.title(of: entry)))
                        + "  \(try book.typed(entry))\n"
                        + (entry.view?.isStub == true
                            ? "Deleted long ago; its values are no longer kept on this laptop. "
                                + "A restore brings them back with the next sync.\n"
                            : table.text(width: context.width, palette: context.palette))
                })
        }
    }

    private func entry(_ book: RecordBook) throws -> Entry {
        if words.count == 2, let kind = book.schema.kind(named: words[0].lowercased()) {
            return try book.find(words[1], kinds: [kind.number])
        }
        guard words.count == 1 else {
            throw CommandFailure(
                .usage, "blame takes one record.", remedy: "Write: kith blame northwind")
        }
        return try book.find(words[0])
    }

    private func isAsked(_ line: BlameLine) -> Bool {
        guard let field else { return true }
        return line.name == field || line.name.hasPrefix(field + "/")
    }

    private func table(_ lines: [BlameLine], _ entry: Entry, _ book: RecordBook) throws -> Table {
        var table = Table([
            TableColumn("FIELD"), TableColumn("VALUE", isFlexible: true), TableColumn("WHO"),
            TableColumn("WHEN"), TableColumn("DEVICE"),
        ])
        for line in lines {
            let value = try value(line, entry, book)
            table.add([
                TableCell(try book.title(of: line.unit, kind: entry.kind), plain: line.name),
                TableCell(value, plain: plainValue(line, entry, book)),
                TableCell(line.who?.name ?? "the server", plain: line.who?.handle ?? ""),
                TableCell(when(line, book), plain: isoTime(line, book)),
                TableCell(line.who?.device ?? ""),
            ])
        }
        return table
    }

    private func value(_ line: BlameLine, _ entry: Entry, _ book: RecordBook) throws -> String {
        if book.isSet(line.unit, kind: entry.kind) {
            return line.value.isEmpty ? "(removed)" : "added"
        }
        let text = try book.text(line.value, unit: line.unit, kind: entry.kind)
        return text.isEmpty ? "(cleared)" : text
    }

    private func plainValue(_ line: BlameLine, _ entry: Entry, _ book: RecordBook) -> String {
        guard let field = book.schema.field(of: line.unit, kind: entry.kind) else { return "" }
        if field.policy == .set { return line.value.isEmpty ? "" : "present" }
        return Entry.value(line.value, of: field)?.text ?? ""
    }

    private func when(_ line: BlameLine, _ book: RecordBook) -> String {
        if let here = line.writtenHereMilliseconds {
            let time = book.correctedTime(wallMilliseconds: here)
            return "\(time.text(today: book.today)), not sent yet"
        }
        return line.stamp.map(book.text) ?? ""
    }

    private func isoTime(_ line: BlameLine, _ book: RecordBook) -> String {
        let here = line.writtenHereMilliseconds.map(book.corrected(wallMilliseconds:))
        let milliseconds = here ?? line.stamp.map { Int64(clamping: $0.milliseconds) }
        return milliseconds.map(Instant.text(milliseconds:)) ?? ""
    }

    private func json(_ line: BlameLine, _ entry: Entry, _ book: RecordBook) throws -> JSONText {
        .object([
            ("unit", .text(line.name)), ("value", .text(plainValue(line, entry, book))),
            ("author", JSONText(line.who?.handle)), ("name", JSONText(line.who?.name)),
            ("device", JSONText(line.who?.device)),
            ("replica", JSONText(line.replica?.description)),
            ("time", .text(isoTime(line, book))), ("op", .text(line.op.description)),
            ("quality", JSONText(line.quality.map { String(describing: $0) })),
            ("isPending", .boolean(line.writtenHereMilliseconds != nil)),
        ])
    }
}
