// The fields that a row writes.

import AccountRecords
import Import
import ReplicaStore

/// The fields that a row writes.
struct RowChanges {
    let row: ImportRow
    let book: RecordBook

    /// All fields, for a new record.
    func all(kind: String) throws -> RecordChanges {
        guard let definition = book.schema.kind(named: kind) else { return RecordChanges() }
        let input = FieldInput(book: book, definition: definition, account: nil)
        var changes = RecordChanges()
        for (name, text) in fields(of: definition) {
            try input.apply(FieldAssignment(name: name, text: text), to: &changes)
        }
        if let address { changes.set("address", .address(address)) }
        for id in row.externalIDs where definition.field(named: "external_ids") != nil {
            changes.add(id, to: "external_ids")
        }
        if kind == "account" { changes.set("kind", .choice("external")) }
        return changes
    }

    /// Only what the record does not have yet.
    func filling(_ entry: Entry) throws -> RecordChanges {
        let input = FieldInput(
            book: book, definition: entry.definition, account: entry.account, current: entry)
        var changes = RecordChanges()
        for (name, text) in fields(of: entry.definition) where entry[name] == nil {
            try input.apply(FieldAssignment(name: name, text: text), to: &changes)
        }
        if entry.kind == KindNumber.account, entry["address"] == nil, let address {
            changes.set("address", .address(address))
        }
        let present = Set(entry.elements("external_ids"))
        for id in row.externalIDs where !present.contains(id) {
            changes.add(id, to: "external_ids")
        }
        return changes
    }

    /// The row's values that the kind has fields for, the handle left aside: it is proposed apart.
    private func fields(of definition: KindDefinition) -> [(String, String)] {
        row.values.filter { $0.key != "handle" && definition.field(named: $0.key) != nil }
            .sorted { $0.key < $1.key }
    }

    private var address: PostalAddress? {
        guard !row.address.isEmpty else { return nil }
        return PostalAddress(
            street: row.address["street"] ?? "", postcode: row.address["postcode"] ?? "",
            city: row.address["city"] ?? "", region: row.address["region"] ?? "",
            country: row.address["country"] ?? "")
    }
}
