// SQLite's codes for what a disk refuses; its header has them only as macros that Swift cannot read.

import GRDBSQLite

/// The extended codes of SQLITE_IOERR, by their numbers in sqlite3.h.
enum DiskFailure: Int32 {
    case read = 1
    case shortRead = 2
    case write = 3
    case sync = 4
    case truncate = 6
    case size = 7
    case delete = 10
    case access = 13
    case lock = 15
    case memoryLock = 20
    case memoryMap = 21
    case deleteMissing = 23

    /// The code that SQLite expects.
    var code: Int32 { SQLITE_IOERR | (rawValue << 8) }
}
