// Asks SQLite itself whether a database is whole.

import GRDBSQLite
import Simulation

enum Integrity {
    /// Throws a ``SimulationFailure`` unless every check that SQLite has passes.
    static func check(_ path: String) throws {
        var database: OpaquePointer?
        defer { sqlite3_close_v2(database) }
        guard sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else {
            throw SimulationFailure("durable", "\(path) does not open")
        }
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard
            sqlite3_prepare_v2(database, "PRAGMA integrity_check", -1, &statement, nil)
                == SQLITE_OK, sqlite3_step(statement) == SQLITE_ROW,
            let text = sqlite3_column_text(statement, 0)
        else { throw SimulationFailure("durable", "\(path) cannot be checked") }
        let answer = String(cString: text)
        guard answer == "ok" else { throw SimulationFailure("durable", "\(path): \(answer)") }
    }
}
