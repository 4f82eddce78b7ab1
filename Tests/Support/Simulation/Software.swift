// Programs of different ages: which fields they know.
import AccountRecords
import ReplicaStore

/// The age of a program, on a laptop or on the server.
public enum Software: String, Hashable, Sendable {
    /// Today's.
    case current
    /// One that knows a field more than today's, and says that it is today's.
    case branch
    /// A release later: it knows that field, and says so.
    case newer

    /// What it knows of records.
    var schema: Schema {
        switch self {
        case .current: .current
        case .branch: Self.branchSchema
        case .newer: Self.newerSchema
        }
    }

    /// Whether it knows the later field.
    var knowsMotto: Bool { self != .current }

    /// The number of that field.
    static let mottoField: UInt16 = 900

    private static let branchSchema = schema(version: Schema.current.version)
    private static let newerSchema = schema(version: Schema.current.version + 1)

    /// Today's schema with one more field of contacts.
    private static func schema(version: UInt32) -> Schema {
        let kinds = Schema.current.kinds.map { known in
            guard known.number == KindNumber.contact else { return known }
            return KindDefinition(
                known.number, known.name, table: known.table, letter: known.letter,
                title: known.title, isServerOnly: known.isServerOnly, fixedRule: known.fixedRule,
                fields: known.fields + [
                    FieldDefinition(mottoField, "motto", .text(bytesMax: 100))
                ])
        }
        return Schema(version: version, kinds: kinds)
    }
}
