// Notices when the last record of a pull became visible to other readers of the laptop's copy.

import Foundation
import GRDBSQLite
import Synchronization

/// Looks at the copy from outside, a hundred times a second, through a connection of its own.
///
/// A sync goes on after that: it fills the search index and notes its end.
final class RowWatch: Sendable {
    private let state = Mutex((isOver: false, lastMilliseconds: 0.0))
    private let stopwatch = Stopwatch()

    /// Begins to look.
    init(store path: String) {
        Thread.detachNewThread { [self] in
            var connection: OpaquePointer?
            guard sqlite3_open_v2(path, &connection, SQLITE_OPEN_READONLY, nil) == SQLITE_OK
            else { return }
            defer { sqlite3_close(connection) }
            var rows: Int64 = 0
            while !state.withLock({ $0.isOver }) {
                let now = lastRow(connection)
                if now != rows {
                    rows = now
                    state.withLock { $0.lastMilliseconds = stopwatch.milliseconds }
                }
                usleep(10_000)
            }
        }
    }

    /// Ends it; milliseconds from the beginning until the last record was there.
    func end() -> Double {
        state.withLock {
            $0.isOver = true
            return $0.lastMilliseconds
        }
    }

    private func lastRow(_ connection: OpaquePointer?) -> Int64 {
        var statement: OpaquePointer?
        sqlite3_prepare_v2(connection, "SELECT max(rowid) FROM visit", -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        return sqlite3_step(statement) == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0
    }
}
