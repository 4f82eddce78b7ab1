// The operator's word that the database was put back.

import CausalCore
import SyncProtocol

extension SyncServer {
    /// Says that the store was put back to an earlier state: gives the history a new lineage.
    ///
    /// From then on devices that have seen more are not stopped but repaired: they offer again what
    /// was lost. Revocations that the store has forgotten are written into it again, and the server's
    /// own replica gets a new identity, because its counters went back as well.
    ///
    /// - Parameter earlier: lineages that are remembered outside the store, oldest first; those that
    ///   the store knows are passed over.
    /// - Returns: What the history is now.
    /// - Throws: ``Problem`` if the store fails or was never initialized.
    public func declareRestored(earlier: [LineageRow] = []) throws(Problem) -> RestoreSummary {
        try reported {
            try store.write { [self] transaction in
                var shard = try shard(transaction)
                let former = shard.lineage
                for row in earlier { try transaction.put(row) }
                shard.lineage = randomness.identifier()
                shard.fork = shard.seq
                shard.backupSeq = min(shard.backupSeq, shard.seq)
                try transaction.put(LineageRow(id: shard.lineage, fork: shard.fork))
                shard.serverReplica = try renewServerReplica(shard.serverReplica, transaction)
                try transaction.commit(CommitEffects(shard: shard))
                let revoked = try revokeAgain(transaction)
                try audit(
                    transaction, by: .zero, "restore",
                    "from \(former) at seq \(shard.seq) to \(shard.lineage), "
                        + "\(revoked) revocations kept")
                return RestoreSummary(
                    point: shard.point, time: shard.time, revocationsKept: revoked)
            }
        }
    }

    private func renewServerReplica(
        _ former: ReplicaID, _ transaction: any ServerTransaction
    ) throws -> ReplicaID {
        guard let row = try transaction.replica(former) else { throw Problem.notInitialized }
        let id = try newReplicaID(transaction)
        try transaction.put(
            ReplicaRow(
                id: id, family: row.family, device: id, user: row.user, counter: 0,
                lastBatch: .zero, familyEnrolled: row.familyEnrolled))
        return id
    }

    private func revokeAgain(_ transaction: any ServerTransaction) throws -> Int {
        var count = 0
        for var device in try transaction.devices()
        where !device.isRevoked && revocations.contains(device.tokenHash) {
            device.isRevoked = true
            try transaction.put(device)
            count += 1
        }
        return count
    }

    /// Every history that the server has had, the present one last, and its newest point.
    ///
    /// - Throws: ``Problem`` if the store fails or was never initialized.
    public func history() throws(Problem) -> ServerHistory {
        try reported {
            try store.read { [self] snapshot in
                let shard = try shard(snapshot)
                return ServerHistory(
                    point: shard.point, backupSeq: shard.backupSeq,
                    lineages: try snapshot.lineages())
            }
        }
    }

    /// Whether a point lies in this server's history, whatever the lineage was called then.
    ///
    /// - Throws: ``Problem`` if the store fails or was never initialized.
    public func knows(_ point: HistoryPoint) throws(Problem) -> Bool {
        try reported {
            try store.read { [self] snapshot in
                try knows(point, try shard(snapshot), snapshot)
            }
        }
    }

    /// Says that everything up to a seq is in a completed, durable backup.
    ///
    /// Devices may then forget acknowledged ops up to there. Passed over if the server was restored
    /// since the backup was begun.
    ///
    /// - Parameter point: the newest point that the backup has.
    /// - Throws: ``Problem`` if the store fails.
    public func noteBackup(upTo point: HistoryPoint) throws(Problem) {
        try reported {
            try store.write { [self] transaction in
                var shard = try shard(transaction)
                guard point.lineage == shard.lineage, point.seq > shard.backupSeq,
                    try knows(point, shard, transaction)
                else { return }
                shard.backupSeq = planted(.backupNotedAhead) ? shard.seq : point.seq
                try transaction.commit(CommitEffects(shard: shard))
                try audit(transaction, by: .zero, "backup", "up to seq \(point.seq)")
            }
        }
    }
}

/// What a declared restore came to.
public struct RestoreSummary: Hashable, Sendable {
    /// The newest point of the history, in its new lineage.
    public var point: HistoryPoint
    /// The commit time of that point.
    public var time: Stamp
    /// How many revocations the store had forgotten.
    public var revocationsKept: Int
}

/// Where a server's history has come to, and what it was called.
public struct ServerHistory: Hashable, Sendable {
    /// The newest point.
    public var point: HistoryPoint
    /// Everything up to here is in a completed backup.
    public var backupSeq: Seq
    /// Every lineage, the present one last.
    public var lineages: [LineageRow]
}
