// What the server does by itself, by stated policy: informational conflicts close after 30 days.

import CausalCore
import SyncProtocol

extension SyncServer {
    static let informationalMillisecondsMax: UInt64 = 30 * 86_400_000

    /// Closes conflict records that nobody needs to look at and that have been open for 30 days.
    ///
    /// All their values are kept. Call it once a day or so.
    ///
    /// - Returns: How many were closed.
    /// - Throws: ``Problem`` if the store or the clock failed.
    @discardableResult
    public func closeInformationalConflicts() throws(Problem) -> Int {
        let now = clock.now()
        let old = try reported {
            try store.read { [self] in try informational(openedBefore: now, $0) }
        }
        guard !old.isEmpty else { return 0 }
        return try reported {
            try store.write { [self] transaction in
                let ids = Set(old.map(\.conflict.id))
                let still = try informational(openedBefore: now, transaction)
                    .filter { ids.contains($0.conflict.id) }
                let seq = try takeSeq(transaction)
                let shard = try shard(transaction)
                var effects = CommitEffects(shard: shard)
                effects.conflicts = still.map { close($0, seq: seq, time: shard.time) }
                try transaction.commit(effects)
                try audit(transaction, by: .zero, "close by policy", "\(still.count) conflicts")
                return still.count
            }
        }
    }

    private func informational(openedBefore now: Stamp, _ snapshot: any ServerSnapshot) throws
        -> [StoredConflict]
    {
        let rows = try snapshot.conflicts(includesClosed: false, before: nil, limit: .max)
        return try rows.filter { !$0.needsReview }.map(ConflictCoding.conflict).filter {
            $0.conflict.opened.milliseconds + Self.informationalMillisecondsMax < now.milliseconds
        }
    }

    private func close(_ stored: StoredConflict, seq: Seq, time: Stamp) -> ConflictRow {
        var conflict = stored.conflict
        conflict.seq = seq
        conflict.closing = ConflictClosing(
            op: .zero, author: .zero, reason: "informational, and 30 days old", stamp: time)
        return ConflictCoding.row(conflict, closedAt: seq)
    }
}
