// The units of an op, one by one: order, policy, form.
import CausalCore

extension OpCheck {
    static func unitsFinding(
        in op: Op, kind: KindDefinition, record: RecordFacts, writer: OpWriter
    ) -> OpFinding? {
        var previous = UnitKey.life
        for unit in op.units {
            guard previous < unit.key, let field = kind.field(number: unit.key.field) else {
                return OpFinding(
                    .rejected(.invalidValue), unit: unit.key,
                    "Units must be sorted, each once, and are never the life of the record.")
            }
            previous = unit.key
            if let finding = policyFinding(unit, field, op: op, writer: writer)
                ?? formFinding(unit, field, record: record)
            {
                return finding
            }
        }
        return nil
    }

    private static func policyFinding(
        _ unit: UnitWrite, _ field: FieldDefinition, op: Op, writer: OpWriter
    ) -> OpFinding? {
        let isCreate = op.action == .create
        if field.policy == .once && !isCreate {
            return OpFinding(
                .rejected(.policy), unit: unit.key, "\(field.title) is fixed when created.")
        }
        let isProposal = isCreate && field.marks.contains(.proposable)
        if field.policy == .server && writer == .device && !isProposal {
            return OpFinding(
                .rejected(.policy), unit: unit.key, "\(field.title) is changed on the server only.")
        }
        if field.isRequired && unit.value.isEmpty && !field.hasElements {
            return OpFinding(
                .rejected(.missingField), unit: unit.key, "\(field.title) is required.")
        }
        return nil
    }

    private static func formFinding(
        _ unit: UnitWrite, _ field: FieldDefinition, record: RecordFacts
    ) -> OpFinding? {
        switch field.policy {
        case .set: return elementFinding(unit, field)
        case .log: return entryFinding(unit, field, record: record)
        case .lww, .lwwReview, .once, .server:
            guard unit.key.element.isEmpty else {
                return OpFinding(
                    .rejected(.invalidValue), unit: unit.key, "\(field.title) has no elements.")
            }
            return unit.value.isEmpty ? nil : valueFinding(unit.value, unit, field)
        }
    }

    /// An element is the text of a value that fits the field; it is present or absent.
    private static func elementFinding(_ unit: UnitWrite, _ field: FieldDefinition) -> OpFinding? {
        guard unit.value.isEmpty || unit.value == FieldValue.presentBytes else {
            return OpFinding(
                .rejected(.invalidValue), unit: unit.key, "An element is present or absent.")
        }
        guard unit.key.element.count <= RecordLimits.elementBytesMax else {
            return OpFinding(.rejected(.limitExceeded), unit: unit.key, "The element is too long.")
        }
        guard let text = CanonicalText.text(of: unit.key.element[...]), !text.isEmpty else {
            return OpFinding(.rejected(.invalidValue), unit: unit.key, "The element is not text.")
        }
        do throws(ValueError) {
            let value = try FieldValue(text: text, type: field.type)
            if value.text.utf8.elementsEqual(unit.key.element) { return nil }
            return OpFinding(
                .rejected(.invalidValue), unit: unit.key, "The element is not in canonical form.")
        } catch {
            return OpFinding(.rejected(error.rejectReason), unit: unit.key, error.message)
        }
    }

    /// An entry has an id and a text that nobody changes afterwards.
    private static func entryFinding(
        _ unit: UnitWrite, _ field: FieldDefinition, record: RecordFacts
    ) -> OpFinding? {
        guard unit.key.element.count == 16, unit.key.element.contains(where: { $0 != 0 }) else {
            return OpFinding(.rejected(.invalidValue), unit: unit.key, "An entry needs an id.")
        }
        let present = record.value(unit.key)
        guard !unit.value.isEmpty, present == nil || present == unit.value else {
            return OpFinding(
                .rejected(.policy), unit: unit.key, "Entries are only appended, never changed.")
        }
        return valueFinding(unit.value, unit, field)
    }

    private static func valueFinding(
        _ bytes: [UInt8], _ unit: UnitWrite, _ field: FieldDefinition
    ) -> OpFinding? {
        do throws(ValueError) {
            _ = try FieldValue(canonicalBytes: bytes, type: field.type)
            return nil
        } catch {
            return OpFinding(.rejected(error.rejectReason), unit: unit.key, error.message)
        }
    }
}
