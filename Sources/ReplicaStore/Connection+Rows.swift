// The typed rows: what the view says, in columns that anybody can read.

import AccountRecords
import CausalCore

extension Connection {
    /// Brings the typed row of a record from what it showed to what it shows; only what differs is
    /// written.
    func project(before: ShownRecord?, after: ShownRecord?) throws {
        guard let after else {
            if let before { try removeRow(of: before.id, kind: before.kind) }
            return
        }
        guard let table = layout.table(after.kind) else { return }
        if let before {
            try updateRow(of: after, from: before.units, in: table)
        } else {
            try insertRow(of: after.id, account: after.account, units: after.units, in: table)
        }
    }

    /// Takes the typed row of a record away.
    func removeRow(of record: RecordID, kind: UInt16) throws {
        guard let table = layout.table(kind) else { return }
        try wordsGo(of: record, in: table)
        try run("DELETE FROM \(table.name) WHERE id = ?", [record.value])
        for field in table.sides {
            try run("DELETE FROM \(table.side(field)) WHERE record = ?", [record.value])
        }
    }

    /// Takes all typed rows of an account and a kind away.
    func removeRows(of account: RecordID, kind: UInt16) throws {
        guard let table = layout.table(kind) else { return }
        let rows = try rows(
            "SELECT id FROM \(table.name) WHERE account_id = ? ORDER BY row", [account.value])
        for row in rows { try removeRow(of: row.requiredID(0), kind: kind) }
    }

    /// Makes the typed row of a record that has none, of units in the order of their keys.
    func insertRow(
        of record: RecordID, account: RecordID, units: [UnitWrite], in table: TypedTable
    ) throws {
        var values = Self.columns(units, in: table)
        values.append(account.value)
        values.append(record.value)
        try run(table.insertSQL, values)
        for unit in units where !unit.value.isEmpty && table.columnPlace(unit.key.field) == nil {
            guard table.kind.field(number: unit.key.field)?.hasElements == true else { continue }
            try putElement(unit.key, unit.value, of: record, in: table)
        }
    }

    /// Few columns are named one by one, so that SQLite leaves the indexes over the others alone.
    private func updateRow(
        of shown: ShownRecord, from old: [UnitWrite], in table: TypedTable
    ) throws {
        let changes = shown.changes(from: old)
        let plain = changes.filter {
            $0.key.element.isEmpty && table.columnPlace($0.key.field) != nil
        }
        if plain.contains(where: { table.isSearched($0.key.field) }) {
            try wordsChange(of: shown.id, in: table)
        }
        if plain.count > TypedTable.namedColumnsMax {
            try run(table.updateSQL, Self.columns(shown.units, in: table) + [shown.id.value])
        } else if !plain.isEmpty {
            let fields = plain.compactMap { table.kind.field(number: $0.key.field) }
            let values = zip(plain, fields).flatMap { Self.columns(of: $0.value, field: $1) }
            try run(table.updateSQL(of: fields), values + [shown.id.value])
        }
        for change in changes
        where table.kind.field(number: change.key.field)?.hasElements == true {
            try putElement(change.key, change.value, of: shown.id, in: table)
        }
    }

    // MARK: Columns

    /// The columns of all plain fields.
    private static func columns(_ units: [UnitWrite], in table: TypedTable) -> [SQLValue] {
        var values: [SQLValue] = []
        values.reserveCapacity(table.columnCount + 2)  // for what follows the fields
        values.append(contentsOf: repeatElement(.null, count: table.columnCount))
        for unit in units where !unit.value.isEmpty && unit.key.element.isEmpty {
            guard let field = table.kind.field(number: unit.key.field),
                let place = table.columnPlace(unit.key.field)
            else { continue }
            if let text = field.type.storedText(unit.value) {
                values[place] = .utf8(text)
            } else {
                let columns = columns(of: unit.value, field: field)
                for (offset, column) in columns.enumerated() { values[place + offset] = column }
            }
        }
        return values
    }

