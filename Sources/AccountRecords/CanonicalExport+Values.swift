// Values in the canonical export: by type, and as plain bytes where the schema does not know them.
import CausalCore

extension CanonicalExport {
    /// A unit's value as JSON; null if it holds nothing.
    static func value(
        _ bytes: [UInt8], unit: UnitKey, kind: UInt16, schema: Schema
    ) -> String {
        if bytes.isEmpty { return "null" }
        if unit == .life || bytes == FieldValue.presentBytes {
            return bytes == lifeValue(alive: true) ? "true" : "false"
        }
        guard let field = schema.field(of: unit, kind: kind) else { return plain(bytes) }
        do throws(ValueError) {
            return json(try FieldValue(canonicalBytes: bytes, type: field.type))
        } catch {
            return plain(bytes)  // a newer program's value: both sides show the same bytes
        }
    }

    /// A value as JSON: yes and no as such, parts as an object, everything else as its text.
    static func json(_ value: FieldValue) -> String {
        switch value {
        case .boolean(let isTrue): isTrue ? "true" : "false"
        case .address(let address): object(PostalAddress.partNames, address.parts)
        case .card(let card): object(ReportCard.criteria, card.entries.map(\.text))
        default: JSONText.string(value.text)
        }
    }

    private static func object(_ names: [String], _ parts: [String]) -> String {
        let members = zip(names, parts).filter { !$0.1.isEmpty }
            .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
        return JSONText.object(members.map { ($0.0, JSONText.string($0.1)) })
    }

    private static func plain(_ bytes: [UInt8]) -> String {
        JSONText.object([("bytes", JSONText.string(hexadecimal(bytes)))])
    }
}
