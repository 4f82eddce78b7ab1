// Units by the names that people type: `name`, `tags/energy`, `updates/<id of the entry>`.
import CausalCore

extension Schema {
    /// A unit as people read it; of a field that this schema does not know, `#` and its number.
    public func name(of unit: UnitKey, kind: UInt16) -> String {
        if unit == .life { return "life" }
        let field = field(of: unit, kind: kind)
        let name = field?.name ?? "#\(unit.field)"
        if unit.element.isEmpty { return name }
        return "\(name)/\(Self.elementText(unit.element, field: field))"
    }

    /// The unit with a name: a field, `field/element` of a set, `field/id` of a log, or `life`.
    ///
    /// - Throws: ``ValueError`` where the kind or field is unknown, or the element does not fit.
    public func unit(named name: String, kind: UInt16) throws(ValueError) -> UnitKey {
        if name == "life" { return .life }
        let parts = name.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let kind = self.kind(number: kind), let first = parts.first,
            let field = kind.field(named: String(first))
        else { throw ValueError(.unknownName, "There is no such field.") }
        guard field.hasElements else {
            guard parts.count == 1 else {
                throw ValueError(.unknownName, "The field \(field.name) has no elements.")
            }
            return UnitKey(field: field.number)
        }
        guard parts.count == 2 else {
            throw ValueError(.unknownName, "Say which: \(field.name)/...")
        }
        return UnitKey(field: field.number, element: try Self.element(String(parts[1]), of: field))
    }

    /// The bytes that name an element of a set or, by its 36-character id, an entry of a log.
    ///
    /// - Throws: ``ValueError`` where the text does not fit the field's type.
    public static func element(
        _ text: String, of field: FieldDefinition
    ) throws(ValueError) -> [UInt8] {
        if field.policy == .log {
            guard let entry = Identifier<UnitKey>(trimmed(text)), !entry.isZero else {
                throw .notAnID
            }
            return entry.bytes
        }
        let value = try FieldValue(text: text, type: field.type)
        return CanonicalText.bytes(of: value.text)
    }

    /// An element's bytes as people read them, reversibly.
    static func elementText(_ element: [UInt8], field: FieldDefinition?) -> String {
        if field?.policy == .log, let entry = Identifier<UnitKey>(bytes: element) {
            return entry.description
        }
        return field?.policy == .set
            ? String(decoding: element, as: UTF8.self) : hexadecimal(element)
    }
}

/// Bytes as two lowercase digits each.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
        decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
