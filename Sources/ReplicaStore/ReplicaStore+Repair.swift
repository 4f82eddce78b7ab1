// After a restore of the server: what is remembered of its history, and going back to what it knows.

import CausalCore

extension ReplicaStore {
    /// Points of the server's history that everything here has come to, the newest first; at most 64.
    ///
    /// The newest sixteen and ever sparser older ones. Empty before the first pull.
    public func rememberedPoints() throws -> [HistoryPoint] {
        try read { try $0.connection.historyPoints() }
    }

    /// Follows a server that was restored from a backup, in one transaction.
    ///
    /// Whatever was acknowledged after the common point waits again, at its place in the order
    /// written, with its receipt; contexts go back to that point and name what they had seen beyond;
    /// accounts that changed after it are fetched anew. Doing it twice does nothing more.
    ///
    /// - Parameters:
    ///   - common: the newest point that the server knows, in its new lineage; seq 0 with an empty
    ///     chain if it knows none.
    ///   - replica: the new identity that the server has given.
    /// - Throws: ``StoreError`` with code `implausibleAnswer` if the point was never seen here; then
    ///   nothing was changed.
    @discardableResult
    public func repair(to common: HistoryPoint, as replica: ReplicaID) throws -> RepairSummary {
        try transaction { connection in
            var application = RepairApplication(connection, to: common, as: replica)
            return try application.run()
        }
    }
}
