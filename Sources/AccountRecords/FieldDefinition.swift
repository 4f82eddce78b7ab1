// One field of a kind of record: one line of the schema.

/// One field of a kind of record.
public struct FieldDefinition: Hashable, Sendable {
    /// Permanent, at least 1, unique in its kind; never used again for another field.
    public let number: UInt16
    /// What it is called in commands, files and columns: `snake_case`, unique in its kind.
    public let name: String
    /// What people read.
    public let title: String
    /// The form of its values, elements or entries.
    public let type: FieldType
    /// How writes of it are treated.
    public let policy: FieldPolicy
    /// What else is true of it.
    public let marks: FieldMarks

    /// Makes a field; without a title the name serves, with a capital letter and spaces.
    public init(
        _ number: UInt16, _ name: String, _ type: FieldType, _ policy: FieldPolicy = .lww,
        _ marks: FieldMarks = [], title: String? = nil
    ) {
        self.number = number
        self.name = name
        self.type = type
        self.policy = policy
        self.marks = marks
        self.title = title ?? Self.title(of: name)
    }

    /// Whether a record must have it.
    public var isRequired: Bool { marks.contains(.required) }

    /// Whether it has many units, one for each element or entry.
    public var hasElements: Bool { policy == .set || policy == .log }

    static func title(of name: String) -> String {
        let words = name.split(separator: "_").joined(separator: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
