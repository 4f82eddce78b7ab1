// May this op be accepted, as far as it and its record say? Pure, the same on both sides.
import CausalCore

/// Checks ops against the schema, the policies and the limits.
///
/// Scope, role, known op ids and the conflicts named in `resolves` are not looked at: only the
/// server knows them. Nor is it a problem here that the record is unknown.
public enum OpCheck {
    /// Why an op cannot be accepted; nil if it can.
    ///
    /// See ``finding(in:record:writer:schema:)``.
    public static func problem(
        of op: Op, record: RecordFacts, writer: OpWriter = .device, schema: Schema = .current
    ) -> OpProblem? {
        finding(in: op, record: record, writer: writer, schema: schema)?.problem
    }

    /// The first problem of an op, held before rejected; nil if it has none.
    ///
    /// Linear in the bytes of the op.
    public static func finding(
        in op: Op, record: RecordFacts, writer: OpWriter = .device, schema: Schema = .current
    ) -> OpFinding? {
        guard op.schema <= schema.version, let kind = schema.kind(number: op.kind) else {
            return OpFinding(.held(.newerSchema), "The op was written by a newer program.")
        }
        for unit in op.units where unit.key != .life && !kind.hasField(number: unit.key.field) {
            return OpFinding(
                .held(.newerSchema), unit: unit.key, "The field is known to newer programs only.")
        }
        return identityFinding(in: op, record: record)
            ?? sizeFinding(in: op, record: record)
            ?? shapeFinding(in: op, kind: kind, writer: writer)
            ?? unitsFinding(in: op, kind: kind, record: record, writer: writer)
            ?? requiredFinding(in: op, kind: kind)
            ?? fixedFinding(in: op, kind: kind, record: record)
    }

    /// The rule for which ``RecordFacts/hasSeenFixed`` must be looked up before the op is checked;
    /// nil for nearly all ops, for which it plays no part.
    public static func fixedRule(for op: Op, schema: Schema = .current) -> FixedRule? {
        guard op.action == .set, op.resolves.isEmpty, let kind = schema.kind(number: op.kind),
            let rule = kind.fixedRule, op.units.contains(where: { isFixed($0, kind, rule) })
        else { return nil }
        return rule
    }

    private static func identityFinding(in op: Op, record: RecordFacts) -> OpFinding? {
        if op.id.isZero || op.record.isZero || op.account.isZero || op.transaction.isZero {
            return OpFinding(.rejected(.invalidValue), "An id is missing.")
        }
        if (op.kind == KindNumber.account) != (op.account == op.record) {
            return OpFinding(
                .rejected(.wrongAccount), "An account is its own account, and nothing else is.")
        }
        guard let kind = record.kind, let account = record.account else { return nil }
        if kind != op.kind || account != op.account {
            return OpFinding(
                .rejected(.wrongAccount), "The record is of another kind or account.")
        }
        return op.action == .create
            ? OpFinding(.rejected(.createOfKnownRecord), "The record exists already.") : nil
    }

    private static func sizeFinding(in op: Op, record: RecordFacts) -> OpFinding? {
        var bytes = 0
        for unit in op.units { bytes += unit.key.element.count + unit.value.count }
        let isWithin =
            op.units.count <= RecordLimits.unitsPerOpMax && bytes <= RecordLimits.opBytesMax
            && op.resolves.count <= RecordLimits.resolvesPerOpMax
            && op.reason.utf8.count <= RecordLimits.reasonBytesMax
            && op.context.own.count <= RecordLimits.ownPerContextMax
            && record.otherUnitCount <= RecordLimits.unitsPerRecordMax - op.units.count
        if !isWithin {
            return OpFinding(.rejected(.limitExceeded), "The op or its record is too large.")
        }
        return op.context.seen > RecordLimits.seqMax
            ? OpFinding(.rejected(.impossibleContext), "The context was never true.") : nil
    }

    /// What the op may carry, by what it does.
    private static func shapeFinding(
        in op: Op, kind: KindDefinition, writer: OpWriter
    ) -> OpFinding? {
        if writer == .device && kind.isServerOnly && op.action != .review {
            return OpFinding(.rejected(.policy), "\(kind.title) is changed on the server only.")
        }
        if writer == .device && op.origin != nil {
            return OpFinding(.rejected(.policy), "Only the server applies held ops.")
        }
        if op.reason.utf8.contains(0) {
            return OpFinding(.rejected(.invalidValue), "The reason has the character U+0000.")
        }
        switch op.action {
        case .create:
            if op.context.seen != 0 || !op.context.own.isEmpty {
                return OpFinding(.rejected(.impossibleContext), "Nobody can have seen it before.")
            }
            return op.resolves.isEmpty
                ? nil : OpFinding(.rejected(.unknownConflict), "A new record has no conflicts.")
        case .set:
            return op.units.isEmpty
                ? OpFinding(.rejected(.invalidValue), "The edit writes nothing.") : nil
        case .delete, .restore, .review:
            guard op.units.isEmpty else {
                return OpFinding(.rejected(.invalidValue), "This action writes no fields.")
            }
            return op.action == .review && op.resolves.isEmpty
                ? OpFinding(.rejected(.invalidValue), "The review names no conflict.") : nil
        }
    }

    /// A create has every required field; nothing else takes one away.
    private static func requiredFinding(in op: Op, kind: KindDefinition) -> OpFinding? {
        guard op.action == .create else { return nil }
        for number in kind.requiredFields
        where !op.units.contains(where: { $0.key.field == number }) {
            return OpFinding(
                .rejected(.missingField), unit: UnitKey(field: number),
                "A required field is missing.")
        }
        return nil
    }

    /// A record that its writer had seen done is fixed, unless the edit settles a conflict.
    private static func fixedFinding(
        in op: Op, kind: KindDefinition, record: RecordFacts
    ) -> OpFinding? {
        guard op.action == .set, record.hasSeenFixed, op.resolves.isEmpty,
            let rule = kind.fixedRule,
            let unit = op.units.first(where: { isFixed($0, kind, rule) })
        else { return nil }
        return OpFinding(
            .rejected(.policy), unit: unit.key, "It is done and fixed; write an amendment.")
    }

    /// Whether a write needs the record not to be fixed; writing the fixing value again does not.
    private static func isFixed(
        _ unit: UnitWrite, _ kind: KindDefinition, _ rule: FixedRule
    ) -> Bool {
        kind.field(number: unit.key.field)?.marks.contains(.fixedWhenDone) == true
            && !(unit.key == rule.unit && unit.value == rule.value)
    }
}
