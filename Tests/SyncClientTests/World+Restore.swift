// Putting the server back: to a backup, to nothing, with or without saying so.

import Logging
import ServerStoreSQLite
import SyncProtocol
import SyncServer

/// A copy of a server's store, from which it can be put back again and again.
struct Backup {
    fileprivate let store: SQLiteServerStore
}

extension World {
    func backup() throws -> Backup { Backup(store: try SQLiteServerStore(copyOf: store)) }

    /// Puts a backup back, by an operator who says so unless told otherwise.
    func restore(_ backup: Backup, saysSo: Bool = true) throws {
        let lineages = try server.history().lineages
        replace(by: try SQLiteServerStore(copyOf: backup.store))
        if saysSo { _ = try server.declareRestored(earlier: lineages) }
    }

    /// Says that the store was put back, afterwards.
    func declareRestored(knowing backup: Backup) throws { _ = try server.declareRestored() }

    /// Sets the server up anew, with nothing in it.
    func empty() throws {
        replace(by: try SQLiteServerStore(path: ":memory:"))
        _ = try server.bootstrap(adminName: "Ada Admin", handle: "ada")
    }

    /// Says that a completed backup has everything up to now.
    func noteBackup() throws { try server.noteBackup(upTo: try server.history().point) }
}
