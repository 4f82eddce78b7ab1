// Conflicts as the device knows them, with its own side marked.

import AccountRecords
import CausalCore

/// A conflict, with the members that were written on this device marked.
public struct ConflictView: Hashable, Sendable {
    /// The conflict as the server keeps it.
    public var conflict: ConflictRecord
    /// The members whose ops were written here.
    public var ownOps: Set<OpID>
    /// The members that were written by this person, here or elsewhere.
    public var ownAuthorOps: Set<OpID>
}

/// Which conflicts.
public enum ConflictFilter: Hashable, Sendable {
    /// Those that wait for somebody.
    case open
    /// All that were ever received.
    case all
}

extension ReplicaReader {
    /// Conflicts, the newest change first; of one record or of all.
    public func conflicts(
        _ filter: ConflictFilter = .open, record: RecordID? = nil
    ) throws -> [ConflictView] {
        var conditions: [String] = []
        var values: [SQLValue] = []
        if filter == .open { conditions.append("is_open = 1") }
        if let record {
            conditions.append("record = ?")
            values.append(record.value)
        }
        let condition =
            conditions.isEmpty ? "" : "WHERE \(conditions.joined(separator: " AND "))"
        let found = try connection.conflicts("\(condition) ORDER BY seq DESC, id", values)
        return try views(of: found)
    }

    /// A conflict; nil for one that is unknown here.
    public func conflict(_ id: ConflictID) throws -> ConflictView? {
        try views(of: connection.conflicts("WHERE id = ?", [id.value])).first
    }

    /// Conflicts in which something written here does not show, of which this person was not told.
    public func untoldLosses() throws -> [ConflictView] {
        try views(
            of: connection.conflicts(
                """
                WHERE id IN (SELECT conflict FROM own_loss WHERE is_told = 0) ORDER BY seq, id
                """))
    }

    /// A conflict, which must be known here.
    func requiredConflict(_ id: ConflictID) throws -> ConflictRecord {
        guard let conflict = try connection.conflicts("WHERE id = ?", [id.value]).first else {
            throw StoreError.notFound("such conflict")
        }
        return conflict
    }

    private func views(of conflicts: [ConflictRecord]) throws -> [ConflictView] {
        let user = try identity()?.user
        return try conflicts.map { conflict in
            let own = try conflict.members.filter { try connection.isOwn($0) }.map(\.op)
            let author = conflict.members.filter { $0.author == user }.map(\.op)
            return ConflictView(
                conflict: conflict, ownOps: Set(own), ownAuthorOps: Set(author).union(own))
        }
    }
}

extension ReplicaStore {
    /// Notes that this person was told of what they lost in these conflicts.
    public func markTold(_ conflicts: [ConflictID]) throws {
        guard !conflicts.isEmpty else { return }
        try transaction { connection in
            for conflict in conflicts {
                try connection.run(
                    "UPDATE own_loss SET is_told = 1 WHERE conflict = ?", [conflict.value])
            }
        }
    }
}
