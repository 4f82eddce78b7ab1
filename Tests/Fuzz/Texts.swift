// Fuzzes files to import, notes of visits, and text on its way to a terminal.

import Foundation
import Import
import Terminal
import VisitNote

enum Texts {
    static func feedCSV(_ bytes: [UInt8]) {
        guard let document = decoded(try CSVDocument(bytes: bytes)) else { return }
        for source in ImportSource.allCases {
            for subject in ImportSubject.allCases {
                let mapping = ImportMapping(source: source, subject: subject)
                guard let plan = decoded(try ImportPlan(document: document, mapping: mapping))
                else { continue }
                let total = plan.rows.count + plan.rejected.count
                require(total == document.rows.count, "each row is taken or rejected")
                _ = plan.rejectFile(plan.rejected)
            }
        }
        checkWriting(document)
    }

    /// What CSVText writes of a document, CSVDocument reads as the same document.
    private static func checkWriting(_ document: CSVDocument) {
        guard document.columns.contains(where: { !$0.isEmpty }) else { return }
        let good = document.rows.filter { $0.problem == nil }
        let mark = document.delimiter
        var text = "\u{FEFF}" + CSVText.row(document.columns, delimiter: mark)
        for row in good { text += CSVText.row(row.cells, delimiter: mark) }
        guard let again = decoded(try CSVDocument(bytes: Array(text.utf8), delimiter: mark)) else {
            fatalError("what is written is read")
        }
        require(again.columns == document.columns, "columns are read as they were written")
        require(again.rows.map(\.cells) == good.map(\.cells), "cells are read as written")
    }

    static func feedNote(_ text: String) {
        let keys: Set<String> = ["date", "attendees", "place", "next"]
        let note = VisitNote(markdown: text, keys: keys)
        require(note.summary.count <= VisitNote.summaryCharactersMax, "a summary is short")
        require(note.entries.allSatisfy { keys.contains($0.key) }, "only known keys are taken")
        let again = VisitNote.markdown(
            head: note.entries.map { NoteKey($0.key, $0.value) }, comment: ["Say what matters."],
            summary: note.summary, body: note.body, promises: true)
        let read = VisitNote(markdown: again, keys: keys)
        require(
            read.entries.map(\.key) == note.entries.map(\.key), "a note keeps its keys")
    }

    static func feedSafe(_ text: String) {
        let block = SafeText.block(text)
        require(!block.unicodeScalars.contains(where: isObeyed), "nothing moves the cursor")
        let line = SafeText.line(text)
        require(!line.contains(where: \.isNewline), "one line is one line")
        let field = SafeText.plainField(text)
        require(!field.contains { $0 == "\t" || $0 == "\n" }, "tabs and line ends only separate")
        let document = JSONText.array([.text(text)]).document()
        require(
            try JSONDecoder().decode([String].self, from: Data(document.utf8)).first?.utf8
                .elementsEqual(text.utf8) == true, "JSON holds the text as it is")
    }

    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
