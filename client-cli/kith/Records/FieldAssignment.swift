// What people type to change fields: `phone=+49 30 1`, `tags+=energy`, `notes=`.

import AccountRecords

/// One change of one field, as it was typed.
struct FieldAssignment {
    enum Change {
        /// Gives the field a value; an empty text clears it.
        case set
        /// Adds an element.
        case add
        /// Removes an element.
        case remove
    }

    let name: String
    let change: Change
    let text: String

    /// Reads `name=text`, `name+=text` or `name-=text`; dashes in the name stand for underscores.
    init?(_ word: String) {
        guard let equals = word.firstIndex(of: "=") else { return nil }
        var name = word[..<equals]
        switch name.last {
        case "+":
            change = .add
            name = name.dropLast()
        case "-":
            change = .remove
            name = name.dropLast()
        default: change = .set
        }
        let folded = name.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
        guard !folded.isEmpty, folded.allSatisfy({ $0.isLetter || $0 == "_" }) else { return nil }
        self.name = String(folded)
        text = String(word[word.index(after: equals)...])
    }

    init(name: String, change: Change = .set, text: String) {
        self.name = name
        self.change = change
        self.text = text
    }

    /// Reads all words of a command line.
    static func all(_ words: [String]) throws -> [FieldAssignment] {
        try words.map { word in
            guard let assignment = FieldAssignment(word) else {
                throw CommandFailure(
                    .usage, "\"\(word)\" is not of the form field=value.",
                    remedy: "Write phone='+49 30 1234', tags+=energy to add, notes= to clear.")
            }
            return assignment
        }
    }
}
