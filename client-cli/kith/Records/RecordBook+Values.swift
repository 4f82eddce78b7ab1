// Values as people read them: names for ids, words for dates, currencies for money.

import AccountRecords
import CausalCore
import ReplicaStore
import Terminal

extension RecordBook {
    /// A value as people read it.
    func text(_ value: FieldValue, addressed: Bool = true) throws -> String {
        switch value {
        case .text(let text): return text
        case .date(let date):
            return LocalTime.dayText(dayNumber: Int(date.daysSince1970), thisYear: today.year)
        case .instant(let milliseconds):
            return LocalTime(milliseconds: milliseconds).text(today: today)
        case .money(let money): return Self.grouped(money)
        case .choice(let word): return word.replacing("_", with: " ")
        case .integer(let number): return String(number)
        case .boolean(let isTrue): return isTrue ? "yes" : "no"
        case .user(let user): return try name(of: user, isAddressed: addressed)
        case .reference(let record):
            guard let entry = try entry(record) else { return "a record that is not here" }
            return "\(title(of: entry)) (\(try typed(entry)))"
        case .address(let address): return address.line
        case .card: return value.text
        }
    }

    /// The value of a unit as people read it; empty for nothing.
    func text(_ bytes: [UInt8], unit: UnitKey, kind: UInt16) throws -> String {
        if unit == .life { return bytes == lifeValue(alive: true) ? "kept" : "deleted" }
        guard !bytes.isEmpty, let field = schema.field(of: unit, kind: kind) else { return "" }
        if field.policy == .set { return "present" }
        guard let value = Entry.value(bytes, of: field) else { return "" }
        return try text(value)
    }

    /// The name of a unit as people read it: `Phone`, `Tags: energy`.
    func title(of unit: UnitKey, kind: UInt16) throws -> String {
        if unit == .life { return "whether it exists" }
        guard let field = schema.field(of: unit, kind: kind) else {
            return schema.name(of: unit, kind: kind)
        }
        guard !unit.element.isEmpty, field.policy == .set else { return field.title }
        return "\(field.title): \(try element(unit.element, of: field))"
    }

    /// An element of a set as people read it: names for ids.
    func element(_ bytes: [UInt8], of field: FieldDefinition) throws -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        switch field.type {
        case .user: return try UserID(text).map { try name(of: $0) } ?? text
        case .reference:
            guard let id = RecordID(text), let entry = try entry(id) else { return text }
            return title(of: entry)
        default: return text
        }
    }

    /// A field of a record as people read it; empty where it holds nothing.
    func text(_ name: String, of entry: Entry) throws -> String {
        guard let field = entry.definition.field(named: name) else { return "" }
        if field.policy == .set {
            return try entry.elements(name).map { try element(Array($0.utf8), of: field) }
                .joined(separator: ", ")
        }
        return try entry[name].map { try text($0) } ?? ""
    }

    /// An amount with its thousands apart, such as `12,400.00 EUR`.
    static func grouped(_ money: Money) -> String {
        let text = money.description
        let end = text.firstIndex { $0 == "." || $0 == " " } ?? text.endIndex
        var grouped = ""
        let digits = text[..<end]
        for (index, digit) in digits.enumerated() {
            let left = digits.count - index
            if index > 0, left % 3 == 0, grouped.last != "-" { grouped += "," }
            grouped.append(digit)
        }
        return grouped + text[end...]
    }

    /// A record for programs: ids in full, values in the form that is read back, sets and logs as
    /// arrays.
    func json(_ entry: Entry) throws -> JSONText {
        var members: [(String, JSONText)] = [
            ("id", .text(entry.id.description)), ("shortID", .text(try typed(entry))),
            ("kind", .text(entry.definition.name)),
            ("account", .text(try handle(of: entry.account))),
        ]
        var fields: [(String, JSONText)] = []
        for field in entry.definition.fields {
            switch field.policy {
            case .set:
                let elements = entry.elements(field.name).map { JSONText.text($0) }
                fields.append((field.name, .array(elements)))
            case .log:
                fields.append(
                    (field.name, .array(entry.entries(field.name).map { .text($0.text) })))
            default: fields.append((field.name, Self.json(entry[field.name])))
            }
        }
        members.append(("fields", .object(fields)))
        members.append(("seq", .text(String(entry.view?.seq ?? 0))))
        members.append(("isPending", .boolean(entry.isPending)))
        return .object(members)
    }

    private static func json(_ value: FieldValue?) -> JSONText {
        switch value {
        case nil: .null
        case .integer(let number): .integer(number)
        case .boolean(let isTrue): .boolean(isTrue)
        case .some(let value): .text(value.text)
        }
    }
}
