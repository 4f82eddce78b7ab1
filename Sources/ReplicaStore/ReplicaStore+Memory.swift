// Copies in memory for simulations: filled from another one, and looked at as SQLite sees them.

import GRDB

extension ReplicaStore {
    /// Puts the whole content of another copy in the place of this one's; that of an older program
    /// is brought to this one's form.
    package func takeContent(of other: ReplicaStore) throws {
        try other.queue.backup(to: queue)
        if other.schema.version < schema.version { try checkForm() }
    }

    /// Looks at the database past everything that this target does, as a judge must.
    package func inspect<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try queue.writeWithoutTransaction(body)
    }
}
