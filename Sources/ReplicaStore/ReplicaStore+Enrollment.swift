// A copy that enrolls again, and copies of a copy: backups without an identity.

import CausalCore
import Foundation
import GRDB

extension ReplicaStore {
    /// Who this copy is or was; nil for one that never enrolled.
    public func predecessor() throws -> Predecessor? {
        try read { reader in
            let row = try reader.connection.row(
                """
                SELECT coalesce(replica, predecessor), user, handle, name, \
                coalesce(history_lineage, lineage) FROM sync_state
                """)
            guard let row, row.integer(0) != nil else { return nil }
            return Predecessor(
                replica: ReplicaID(row.bits(0)), user: try row.requiredID(1),
                handle: row.text(2) ?? "", name: row.text(3) ?? "",
                lineage: try row.requiredID(4))
        }
    }

    /// Gives a copy that holds data a new identity and keeps everything, in one transaction.
    ///
    /// - Parameters:
    ///   - common: the newest point that the server knows; nil if this copy has seen none.
    /// - Throws: ``StoreError`` with code `implausibleAnswer` if the point was never seen here; then
    ///   nothing was changed.
    @discardableResult
    public func enrollAgain(
        as identity: DeviceIdentity, from common: HistoryPoint?
    ) throws -> RepairSummary {
        try transaction { connection in
            var summary = RepairSummary()
            if let common {
                var application = RepairApplication(
                    connection, to: common, as: identity.replica)
                summary = try application.run()
            }
            try connection.run(
                "UPDATE sync_state SET batch = NULL, last_batch = NULL, predecessor = NULL")
            try connection.put(identity)
            return summary
        }
    }

    /// Writes a copy of everything into a new file, without the identity: whoever uses it enrolls
    /// again and names this copy as predecessor.
    ///
    /// Reads and writes go on meanwhile. The file is readable by its owner only; whether it is safely
    /// on the disk is for the caller to see to.
    ///
    /// - Throws: ``StoreError`` with code `notAccessible` if something is there already.
    public func backup(to path: String) throws {
        let file = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw StoreError(
                .notAccessible, "The backup cannot be written to \(path).",
                remedy: "Name a file that does not exist yet, in a folder that is yours.",
                cause: String(cString: strerror(errno)))
        }
        Foundation.close(file)
        try translatingErrors {
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "VACUUM INTO ?", arguments: [path])
            }
        }
        let copy = try ReplicaStore.open(path: path, options: options)
        try copy.transaction { connection in
            try connection.run("DELETE FROM token")
            try connection.run(
                """
                UPDATE sync_state SET predecessor = coalesce(replica, predecessor), \
                replica = NULL, device = NULL, batch = NULL, last_batch = NULL, \
                attempted = NULL, succeeded = NULL, failure_code = NULL, failure = NULL
                """)
        }
        try copy.close()
    }
}
