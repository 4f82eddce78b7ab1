// A program that ends in the middle of a statement: from there on nothing reaches its database.
import GRDB
import GRDBSQLite

/// Ends a program at the n-th step of SQLite's machine.
///
/// What was committed stays, what was not is gone, and everything that the program still tries
/// fails, as nothing would have been tried. Statements that only end transactions are let through,
/// because the connection lives on as the next start of the program.
final class Crash {
    private var remaining: Int
    /// Whether the program has come as far as that.
    private(set) var hasStruck = false
    /// Whether it ended in a commit that had already happened.
    private(set) var wasInCommit = false

    init(at place: Int) { remaining = place }

    /// Begins to count.
    func arm(_ database: Database) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            database.sqliteConnection, 1,
            { context in
                context.map { Unmanaged<Crash>.fromOpaque($0).takeUnretainedValue().step() } ?? 0
            }, context)
        sqlite3_trace_v2(
            database.sqliteConnection, UInt32(SQLITE_TRACE_STMT),
            { _, context, statement, _ in
                guard let context, let text = sqlite3_sql(OpaquePointer(statement)) else {
                    return 0
                }
                let crash = Unmanaged<Crash>.fromOpaque(context).takeUnretainedValue()
                crash.running = Running(text)
                return 0
            }, context)
    }

    /// Ends the counting: the program has been started again.
    func disarm(_ database: Database) {
        sqlite3_progress_handler(database.sqliteConnection, 0, nil, nil)
        sqlite3_trace_v2(database.sqliteConnection, 0, nil, nil)
    }

    /// What kind of statement runs.
    private enum Running {
        case beginning, ending, commit, other

        init(_ text: UnsafePointer<CChar>) {
            switch (UInt8(bitPattern: text[0]) & 0xDF, UInt8(bitPattern: text[1]) & 0xDF) {
            case (0x42, 0x45), (0x50, 0x52), (0x53, 0x41): self = .beginning  // BEGIN, SAVEPOINT
            case (0x52, 0x4F), (0x52, 0x45): self = .ending  // ROLLBACK, RELEASE
            case (0x43, 0x4F): self = .commit
            default: self = .other
            }
        }
    }

    private var running = Running.other

    private func step() -> Int32 {
        remaining -= 1
        guard remaining <= 0, running != .beginning, running != .ending else { return 0 }
        if !hasStruck { wasInCommit = running == .commit }
        hasStruck = true
        return 1
    }
}
