// What one edit writes, by the names that people use.

import AccountRecords
import CausalCore

/// The fields, elements and entries that one edit writes.
public struct RecordChanges: Hashable, Sendable {
    private var fields: [String: FieldValue?] = [:]
    private var elements: [String: [String: Bool]] = [:]
    private var entries: [String: [String]] = [:]

    /// Changes that set fields.
    public init(_ fields: [String: FieldValue] = [:]) {
        for (name, value) in fields { self.fields[name] = .some(value) }
    }

    /// Whether nothing is written.
    public var isEmpty: Bool { fields.isEmpty && elements.isEmpty && entries.isEmpty }

    /// Gives a field a value.
    public mutating func set(_ field: String, _ value: FieldValue) {
        fields[field] = .some(value)
    }

    /// Empties a field.
    public mutating func clear(_ field: String) {
        fields[field] = .some(nil)
    }

    /// Adds an element to a set, in the form that people type.
    public mutating func add(_ element: String, to field: String) {
        elements[field, default: [:]][element] = true
    }

    /// Takes an element out of a set.
    public mutating func remove(_ element: String, from field: String) {
        elements[field, default: [:]][element] = false
    }

    /// Appends an entry to a log.
    public mutating func append(_ text: String, to field: String) {
        entries[field, default: []].append(text)
    }

    /// The units of a kind, sorted by key.
    ///
    /// - Throws: ``StoreError`` with code `invalidValue`, for unknown fields and bad values.
    func units(of kind: KindDefinition, newEntry: () -> [UInt8]) throws -> [UnitWrite] {
        var units: [UnitWrite] = []
        units.reserveCapacity(fields.count + elements.count + entries.count)
        for (name, value) in fields {  // in any order: all units are sorted below
            let field = try Self.field(name, of: kind) { $0 != .set && $0 != .log }
            units.append(
                UnitWrite(key: UnitKey(field: field.number), value: value?.canonicalBytes ?? []))
        }
        for (name, members) in elements.sorted(by: { $0.key < $1.key }) {
            let field = try Self.field(name, of: kind) { $0 == .set }
            for (text, isPresent) in members.sorted(by: { $0.key < $1.key }) {
                let element = Array(try Self.value(text, field).text.utf8)
                units.append(
                    UnitWrite(
                        key: UnitKey(field: field.number, element: element),
                        value: isPresent ? FieldValue.presentBytes : []))
            }
        }
        for (name, texts) in entries.sorted(by: { $0.key < $1.key }) {
            let field = try Self.field(name, of: kind) { $0 == .log }
            for text in texts {
                units.append(
                    UnitWrite(
                        key: UnitKey(field: field.number, element: newEntry()),
                        value: try Self.value(text, field).canonicalBytes))
            }
        }
        return units.sorted { $0.key < $1.key }
    }

    private static func field(
        _ name: String, of kind: KindDefinition, _ suits: (FieldPolicy) -> Bool
    ) throws -> FieldDefinition {
        guard let field = kind.field(named: name) else {
            throw StoreError(
                .invalidValue, "\(kind.title) has no field \(name).",
                remedy: "Its fields are: \(kind.fields.map(\.name).joined(separator: ", ")).")
        }
        guard suits(field.policy) else {
            throw StoreError(
                .invalidValue, "\(field.title) is a \(field.policy.name) field.",
                remedy: "Sets are added to and removed from, logs are appended to.")
        }
        return field
    }

    private static func value(_ text: String, _ field: FieldDefinition) throws -> FieldValue {
        do throws(ValueError) {
            return try FieldValue(text: text, type: field.type)
        } catch {
            throw StoreError(
                .invalidValue, "\(field.title): \(error.message)", remedy: "Change it and repeat.")
        }
    }
}
