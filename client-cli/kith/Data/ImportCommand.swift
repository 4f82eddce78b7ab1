// kith import: companies and people from other systems' exports.

import ArgumentParser
import Import
import Kith
import ReplicaStore
import Terminal

struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take accounts or contacts from a CSV file.",
        discussion: """
            Running it again changes nothing that is here already and adds what is new. Rows that \
            cannot be taken go to --reject with the reason, and can be corrected and imported again. \
            Example: kith import accounts companies.csv --from salesforce --dry-run
            """)

    @Argument(help: "accounts or contacts.")
    var subject: ImportSubject
    @Argument(help: "A CSV file; - for stdin.", completion: .file(extensions: ["csv"]))
    var file: String
    @Option(help: "Who wrote the file: salesforce, hubspot or generic.")
    var from: ImportSource
    @Flag(name: .customLong("dry-run"), help: "Say what would be done, and do nothing.")
    var isDryRun = false
    @Option(help: "A file for rows that cannot be taken.")
    var reject: String?
    @Option(help: "What separates cells, if it is not found out: , ; | or tab.")
    var delimiter: String?
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        let plan = try self.plan(context)
        let importer = Importer(plan: plan, isDryRun: isDryRun)
        let outcome = try importer.run(context, kith)
        if let reject, !outcome.rejected.isEmpty {
            try StandardStream.writeFile(reject, plan.rejectFile(outcome.rejected))
        }
        try answer(context, outcome)
        if !outcome.rejected.isEmpty { throw QuietEnd(status: .badData) }
    }

    private func plan(_ context: CommandContext) throws -> ImportPlan {
        let bytes =
            try file == "-"
            ? StandardStream.readAll()
            : StandardStream.readFile(file, bytesMax: CSVDocument.bytesMax)
        do {
            let document = try CSVDocument(bytes: bytes, delimiter: try separator())
            if document.encoding != .utf8 {
                try context.note(
                    "The file is not UTF-8; it was read as \(document.encoding.rawValue).")
            }
            if document.delimiter != ",", delimiter == nil {
                let name = document.delimiter == "\t" ? "tabs" : "\"\(document.delimiter)\""
                try context.note("Cells are separated by \(name), and were read so.")
            }
            let plan = try ImportPlan(
                document: document, mapping: ImportMapping(source: from, subject: subject))
            if !plan.ignoredColumns.isEmpty {
                try context.note("Not imported: \(plan.ignoredColumns.joined(separator: ", ")).")
            }
            return plan
        } catch let error as CSVError {
            throw ImportFailure.of(error, file: file)
        } catch let error as ImportError {
            throw ImportFailure.of(error, file: file, source: from, subject: subject)
        }
    }

    private func separator() throws -> Character? {
        guard let delimiter else { return nil }
        if delimiter == "tab" || delimiter == "\\t" { return "\t" }
        guard let first = delimiter.first, delimiter.count == 1, first.isASCII, first != "\"",
            !first.isLetter, !first.isNewline
        else {
            throw CommandFailure(
                .usage, "\"\(delimiter)\" cannot separate cells.",
                remedy: "Give one of , ; | or the word tab.")
        }
        return first
    }

    private func answer(_ context: CommandContext, _ outcome: ImportOutcome) throws {
        let rejected = outcome.rejected
        try context.answer(
            "import",
            json: {
                [
                    ("subject", .text(subject.rawValue)), ("isDryRun", .boolean(isDryRun)),
                    ("added", JSONText(outcome.added)), ("changed", JSONText(outcome.changed)),
                    ("unchanged", JSONText(outcome.unchanged)),
                    ("rejected", JSONText(rejected.count)),
                    (
                        "rejects",
                        .array(
                            rejected.map {
                                .object([
                                    ("line", JSONText($0.line)), ("reason", .text($0.reason)),
                                ])
                            })
                    ),
                ]
            },
            plain: {
                "added\t\(outcome.added)\nchanged\t\(outcome.changed)\n"
                    + "unchanged\t\(outcome.unchanged)\nrejected\t\(rejected.count)\n"
            },
            people: { people(outcome) })
        if context.form != .json, reject == nil {
            for row in rejected.prefix(10) { try context.warn("Line \(row.line): \(row.reason)") }
            if rejected.count > 10 { try context.warn("... and \(rejected.count - 10) more") }
        }
    }

    private func people(_ outcome: ImportOutcome) -> String {
        let verb = isDryRun ? "Would add" : "Added"
        var parts = ["\(verb) \(StatusCommand.counted(outcome.added, subjectWord))"]
        if outcome.changed > 0 {
            parts.append("\(isDryRun ? "fill gaps in" : "filled gaps in") \(outcome.changed)")
        }
        if outcome.unchanged > 0 { parts.append("\(outcome.unchanged) were here already") }
        if !outcome.rejected.isEmpty { parts.append("\(outcome.rejected.count) rejected") }
        var text = parts.joined(separator: ", ") + ".\n"
        if let reject, !outcome.rejected.isEmpty {
            text += "The rejected rows are in \(reject), with reasons.\n"
        } else if !outcome.rejected.isEmpty {
            text += "Keep the rejected rows with: --reject FILE\n"
        }
        return text
    }

    private var subjectWord: String { subject == .accounts ? "account" : "contact" }
}

extension ImportSubject: ExpressibleByArgument {}
extension ImportSource: ExpressibleByArgument {}
