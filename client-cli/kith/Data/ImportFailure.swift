// Why a file as a whole was not imported, in words.

import Import

/// Why a file as a whole was not imported, in words.
enum ImportFailure {
    static func of(_ error: CSVError, file: String) -> CommandFailure {
        let nothing = "Nothing was imported."
        switch error {
        case .empty:
            return CommandFailure(
                .badData, "\(file) is empty.", kept: nothing, remedy: "Check the export.")
        case .unclosedQuote(let line):
            return CommandFailure(
                .badData, "\(file), line \(line): a quote is opened that never closes.",
                kept: nothing, remedy: "Correct that line, or export the file again.")
        case .notText(let line):
            return CommandFailure(
                .badData, "\(file), line \(line): this is not text.", kept: nothing,
                remedy: "Save the table as CSV, not as a workbook.")
        case .repeatedColumn(let name):
            return CommandFailure(
                .badData, "\(file) has two columns named \(name).", kept: nothing,
                remedy: "Rename or remove one of them.")
        case .tooLarge(let bytes):
            return CommandFailure(
                .badData, "\(file) is too large (\(bytes >> 20) MB).", kept: nothing,
                remedy: "Split it into files of at most \(CSVDocument.bytesMax >> 20) MB.")
        }
    }

    static func of(
        _ error: ImportError, file: String, source: ImportSource, subject: ImportSubject
    ) -> CommandFailure {
        switch error {
        case .missingColumn(let names, let found):
            let shown = found.prefix(12).joined(separator: ", ")
            let more = found.count > 12 ? ", ..." : ""
            let hint =
                found.count == 1 && found[0].count > 40
                ? " The cells may be separated by something else: see --delimiter." : ""
            return CommandFailure(
                .badData,
                "\(file) is no \(source.rawValue) file of \(subject.rawValue): "
                    + "it has no column \(names.joined(separator: " or ")).",
                kept: "Nothing was imported.",
                remedy: "Its columns are: \(shown)\(more). Check --from.\(hint)")
        }
    }
}
