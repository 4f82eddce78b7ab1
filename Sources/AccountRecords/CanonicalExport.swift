// The form in which copies are compared: the same state is the same bytes on every side.
import CausalCore

/// Lines of the canonical export: first live records, then open conflict records.
///
/// Records come in the order of ``precedes(_:_:)-(RecordState,RecordState)``, conflict records in
/// that of the other. Each line is a JSON object with sorted keys; stamps, seqs and counters are
/// decimal strings. A line has no line break at its end.
public enum CanonicalExport {
    /// The order of records: by kind, then by the bytes of the id.
    public static func precedes(_ first: RecordState, _ second: RecordState) -> Bool {
        first.kind != second.kind ? first.kind < second.kind : first.record < second.record
    }

    /// The order of conflict records: by kind, record, unit, then by the bytes of the id.
    public static func precedes(_ first: ConflictRecord, _ second: ConflictRecord) -> Bool {
        if first.kind != second.kind { return first.kind < second.kind }
        if first.record != second.record { return first.record < second.record }
        return first.unit != second.unit ? first.unit < second.unit : first.id < second.id
    }

    /// One live record with all its cells, in any order; cleared ones are part of it.
    public static func recordLine(_ state: RecordState, schema: Schema = .current) -> String {
        let cells = state.cells.sorted { $0.key < $1.key }
        return JSONText.object([
            ("account", id(state.account)),
            ("id", id(state.record)),
            ("kind", JSONText.string(kindName(state.kind, schema))),
            ("seq", JSONText.number(state.seq)),
            ("time", stamp(state.time)),
            ("type", JSONText.string("record")),
            ("units", JSONText.array(cells.map { unit($0, kind: state.kind, schema: schema) })),
            ("vector", vector(state.vector)),
        ])
    }

    /// One conflict record with all its members.
    public static func conflictLine(
        _ conflict: ConflictRecord, schema: Schema = .current
    ) -> String {
        let members = conflict.members.map { member($0, of: conflict, schema: schema) }
        return JSONText.object([
            ("account", id(conflict.account)),
            ("id", id(conflict.id)),
            ("kind", JSONText.string(kindName(conflict.kind, schema))),
            ("members", JSONText.array(members)),
            ("needs_review", conflict.needsReview ? "true" : "false"),
            ("opened", stamp(conflict.opened)),
            ("overtaken", conflict.isOvertaken ? "true" : "false"),
            ("record", id(conflict.record)),
            ("seq", JSONText.number(conflict.seq)),
            ("type", JSONText.string("conflict")),
            ("unit", JSONText.string(schema.name(of: conflict.unit, kind: conflict.kind))),
        ])
    }

    private static func unit(_ cell: Cell, kind: UInt16, schema: Schema) -> String {
        JSONText.object([
            ("op", id(cell.op)),
            ("replica", JSONText.string(cell.replica.description)),
            ("stamp", stamp(cell.stamp)),
            ("unit", JSONText.string(schema.name(of: cell.key, kind: kind))),
            ("value", value(cell.value, unit: cell.key, kind: kind, schema: schema)),
        ])
    }

    private static func member(
        _ member: ConflictMember, of conflict: ConflictRecord, schema: Schema
    ) -> String {
        func json(_ bytes: [UInt8]) -> String {
            value(bytes, unit: conflict.unit, kind: conflict.kind, schema: schema)
        }
        var base = member.base.map { [("base", json($0))] } ?? []  // absent if it was never set
        if member.isBaseForgotten { base = [("base_kept", "false")] }
        return JSONText.object(
            [
                ("action", JSONText.string(member.action.name)),
                ("author", id(member.author)),
            ] + base + [
                ("context", vector(member.context)),
                ("counter", JSONText.number(member.dot.counter)),
                ("op", id(member.op)),
                ("quality", JSONText.string(member.quality.name)),
                ("received", stamp(member.received)),
                ("replaced", member.isReplaced ? "true" : "false"),
                ("replica", JSONText.string(member.dot.replica.description)),
                ("seq", JSONText.number(member.seq)),
                ("stamp", stamp(member.stamp)),
                ("value", json(member.value)),
            ])
    }

    private static func kindName(_ number: UInt16, _ schema: Schema) -> String {
        schema.kind(number: number)?.name ?? "#\(number)"
    }

    private static func id<Subject>(_ id: Identifier<Subject>) -> String {
        JSONText.string(id.description)
    }

    private static func stamp(_ stamp: Stamp) -> String { JSONText.number(stamp.rawValue) }

    /// Pairs of replica and counter, sorted by replica.
    private static func vector(_ vector: VersionVector) -> String {
        JSONText.array(
            vector.entries.map { dot in
                JSONText.array([
                    JSONText.string(dot.replica.description), JSONText.number(dot.counter),
                ])
            })
    }
}
