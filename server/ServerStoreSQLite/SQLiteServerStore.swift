// The embedded default store: one SQLite file in WAL mode, durable at every commit.

import Foundation
import GRDB
import SyncServer

/// Keeps everything the server knows in one SQLite file, or in memory.
public final class SQLiteServerStore: ServerStore {
    /// `Kith`, so that no other program's file is taken for a store.
    static let applicationID = 0x4B69_7468
    /// The form of the tables that this release writes.
    static let version = migrations.count
    /// What brings a store from each form to the next.
    private static let migrations = [Migration1.sql, Migration2.sql]

    let database: any DatabaseWriter
    private let group: CommitGroup

    /// Opens or makes a store.
    ///
    /// The file gets mode 0600 whatever the umask is. `:memory:` makes one that ends with this value.
    ///
    /// - Throws: ``StoreFault``, or GRDB's `DatabaseError`.
    public init(path: String) throws {
        if path == ":memory:" {
            database = try DatabaseQueue(configuration: Self.configuration())
        } else {
            try Self.makePrivate(path)
            database = try DatabasePool(path: path, configuration: Self.configuration())
        }
        group = CommitGroup(database)
        try prepare()
    }

    /// A copy of a store in memory, which ends with this value.
    public init(copyOf other: SQLiteServerStore) throws {
        database = try DatabaseQueue(configuration: Self.configuration())
        group = CommitGroup(database)
        try other.database.backup(to: database)
        try prepare()
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 8
        configuration.prepareDatabase { database in
            let cache = database.configuration.readonly ? 6_000 : 32_000  // KiB
            try database.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -\(cache)")
        }
        return configuration
    }

    static func makePrivate(_ path: String) throws {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw StoreFault.unreachable(errno) }
        let isPrivate = fchmod(file, 0o600) == 0
        let reason = errno
        close(file)
        guard isPrivate else { throw StoreFault.unreachable(reason) }
    }

    /// Checks whose file it is, makes the tables, and asks for durable commits.
    ///
    /// GRDB's pool sets `synchronous` to NORMAL when it switches to WAL, after `prepareDatabase`; so
    /// it is set here, outside a transaction, and a test reads it back.
    private func prepare() throws {
        try database.writeWithoutTransaction { database in
            try database.execute(
                sql: "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16000")
            let application = try Int.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
            let isOurs = application == Self.applicationID && version >= 0
            guard isOurs || (application == 0 && tables == 0) else {
                throw StoreFault.foreignFile
            }
            guard version <= Self.version else {
                throw StoreFault.newerRelease(found: version, known: Self.version)
            }
            guard version < Self.version else { return }
            try database.inTransaction(.immediate) {
                for migration in Self.migrations[version...] {
                    try database.execute(sql: migration)
                }
                try database.execute(
                    sql: """
                        PRAGMA application_id = \(Self.applicationID);
                        PRAGMA user_version = \(Self.version)
                        """)
                return .commit
            }
        }
    }

    /// Reads in one snapshot.
    public func read<Result: Sendable>(
        _ body: @Sendable (any ServerSnapshot) throws -> Result
    ) throws -> Result {
        guard let queue = database as? DatabaseQueue else {
            return try database.read { try body(SQLiteTransaction(database: $0)) }
        }
        return try read(queue, body)
    }

    /// Reads from a store in memory, whose one connection writes too.
    ///
    /// GRDB's own `read` would set `PRAGMA query_only` and back, and each time SQLite forgets every
    /// prepared statement of the connection.
    private func read<Result: Sendable>(
        _ queue: DatabaseQueue, _ body: @Sendable (any ServerSnapshot) throws -> Result
    ) throws -> Result {
        try queue.writeWithoutTransaction { database in
            var result: Result?
            try database.inTransaction(.deferred) {
                result = try body(SQLiteTransaction(database: database))
                return .commit
            }
            guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
            return result
        }
    }

    /// Writes under SQLite's write lock; several waiting writers share one commit.
    public func write<Result: Sendable>(
        _ body: @Sendable (any ServerTransaction) throws -> Result
    ) throws -> Result {
        try group.write { try body(SQLiteTransaction(database: $0)) }
    }

    /// How durable commits are, as the writing connection itself says: 2 is FULL.
    public func synchronousLevel() throws -> Int {
        try database.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? 0
        }
    }
}
