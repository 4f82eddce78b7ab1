// A record as text for an editor: one line for each field, longer texts in sections.

import AccountRecords
import CausalCore
import ReplicaStore

/// A record as text for an editor.
///
/// ```
/// phone: +49 30 1234
/// tags: energy, solar
///
/// == notes ==
/// Any number of lines.
/// ```
struct RecordForm {
    /// The fields that people may change, and their texts.
    let texts: [String: String]
    let token: EditToken?

    /// What a record holds, for an editor.
    init(_ entry: Entry, token: EditToken) throws {
        var texts: [String: String] = [:]
        for field in Self.fields(entry.definition) {
            texts[field.name] =
                field.policy == .set
                ? entry.elements(field.name).joined(separator: ", ") : entry.text(field.name)
        }
        self.texts = texts
        self.token = token
    }

    /// Reads what an editor left.
    ///
    /// - Throws: ``CommandFailure`` with the line that cannot be understood.
    init(text: String, definition: KindDefinition) throws {
        let names = Set(Self.fields(definition).map(\.name))
        var texts: [String: String] = [:]
        var token: EditToken?
        var section: String?
        let lines = text.replacing("\r\n", with: "\n")
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("# edit ") {
                token = EditToken(String(line.dropFirst("# edit ".count)).trimmingSpaces)
            } else if let name = Self.heading(line), names.contains(name) {
                section = name
                texts[name] = ""
            } else if let name = section {
                texts[name, default: ""] += line + "\n"
            } else if !line.hasPrefix("#"), !line.allSatisfy(\.isWhitespace) {
                let (name, value) = try Self.pair(line, number: index + 1, names: names)
                texts[name] = value
            }
        }
        self.texts = texts.mapValues(\.trimmingSpaces)
        self.token = token
    }

    /// The text for an editor.
    func text(_ definition: KindDefinition, title: String) -> String {
        var text =
            "# \(title)\n# Change what you like, save and close; lines with # are left out.\n"
        if let token { text += "# edit \(token)\n" }
        var sections = ""
        for field in Self.fields(definition) {
            let value = texts[field.name] ?? ""
            if field.type.isLongText {
                sections += "\n== \(field.name) ==\n" + (value.isEmpty ? "" : value + "\n")
            } else {
                if case .choice(let words) = field.type {
                    text += "# \(field.name): \(words.joined(separator: ", "))\n"
                }
                text += "\(field.name): \(value)".trimmingSpaces + "\n"
            }
        }
        return text + sections
    }

    /// What another form changes of this one; fields that it leaves out stay as they are.
    func assignments(to other: RecordForm) -> [FieldAssignment] {
        other.texts.sorted { $0.key < $1.key }.compactMap { name, text in
            (texts[name] ?? "").trimmingSpaces == text
                ? nil : FieldAssignment(name: name, text: text)
        }
    }

    /// The fields that people may change on a laptop.
    private static func fields(_ definition: KindDefinition) -> [FieldDefinition] {
        definition.fields.filter { ![.server, .once, .log].contains($0.policy) }
    }

    private static func heading(_ line: String) -> String? {
        guard line.hasPrefix("== "), line.trimmingSpaces.hasSuffix(" ==") else { return nil }
        return String(line.trimmingSpaces.dropFirst(3).dropLast(3)).trimmingSpaces
    }

    private static func pair(
        _ line: String, number: Int, names: Set<String>
    ) throws -> (String, String) {
        guard let colon = line.firstIndex(of: ":") else {
            throw CommandFailure(
                .badData, "Line \(number) is not of the form field: value.",
                remedy: "Write one field on each line.")
        }
        let name = String(line[..<colon]).trimmingSpaces
        guard names.contains(name) else {
            throw CommandFailure(
                .badData, "Line \(number): there is no field \"\(name)\".",
                remedy: "Longer texts belong under their == heading ==.")
        }
        return (name, String(line[line.index(after: colon)...]).trimmingSpaces)
    }
}
