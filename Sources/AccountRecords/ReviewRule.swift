// Which conflicts somebody should look at; the others only inform.
import CausalCore

/// Why somebody should look at a conflict.
public enum ReviewReason: String, Hashable, Sendable, CaseIterable {
    /// The field's policy asks for it.
    case policy
    /// Somebody deleted what somebody else edited.
    case deleteOrEdit = "delete_or_edit"
    /// Long text, of which the values can hardly be compared at a glance.
    case longText = "long_text"
    /// An earlier step prevailed over a later one.
    case backwards
    /// The winner was decided by a wall clock only.
    case weakClock = "weak_clock"
}

/// Decides which conflicts need review.
public enum ReviewRule {
    /// Whether somebody should look at a conflict.
    public static func needsReview(
        _ conflict: ConflictRecord, schema: Schema = .current
    ) -> Bool {
        !reasons(for: conflict, schema: schema).isEmpty
    }

    /// Why somebody should look at a conflict; empty if it only informs.
    ///
    /// Conflicts on fields that the schema does not know are judged by the clock alone.
    public static func reasons(
        for conflict: ConflictRecord, schema: Schema = .current
    ) -> [ReviewReason] {
        var reasons: [ReviewReason] = []
        if conflict.unit == .life { reasons.append(.deleteOrEdit) }
        if let field = schema.field(of: conflict.unit, kind: conflict.kind) {
            if field.policy == .lwwReview { reasons.append(.policy) }
            if field.type.isLongText { reasons.append(.longText) }
            if goesBackwards(conflict, field) { reasons.append(.backwards) }
        }
        if conflict.prevailing?.quality == .wall { reasons.append(.weakClock) }
        return reasons
    }

    /// Whether the prevailing value is an earlier step than another member's or its base.
    private static func goesBackwards(_ conflict: ConflictRecord, _ field: FieldDefinition) -> Bool
    {
        guard field.marks.contains(.progress), let winner = conflict.prevailing else {
            return false
        }
        let reached = conflict.members.map(\.value) + [winner.base ?? []]
        let steps = reached.compactMap { step($0, field) }
        return (step(winner.value, field) ?? -1) < (steps.max() ?? -1)
    }

    private static func step(_ value: [UInt8], _ field: FieldDefinition) -> Int? {
        guard case .choice(let words) = field.type,
            value.first == ValueTag.choice.rawValue
        else { return nil }
        return words.firstIndex { $0.utf8.elementsEqual(value.dropFirst()) }
    }
}
