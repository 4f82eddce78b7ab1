// Copies in memory for simulations: filled from another one, and looked at as SQLite sees them.

import GRDB

extension ReplicaStore {
    /// Puts the whole content of another copy in the place of this one's.
    package func takeContent(of other: ReplicaStore) throws {
        try other.queue.backup(to: queue)
    }

    /// Looks at the database past everything that this target does, as a judge must.
    package func inspect<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.writeWithoutTransaction(body)
    }
}