    /// The columns of one field; what a newer program wrote in a form unknown here stays a blob.
    static func columns(of bytes: [UInt8], field: FieldDefinition) -> [SQLValue] {
        if let text = field.type.storedText(bytes) { return [.utf8(text)] }
        let isMoney = field.type == .money
        guard !bytes.isEmpty else { return isMoney ? [.null, .null] : [.null] }
        do throws(ValueError) {
            let value = try FieldValue(canonicalBytes: bytes, type: field.type)
            if case .money(let money) = value {
                return [
                    money.minorUnits.value,
                    money.currency.description.value,
                ]
            }
            return [value.column]
        } catch {
            return isMoney ? [bytes.value, .null] : [bytes.value]
        }
    }

    private func putElement(
        _ key: UnitKey, _ value: [UInt8], of record: RecordID, in table: TypedTable
    ) throws {
        guard let field = table.kind.field(number: key.field) else { return }
        let side = table.side(field)
        if field.policy == .log {
            let text = Self.columns(of: value, field: field)[0]
            try run(
                "INSERT OR REPLACE INTO \(side) (record, entry, text) VALUES (?, ?, ?)",
                [record.value, key.element.value, text.isNull ? "".value : text])
        } else {
            let element = String(decoding: key.element, as: UTF8.self).value
            try run(
                value.isEmpty
                    ? "DELETE FROM \(side) WHERE record = ? AND element = ?"
                    : "INSERT OR IGNORE INTO \(side) (record, element) VALUES (?, ?)",
                [record.value, element])
        }
    }
}

extension FieldType {
    private static let textTag = FieldValue.text("a").canonicalBytes.first
    private static let choiceTag = FieldValue.choice("a").canonicalBytes.first

    /// The UTF-8 bytes of a canonical text or choice, which need no decoding; nil for other types.
    fileprivate func storedText(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
        guard let tag = bytes.first else { return nil }
        switch self {
        case .text, .longText, .handle: return tag == Self.textTag ? bytes.dropFirst() : nil
        case .choice: return tag == Self.choiceTag ? bytes.dropFirst() : nil
        default: return nil
        }
    }
}

extension FieldValue {
    /// The value as a plain column; money, which has two columns, is not for this.
    var column: SQLValue {
        switch self {
        case .text(let text), .choice(let text): text.value
        case .integer(let number): number.value
        case .boolean(let isTrue): (isTrue ? 1 : 0).value
        case .date(let date): date.description.value
        case .instant(let milliseconds): milliseconds.value
        case .reference(let record): record.value
        case .user(let user): user.value
        case .money, .address, .card: text.value
        }
    }

    /// Reads plain columns back; nil for NULL and for what is not of the type.
    init?(column: SQLValue, second: SQLValue, type: FieldType) {
        switch (type, column) {
        case (.text, .text(let text)), (.longText, .text(let text)), (.handle, .text(let text)):
            self = .text(text)
        case (.choice, .text(let text)): self = .choice(text)
        case (.integer, .integer(let number)): self = .integer(number)
        case (.boolean, .integer(let number)): self = .boolean(number != 0)
        case (.instant, .integer(let number)): self = .instant(milliseconds: number)
        case (.reference, .blob(let bytes)):
            guard let record = RecordID(bytes: bytes) else { return nil }
            self = .reference(record)
        case (.user, .blob(let bytes)):
            guard let user = UserID(bytes: bytes) else { return nil }
            self = .user(user)
        case (.money, .integer(let number)):
            guard case .text(let code) = second, let currency = CurrencyCode(code) else {
                return nil
            }
            self = .money(Money(minorUnits: number, currency: currency))
        case (_, .text(let text)):
            guard let value = try? FieldValue(text: text, type: type) else { return nil }
            self = value
        default: return nil
        }
    }
}
