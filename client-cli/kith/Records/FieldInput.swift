// From what people type to values, with handles, short ids and words for dates.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

/// Reads what people type into fields of a record.
struct FieldInput {
    let book: RecordBook
    let definition: KindDefinition
    /// The account of the record; nil where it is being made.
    let account: RecordID?
    /// The record as it is; nil where it is being made.
    let current: Entry?

    init(book: RecordBook, definition: KindDefinition, account: RecordID?, current: Entry? = nil) {
        self.book = book
        self.definition = definition
        self.account = account
        self.current = current
    }

    /// The changes that assignments make.
    ///
    /// - Throws: ``CommandFailure`` for unknown fields and values that do not fit.
    func changes(_ assignments: [FieldAssignment]) throws -> RecordChanges {
        var changes = RecordChanges()
        for assignment in assignments { try apply(assignment, to: &changes) }
        return changes
    }

    /// Adds what one assignment writes.
    func apply(_ assignment: FieldAssignment, to changes: inout RecordChanges) throws {
        let field = try self.field(named: assignment.name)
        switch field.policy {
        case .log:
            guard assignment.change != .remove else {
                throw CommandFailure(
                    .usage, "\(field.title) can only be added to.",
                    remedy: "Write \(field.name)+=... to add an entry.")
            }
            changes.append(try value(assignment.text, of: field).text, to: field.name)
        case .set: try applyElements(assignment, of: field, to: &changes)
        case .server where current != nil:
            throw CommandFailure(
                .notAllowed, "\(field.title) is kept by the server.",
                remedy: "Ask an admin to change it.")
        case .once where current != nil:
            throw CommandFailure(
                .notAllowed, "\(field.title) is fixed when the record is made.",
                remedy: "Make a new record instead.")
        default: try applyField(assignment, of: field, to: &changes)
        }
    }

    private func applyField(
        _ assignment: FieldAssignment, of field: FieldDefinition, to changes: inout RecordChanges
    ) throws {
        guard assignment.change == .set else {
            throw CommandFailure(
                .usage, "\(field.name) holds one value; += and -= are for sets such as tags.",
                remedy: "Write \(field.name)=... instead.")
        }
        guard assignment.text.allSatisfy(\.isWhitespace) else {
            changes.set(field.name, try value(assignment.text, of: field))
            return
        }
        guard !field.isRequired else {
            throw CommandFailure(
                .badData, "\(field.title) cannot be empty.", remedy: "Give it another value.")
        }
        if current != nil { changes.clear(field.name) }
    }

    /// Elements, separated by commas; `=` makes the set hold exactly these.
    private func applyElements(
        _ assignment: FieldAssignment, of field: FieldDefinition, to changes: inout RecordChanges
    ) throws {
        let words = assignment.text.split(separator: ",").map { String($0).trimmingSpaces }
            .filter { !$0.isEmpty }
        let elements = try words.map { try value($0, of: field).text }
        for element in elements {
            if assignment.change == .remove {
                changes.remove(element, from: field.name)
            } else {
                changes.add(element, to: field.name)
            }
        }
        guard assignment.change == .set, let current else { return }
        for element in current.elements(field.name) where !elements.contains(element) {
            changes.remove(element, from: field.name)
        }
    }

    /// The field with a name, or a failure that suggests near ones.
    func field(named name: String) throws -> FieldDefinition {
        if let field = definition.field(named: name) { return field }
        let names = definition.fields.map(\.name)
        let near = NearMatch.words(to: name, among: names)
        let kind = definition.title.lowercased()
        let article = "aeiou".contains(kind.first ?? " ") ? "An" : "A"
        throw CommandFailure(
            .usage, "\(article) \(kind) has no field \"\(name)\".",
            remedy: near.isEmpty
                ? "It has: \(names.joined(separator: ", "))."
                : "Did you mean \(near.joined(separator: " or "))?")
    }

    /// The value of a text, or a failure that says what would be right.
    func value(_ text: String, of field: FieldDefinition) throws -> FieldValue {
        do {
            return try FieldValue(text: try resolved(text, of: field), type: field.type)
        } catch let error as ValueError {
            throw CommandFailure(
                .badData, "\(field.title): \(error.message)",
                remedy: "What was typed: \(DisplayWidth.fitted(SafeText.line(text), columns: 60))")
        }
    }

    /// Replaces handles, short ids and words for dates by what a value is read from.
    private func resolved(_ text: String, of field: FieldDefinition) throws -> String {
        switch field.type {
        case .date:
            guard let day = DateWords.dayNumber(text, today: book.today),
                let date = CalendarDate(daysSince1970: day)
            else { return text }
            return date.description
        case .instant:
            return MomentWords.milliseconds(text, today: book.today)
                .map(Instant.text(milliseconds:)) ?? text
        case .user: return try book.user(text).description
        case .reference(let kind):
            if RecordID(text) != nil { return text }
            return try book.find(text, kinds: kind.map { [$0] }, account: account).id.description
        default: return text
        }
    }
}
