// What was written here: what waits, what was held or refused, and the log of it all.

import AccountRecords
import CausalCore

/// What one person did at one moment.
public struct LocalWrite: Hashable, Sendable {
    /// The local transaction.
    public var transaction: TransactionID
    /// Its ops, in the order written.
    public var ops: [OwnOp]
}

/// Which of the ops that were written here.
public enum OutboxFilter: Hashable, Sendable {
    /// Those without an answer.
    case waiting
    /// Those that wait for an admin or were refused, and were not seen to.
    case heldOrRejected
    /// All.
    case all
}

extension ReplicaReader {
    /// Ops that were written here, in the order written.
    public func outbox(_ filter: OutboxFilter = .waiting) throws -> [OwnOp] {
        let condition =
            switch filter {
            case .waiting: "WHERE verdict IS NULL"
            case .heldOrRejected: "WHERE verdict >= 4 AND outcome IS NULL"
            case .all: ""
            }
        return try connection.ownOps("\(condition) ORDER BY position")
    }

    /// Ops that an admin has to see to, or that were refused; also those already seen to.
    public func held() throws -> [OwnOp] {
        try connection.ownOps("WHERE verdict >= 4 ORDER BY position")
    }

    /// An op that was written here; nil for others.
    public func ownOp(_ id: OpID) throws -> OwnOp? {
        try connection.ownOps("WHERE id = ?", [id.value]).first
    }

    /// Own ops on a record, in the order written.
    public func history(_ record: RecordID) throws -> [OwnOp] {
        try connection.ownOps("WHERE record = ? ORDER BY position", [record.value])
    }

    /// The newest local writes, the newest first.
    public func log(limit: Int = 20, record: RecordID? = nil) throws -> [LocalWrite] {
        let newest = try connection.rows(
            """
            SELECT txn, max(position) FROM op \(record == nil ? "" : "WHERE record = ?") \
            GROUP BY txn ORDER BY 2 DESC LIMIT ?
            """, (record.map { [$0.value] } ?? []) + [Swift.max(0, limit).value])
        return try newest.map { row in
            let transaction: TransactionID = try row.requiredID(0)
            return LocalWrite(transaction: transaction, ops: try ops(of: transaction))
        }
    }

    /// The ops of a local transaction, in the order written.
    public func ops(of transaction: TransactionID) throws -> [OwnOp] {
        try connection.ownOps("WHERE txn = ? ORDER BY position", [transaction.value])
    }
}
