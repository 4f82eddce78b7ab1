// One kind of record: its permanent number, its names, its fields.
import CausalCore

/// The rule by which a record becomes fixed: once somebody has seen this field with this value,
/// their edits of the fields marked ``FieldMarks/fixedWhenDone`` are rejected.
public struct FixedRule: Hashable, Sendable {
    /// The unit that says so.
    public let unit: UnitKey
    /// The canonical bytes of the value that says so.
    public let value: [UInt8]

    /// Makes a rule of a choice field's number and the word that fixes the record.
    public init(field: UInt16, choice: String) {
        unit = UnitKey(field: field)
        value = FieldValue.choice(choice).canonicalBytes
    }
}

/// One kind of record.
public struct KindDefinition: Hashable, Sendable {
    /// Permanent, at least 1; never used again for another kind.
    public let number: UInt16
    /// What it is called in commands and files: `snake_case`.
    public let name: String
    /// The typed table of it on devices.
    public let table: String
    /// What people read.
    public let title: String
    /// What its short ids begin with; unique among the kinds.
    public let letter: Character
    /// Whether only the server's own replica writes it.
    public let isServerOnly: Bool
    /// When its text becomes fixed; nil if never.
    public let fixedRule: FixedRule?
    /// Its fields, in the order in which people read them.
    public let fields: [FieldDefinition]
    /// The numbers of the fields that a record must have.
    public let requiredFields: [UInt16]
    private let slots: [Int16]
    private let places: [String: Int]

    /// Makes a kind; of several fields with one number the first counts.
    public init(
        _ number: UInt16, _ name: String, table: String? = nil, letter: Character,
        title: String? = nil, isServerOnly: Bool = false, fixedRule: FixedRule? = nil,
        fields: [FieldDefinition]
    ) {
        self.number = number
        self.name = name
        self.table = table ?? name
        self.title = title ?? FieldDefinition.title(of: name)
        self.letter = letter
        self.isServerOnly = isServerOnly
        self.fixedRule = fixedRule
        self.fields = fields
        requiredFields = fields.filter(\.isRequired).map(\.number).sorted()
        slots = Self.slots(of: fields)
        places = Dictionary(
            fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The field with a number, in constant time; nil for 0 and unknown ones.
    public func field(number: UInt16) -> FieldDefinition? {
        guard hasField(number: number) else { return nil }
        return fields[Int(slots[Int(number)])]
    }

    /// Whether there is a field with a number, in constant time.
    public func hasField(number: UInt16) -> Bool {
        Int(number) < slots.count && slots[Int(number)] >= 0
    }

    /// The field with a name.
    public func field(named name: String) -> FieldDefinition? {
        places[name].map { fields[$0] }
    }

    /// For each number the place of its field, -1 where there is none.
    private static func slots(of fields: [FieldDefinition]) -> [Int16] {
        var slots = [Int16](repeating: -1, count: Int(fields.map(\.number).max() ?? 0) + 1)
        for (index, field) in fields.enumerated() where slots[Int(field.number)] < 0 {
            slots[Int(field.number)] = Int16(clamping: index)
        }
        return slots
    }
}
