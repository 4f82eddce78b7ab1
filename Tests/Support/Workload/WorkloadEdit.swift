// One edit of the workload: one or two fields of a record that is named by its place.

/// One edit of one record.
public struct WorkloadEdit: Hashable, Sendable {
    /// What kind of record it edits, by the letter of the JSON form.
    public enum Target: String, Hashable, Sendable {
        /// An account.
        case account = "a"
        /// A visit note.
        case note = "n"
    }

    /// What a field is set to.
    public enum Value: Hashable, Sendable {
        /// This text.
        case text(String)
        /// This number.
        case number(Int)
        /// What the record held when it was made, a space, and this text.
        case longer(by: String)
    }

    /// One field and what it is set to.
    public struct Change: Hashable, Sendable {
        /// The field's name in the JSON form.
        public let field: String
        /// What it is set to.
        public let value: Value
    }

    /// What kind of record.
    public let target: Target
    /// The record's place among those of its kind, from 0.
    public let index: Int
    /// One or two changes of different fields.
    public let changes: [Change]

    /// The edit as JSON.
    ///
    /// - Parameters:
    ///   - id: the record's id in the JSON form.
    ///   - text: the record's remarks or body, as it was made.
    public func json(id: String, text: String) -> String {
        let fields = changes.map { change in
            switch change.value {
            case .text(let value): "\"\(change.field)\":\"\(value)\""
            case .number(let value): "\"\(change.field)\":\(value)"
            case .longer(let more): "\"\(change.field)\":\"\(text) \(more)\""
            }
        }
        return "{\"t\":\"\(target.rawValue)\",\"id\":\"\(id)\","
            + "\"set\":{\(fields.joined(separator: ","))}}"
    }
}

/// Ten edits that one device sends at once.
public struct WorkloadBatch: Hashable, Sendable {
    /// The device, from 0.
    public let device: Int
    /// Which of its batches this is, from 0.
    public let number: Int
    /// Ten edits of different records that only this device edits.
    public let edits: [WorkloadEdit]
}
