// The keys at the head of a visit's note, and the fields that they stand for.

import AccountRecords
import VisitNote

/// The keys at the head of a visit's note, and the fields that they stand for.
enum NoteFields {
    /// A key, the field it stands for, and a hint for the writer.
    static let all: [(key: String, field: String, hint: String)] = [
        ("on", "starts_at", ""),
        ("status", "status", "done, planned or cancelled"),
        ("channel", "channel", "in_person, call, video, letter, email, event"),
        (
            "purpose", "purpose",
            "courtesy, service, problem, review, sales, insight, delivery, other"
        ),
        ("minutes", "minutes", ""),
        ("place", "location", ""),
        ("with", "with_contacts", "their people: names or ids, separated by commas"),
        ("colleagues", "with_colleagues", "our people: handles, separated by commas"),
        ("mood", "customer_mood", "-2 to 2"),
        ("help", "help_offered", "what you offered to help with"),
        ("shared", "shared", "what you left them to read or see"),
        ("competitors", "competitor_news", ""),
        ("next", "next_visit_on", "the next visit: 2026-12-01, fri, +2w"),
        ("tags", "tags", ""),
    ]

    static let keys = Set(all.map(\.key))

    static func field(of key: String) -> String? { all.first { $0.key == key }?.field }

    /// The assignments that a note's head makes, with the lines they stand on.
    static func assignments(_ note: VisitNote) -> [(line: Int, assignment: FieldAssignment)] {
        note.entries.compactMap { entry in
            field(of: entry.key).map {
                (entry.line, FieldAssignment(name: $0, text: entry.value))
            }
        }
    }
}
