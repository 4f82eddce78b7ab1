// Who wrote what, from which device, when; and the counts that a status tells.

import AccountRecords
import CausalCore

/// One value of a record, and who gave it.
public struct BlameLine: Hashable, Sendable {
    /// The unit.
    public var unit: UnitKey
    /// The unit's name, such as `tags/energy`.
    public var name: String
    /// The canonical bytes of its value; empty for one that was cleared.
    public var value: [UInt8]
    /// The person and device that gave it; nil where the directory does not know the replica.
    public var who: DirectoryEntry?
    /// The replica that brought it; nil while it is on this device only.
    public var replica: ReplicaID?
    /// The op that gave it.
    public var op: OpID
    /// When it was written; nil while the server has not decided.
    public var stamp: Stamp?
    /// What the stamp rests on; nil while there is none.
    public var quality: StampQuality?
    /// The wall clock of this device when it was written here, in milliseconds since 1970; nil for
    /// what is part of the server's state.
    public var writtenHereMilliseconds: UInt64?
}

/// How much of everything there is.
public struct StoreCounts: Hashable, Sendable {
    /// Ops without an answer.
    public var pending = 0
    /// Ops that wait for an admin.
    public var held = 0
    /// Ops that were refused and not seen to.
    public var rejected = 0
    /// Conflicts that wait for somebody.
    public var conflictsOpen = 0
    /// Those of them that somebody should look at.
    public var conflictsToReview = 0
    /// Conflicts that this person lost and was not told of.
    public var lossesUntold = 0
    /// Drafts.
    public var drafts = 0
    /// Accounts that are here in full.
    public var accountsComplete = 0
    /// Accounts that are being filled.
    public var accountsIncomplete = 0
}

extension ReplicaReader {
    /// For each unit of a record that was ever written, who gave its value; sorted by unit.
    ///
    /// - Throws: ``StoreError`` with code `notFound`.
    public func blame(_ record: RecordID) throws -> [BlameLine] {
        guard let view = try connection.view(of: record) else {
            throw StoreError.notFound("such record")
        }
        return try view.units.values.sorted { $0.key < $1.key }.map { unit in
            BlameLine(
                unit: unit.key, name: connection.schema.name(of: unit.key, kind: view.kind),
                value: unit.value, who: try who(unit), replica: unit.replica, op: unit.op,
                stamp: unit.stamp, quality: unit.quality,
                writtenHereMilliseconds: unit.writtenHereMilliseconds)
        }
    }

    private func who(_ unit: UnitView) throws -> DirectoryEntry? {
        if let replica = unit.replica { return try directory(replica) }
        guard let identity = try identity() else { return nil }
        return try directory(identity.replica)
    }

    /// How much of everything there is.
    public func counts() throws -> StoreCounts {
        var counts = StoreCounts()
        counts.pending = try connection.number("SELECT count(*) FROM op WHERE verdict IS NULL")
        let refused = try connection.rows(
            "SELECT verdict, count(*) FROM op WHERE verdict >= 4 AND outcome IS NULL GROUP BY 1")
        for row in refused {
            let count = Int(clamping: row.integer(1) ?? 0)
            if row.integer(0) == 4 { counts.held = count } else { counts.rejected = count }
        }
        let open = try connection.row(
            "SELECT count(*), total(needs_review) FROM conflict WHERE is_open = 1")
        counts.conflictsOpen = Int(clamping: open?.integer(0) ?? 0)
        counts.conflictsToReview = try connection.number(
            "SELECT count(*) FROM conflict WHERE is_open = 1 AND needs_review = 1")
        counts.lossesUntold = try connection.number(
            "SELECT count(DISTINCT conflict) FROM own_loss WHERE is_told = 0")
        counts.drafts = try connection.number("SELECT count(*) FROM draft")
        counts.accountsComplete = try connection.number(
            "SELECT count(*) FROM scope WHERE is_complete = 1")
        counts.accountsIncomplete = try connection.number(
            "SELECT count(*) FROM scope WHERE is_complete = 0")
        return counts
    }
}

extension RecordView {
    /// The plain fields that hold something, by name; what a newer program wrote is left out.
    public func fields(_ schema: Schema = .current) -> [String: FieldValue] {
        var fields: [String: FieldValue] = [:]
        for (key, unit) in units where !unit.value.isEmpty {
            guard let field = schema.field(of: key, kind: kind), !field.hasElements,
                let value = try? FieldValue(canonicalBytes: unit.value, type: field.type)
            else { continue }
            fields[field.name] = value
        }
        return fields
    }

    /// The elements of the sets that have any, by name, each sorted by bytes.
    public func sets(_ schema: Schema = .current) -> [String: [String]] {
        var sets: [String: [String]] = [:]
        for unit in units.values.sorted(by: { $0.key < $1.key }) where !unit.value.isEmpty {
            guard let field = schema.field(of: unit.key, kind: kind), field.policy == .set else {
                continue
            }
            sets[field.name, default: []].append(
                String(decoding: unit.key.element, as: UTF8.self))
        }
        return sets
    }

    /// The entries of the logs that have any, by name, each in the order of their ids.
    public func logs(_ schema: Schema = .current) -> [String: [LogEntry]] {
        var logs: [String: [LogEntry]] = [:]
        for unit in units.values.sorted(by: { $0.key < $1.key }) where !unit.value.isEmpty {
            guard let field = schema.field(of: unit.key, kind: kind), field.policy == .log,
                let value = try? FieldValue(canonicalBytes: unit.value, type: field.type)
            else { continue }
            logs[field.name, default: []].append(LogEntry(unit: unit, text: value.text))
        }
        return logs
    }
}

/// One entry of a log, and who appended it.
public struct LogEntry: Hashable, Sendable {
    /// The unit, with who wrote it and when.
    public var unit: UnitView
    /// What it says.
    public var text: String
}
