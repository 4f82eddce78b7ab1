// Stores in memory for simulations: filled from another one, and looked at as SQLite sees them.

import GRDB

extension SQLiteServerStore {
    /// Puts the whole content of another store in the place of this one's.
    package func takeContent(of other: SQLiteServerStore) throws {
        try other.database.backup(to: database)
    }

    /// Looks at the database past everything that this target does, as a judge must.
    package func inspect<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try database.writeWithoutTransaction(body)
    }
}
