// A note of the workload as Kith's schema has it: a planned visit, whose text may still be edited.

import AccountRecords
import CausalCore

/// The table that maps the workload's fields to those of Kith.
///
/// | note of the workload | field of the visit |
/// | --- | --- |
/// | `account_id` | the account that the record belongs to |
/// | `author` | `summary` |
/// | `visited_at` | `starts_at` |
/// | `kind` | `channel`: in_person, call, email, video for demo, event for survey |
/// | `outcome` | `purpose`: sales, service, courtesy, problem, other, insight |
/// | `body` | `body` |
/// | nothing | `status` is always planned, because the text of a visit that is done is fixed |
extension WorkloadNote {
    /// A UUIDv7 in the order of the notes, behind all accounts, for code that gives ids itself.
    public var recordID: RecordID { orderedID(id, place: 1_000_000 + index) }

    /// What a device writes to create it.
    public var fields: [String: FieldValue] {
        var fields: [String: FieldValue] = [
            "status": .choice("planned"), "summary": .text(author), "body": .text(body),
        ]
        fields["starts_at"] = Self.instant(visitedAt)
        fields["channel"] = Self.channel(kind)
        fields["purpose"] = Self.purpose(outcome)
        return fields
    }

    /// What a device writes to edit it.
    public func fields(of edit: WorkloadEdit) -> [String: FieldValue] {
        var fields: [String: FieldValue] = [:]
        for change in edit.changes {
            switch (change.field, change.value) {
            case ("author", .text(let value)): fields["summary"] = .text(value)
            case ("visited_at", .text(let value)): fields["starts_at"] = Self.instant(value)
            case ("kind", .text(let value)): fields["channel"] = Self.channel(value)
            case ("outcome", .text(let value)): fields["purpose"] = Self.purpose(value)
            case (_, .longer(let more)): fields["body"] = .text("\(body) \(more)")
            case (_, .text), (_, .number): continue
            }
        }
        return fields
    }

    private static func instant(_ text: String) -> FieldValue {
        .instant(milliseconds: Instant.milliseconds(text) ?? 0)
    }

    private static func channel(_ word: String) -> FieldValue {
        let words = ["visit": "in_person", "demo": "video", "survey": "event"]
        return .choice(words[word] ?? word)
    }

    private static func purpose(_ word: String) -> FieldValue {
        let words = [
            "order": "sales", "follow-up": "service", "no interest": "courtesy",
            "complaint": "problem", "absent": "other", "quote": "insight",
        ]
        return .choice(words[word] ?? "other")
    }
}
