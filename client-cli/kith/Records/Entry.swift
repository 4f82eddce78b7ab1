// A record with typed access to its fields by name.

import AccountRecords
import CausalCore
import ReplicaStore

/// A record as the device shows it, with its fields by name.
struct Entry {
    let id: RecordID
    let account: RecordID
    let definition: KindDefinition
    private let fields: [String: FieldValue]
    /// Sets, logs and who wrote what; nil for an entry of a list.
    let view: RecordView?

    init(_ row: RecordRow, definition: KindDefinition) {
        id = row.id
        account = row.account
        self.definition = definition
        fields = row.fields
        view = nil
    }

    init?(_ view: RecordView, schema: Schema) {
        guard let definition = schema.kind(number: view.kind) else { return nil }
        id = view.id
        account = view.account
        self.definition = definition
        self.view = view
        fields = view.fields(schema)
    }

    var kind: UInt16 { definition.number }
    var isAlive: Bool { view?.isAlive ?? true }
    var isPending: Bool { view?.hasPending ?? false }

    /// The value of a field; nil where it holds nothing or is a set or log.
    subscript(name: String) -> FieldValue? { fields[name] }

    /// The text of a field; empty where it holds nothing.
    func text(_ name: String) -> String { fields[name]?.text ?? "" }

    /// The date of a field as a day number.
    func day(_ name: String) -> Int? {
        guard case .date(let date) = fields[name] else { return nil }
        return Int(date.daysSince1970)
    }

    /// The moment of a field, in milliseconds since 1970.
    func milliseconds(_ name: String) -> Int64? {
        guard case .instant(let milliseconds) = fields[name] else { return nil }
        return milliseconds
    }

    func integer(_ name: String) -> Int64? {
        guard case .integer(let number) = fields[name] else { return nil }
        return number
    }

    func user(_ name: String) -> UserID? {
        guard case .user(let user) = fields[name] else { return nil }
        return user
    }

    /// The elements of a set, sorted by their bytes; none for an entry of a list.
    func elements(_ name: String) -> [String] { view?.sets()[name] ?? [] }

    /// The entries of a log; none for an entry of a list.
    func entries(_ name: String) -> [LogEntry] { view?.logs()[name] ?? [] }

    /// A value from its bytes; nil for none.
    static func value(_ bytes: [UInt8], of field: FieldDefinition) -> FieldValue? {
        guard !bytes.isEmpty else { return nil }
        do {
            return try FieldValue(canonicalBytes: bytes, type: field.type)
        } catch {
            return .text("(unreadable)")
        }
    }
}
