// One visit note of the workload, with 6 fields.

/// One visit note of the workload.
public struct WorkloadNote: Hashable, Sendable {
    /// Its place among the notes, from 0.
    public let index: Int
    /// The id of the JSON form, 36 characters.
    public let id: String
    /// The place of its account, from 0.
    public let account: Int
    /// The id of its account, 36 characters.
    public let accountID: String
    /// The name of a person.
    public let author: String
    /// A moment of 2026, as `2026-12-01T14:30:00Z`.
    public let visitedAt: String
    /// One of five ways to be in touch.
    public let kind: String
    /// One of six words.
    public let outcome: String
    /// English-like text of 400 to 800 bytes.
    public let body: String

    /// One line of JSON, with the line break; every text is ASCII without quotes.
    public var line: String {
        let texts = [
            ("id", id), ("account_id", accountID), ("author", author), ("visited_at", visitedAt),
            ("kind", kind), ("outcome", outcome), ("body", body),
        ]
        return "{\(texts.map { "\"\($0.0)\":\"\($0.1)\"" }.joined(separator: ","))}\n"
    }
}
