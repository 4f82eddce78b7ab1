// The note of a visit as an editor shows it.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal
import VisitNote

/// The note of a visit as an editor shows it.
struct VisitText {
    let book: RecordBook

    /// A note to be filled in for a new visit.
    func empty(account: Entry, values: [String: String], text: String) throws -> String {
        let head = NoteFields.all.map { line in
            NoteKey(line.key, values[line.field] ?? "", hint: line.hint)
        }
        return VisitNote.markdown(
            head: head, comment: try invitation(account), summary: "", body: text, promises: true)
    }

    /// The note of a visit that exists, with what its reader had seen.
    func present(_ visit: Entry, token: EditToken) throws -> String {
        let head = try NoteFields.all.map { line in
            NoteKey(line.key, try typedValue(line.field, of: visit), hint: line.hint)
        }
        let markdown = VisitNote.markdown(
            head: head, comment: [], summary: visit.text("summary"), body: visit.text("body"),
            promises: true)
        return markdown + "\n<!-- edit \(token) -->\n"
    }

    /// The token that a note of an existing visit carries.
    static func token(in text: String) -> EditToken? {
        guard let start = text.range(of: "<!-- edit "),
            let end = text[start.upperBound...].range(of: " -->")
        else { return nil }
        return EditToken(String(text[start.upperBound..<end.lowerBound]))
    }

    /// A field as it is typed: local times, names of contacts by id.
    private func typedValue(_ field: String, of visit: Entry) throws -> String {
        if let milliseconds = visit.milliseconds(field) {
            let time = LocalTime(milliseconds: milliseconds)
            return "\(time.isoDate) \(time.clock)"
        }
        guard let definition = visit.definition.field(named: field) else { return "" }
        guard definition.policy == .set else { return visit.text(field).oneLine }
        return try visit.elements(field).map { element in
            switch definition.type {
            case .user: return try UserID(element).map(book.directory().handle(of:)) ?? element
            case .reference:
                guard let id = RecordID(element), let entry = try book.entry(id) else {
                    return element
                }
                return try book.typed(entry)
            default: return element
            }
        }.joined(separator: ", ")
    }

    /// What the writer may want to remember, as a comment.
    private func invitation(_ account: Entry) throws -> [String] {
        var lines = [
            "\(account.text("name")): the first line is the summary, the rest the note.",
            "How can we help them? What did you leave for them to read?",
            "Lines \"- [ ] us: ... by 2026-12-01\" and \"- [ ] them: ...\" become promises.",
        ]
        if let last = try book.lastVisits(of: account.id, limit: 1).first {
            lines.append("Last time: \(book.title(of: last))")
        }
        for promise in try book.openPromises(of: account.id).prefix(5) {
            let due = promise.day("due").map {
                " (due \(LocalTime.dayText(dayNumber: $0, thisYear: book.today.year)))"
            }
            lines.append("Open, \(promise.text("direction")): \(promise.text("text"))\(due ?? "")")
        }
        return lines.map { SafeText.line($0).replacing("-->", with: "->") }
    }
}

extension String {
    /// The text on one line.
    var oneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
