// The locks that SQLite's connections take on a file, as every VFS must offer them.

import GRDBSQLite

/// Who holds which lock on a file.
struct FileLocks {
    private var sharers: Set<ObjectIdentifier> = []
    private var reserver: ObjectIdentifier?
    private var excluder: ObjectIdentifier?
    private var isPending = false

    /// Whether somebody has said that they are going to write.
    var isReserved: Bool { reserver != nil || excluder != nil }

    /// Raises a holder's lock; false where another one stands in the way.
    mutating func raise(_ holder: ObjectIdentifier, to level: Int32) -> Bool {
        switch level {
        case SQLITE_LOCK_SHARED:
            guard excluder == nil || excluder == holder, !isPending else { return false }
            sharers.insert(holder)
        case SQLITE_LOCK_RESERVED:
            guard reserver == nil || reserver == holder else { return false }
            reserver = holder
        default:
            guard excluder == nil || excluder == holder, reserver == nil || reserver == holder
            else { return false }
            reserver = holder
            isPending = true
            guard sharers.subtracting([holder]).isEmpty else { return false }
            excluder = holder
        }
        return true
    }

    /// Lowers a holder's lock to shared or none.
    mutating func lower(_ holder: ObjectIdentifier, to level: Int32) {
        if reserver == holder {
            reserver = nil
            isPending = false
        }
        if excluder == holder { excluder = nil }
        if level == SQLITE_LOCK_NONE { sharers.remove(holder) }
    }
}
