// Copies of a store: written while it serves, examined before it is believed.

import CausalCore
import GRDB
import SyncServer

extension SQLiteServerStore {
    /// Writes a copy of the whole store to a new file, consistent while the server runs.
    ///
    /// The copy is one file, mode 0600, without a write-ahead log beside it.
    public func backup(to path: String) throws {
        try Self.copy(database, to: path)
    }

    /// Writes a copy of a store's file to a new file, with what its write-ahead log has; the file is
    /// not changed.
    public static func copy(_ path: String, to target: String) throws {
        try copy(try reader(of: path), to: target)
    }

    private static func copy(_ source: any DatabaseReader, to path: String) throws {
        try makePrivate(path)
        let copy = try DatabaseQueue(path: path)
        try source.backup(to: copy)
        try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
        try copy.close()
    }

    /// What a file is that may be a store; it is opened to be read only.
    ///
    /// - Throws: ``StoreFault`` for a file of another program or a newer release, or GRDB's
    ///   `DatabaseError` for one that is no database.
    public static func examine(_ path: String) throws -> StoreExamination {
        let queue = try reader(of: path)
        defer { try? queue.close() }
        return try queue.read { database in
            let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            guard application == applicationID else { throw StoreFault.foreignFile }
            let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard found <= version else {
                throw StoreFault.newerRelease(found: found, known: version)
            }
            return StoreExamination(
                shard: try SQLiteTransaction(database: database).shard(),
                faults: try integrityFaults(database))
        }
    }

    /// What SQLite finds wrong with the file; empty if nothing is.
    public func integrityFaults() throws -> [String] {
        try database.read(Self.integrityFaults)
    }

    /// Brings everything into the one file and ends all connections; the write-ahead log beside it
    /// is empty then, and may be removed.
    ///
    /// - Throws: ``StoreFault/inUse`` if another connection holds on to the log.
    public func finish() throws {
        let busy = try database.writeWithoutTransaction { database in
            try Int.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 1
        }
        guard busy == 0 else { throw StoreFault.inUse }
        try database.close()
    }

    private static func reader(of path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA trusted_schema = OFF")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func integrityFaults(_ database: Database) throws -> [String] {
        try String.fetchAll(database, sql: "PRAGMA integrity_check(20)").filter { $0 != "ok" }
    }
}

/// What was found in a file that may be a store.
public struct StoreExamination: Sendable {
    /// Where its history has come to; nil if it was never initialized.
    public let shard: ShardRow?
    /// What SQLite finds wrong with it.
    public let faults: [String]
}
