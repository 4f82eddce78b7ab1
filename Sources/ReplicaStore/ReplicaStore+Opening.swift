// Opening the file: who may read it, how it is kept durable, and bringing it to today's form.

import AccountRecords
import Foundation
import GRDB

extension ReplicaStore {
    /// What `PRAGMA application_id` says of every Kith store: "Kith" in ASCII.
    public static let applicationID = 0x4B69_7468
    /// The `user_version` that this program writes; older ones are brought up to it.
    public static let userVersion = migrations.count

    static let migrations = [migration1]

    /// Opens a copy, or makes it; `:memory:` makes one that ends with the object.
    ///
    /// The file and its companions are readable by their owner only, whatever the umask says.
    ///
    /// - Throws: ``StoreError`` with code `newerStore`, `notAStore`, `notAccessible`, `busy`,
    ///   `damaged`, `diskFull` or `inputOutput`.
    public static func open(
        path: String, options: StoreOptions = StoreOptions()
    ) throws(StoreError) -> ReplicaStore {
        do {
            return try opened(path: path, options: options)
        } catch let error as StoreError {
            throw error
        } catch let error as DatabaseError {
            throw StoreError(error)
        } catch {
            throw StoreError(
                .notAccessible, "The local copy cannot be opened.",
                remedy: "Check that the profile's folder exists and is yours.", cause: "\(error)")
        }
    }

    private static func opened(path: String, options: StoreOptions) throws -> ReplicaStore {
        let isInMemory = path == ":memory:"
        var configuration = Configuration()
        configuration.busyMode = .timeout(options.busySecondsMax)
        configuration.prepareDatabase { db in
            let connection = Connection(db: db, layout: .current)
            for setting in settings { try connection.run("PRAGMA " + setting) }
            if !isInMemory { try keepWriteAheadLog(connection) }
        }
        if !isInMemory { try makePrivateFile(path) }
        let queue =
            try isInMemory
            ? DatabaseQueue(configuration: configuration)
            : DatabaseQueue(path: path, configuration: configuration)
        let store = ReplicaStore(queue: queue, options: options)
        try store.checkForm()
        return store
    }

    /// What each connection is told first.
    ///
    /// What is temporary stays in memory: no word of a customer comes into files elsewhere.
    private static let settings = [
        "trusted_schema = OFF", "secure_delete = ON", "cache_size = -8192", "temp_store = MEMORY",
        "wal_autocheckpoint = 4000", "synchronous = FULL",
    ]

    /// Turns the write-ahead log on, which writes to a new file only.
    ///
    /// GRDB's own way of asking for it writes a table and drops it whenever the log is empty, so that
    /// a program that only reads would wait for the disk; and it makes commits less durable.
    private static func keepWriteAheadLog(_ connection: Connection) throws {
        guard try connection.row("PRAGMA journal_mode = WAL")?.text(0) == "wal" else {
            throw StoreError(
                .notAccessible, "The disk does not allow several programs to use one local copy.",
                remedy: "Keep the profile on a disk of this machine.")
        }
    }

    /// Makes the file if it is missing, and takes it away from everybody but its owner.
    ///
    /// SQLite gives its companions the same mode. A file that is there is not opened, because closing
    /// it would end the locks that this process holds on it.
    private static func makePrivateFile(_ path: String) throws {
        var status = stat()
        if stat(path, &status) != 0 {
            let file = Foundation.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if file >= 0 { Foundation.close(file) }
            guard stat(path, &status) == 0 else { throw unwritable() }
        }
        guard access(path, R_OK | W_OK) == 0 else { throw unwritable() }
        guard status.st_mode & 0o777 != 0o600 else { return }
        guard chmod(path, 0o600) == 0 else {
            throw StoreError(
                .notAccessible, "The local copy belongs to somebody else.",
                remedy: "Use a profile of your own.", cause: String(cString: strerror(errno)))
        }
    }

    /// What the system has just refused.
    private static func unwritable() -> StoreError {
        StoreError(
            .notAccessible, "The local copy cannot be opened for writing.",
            remedy: "Check that the profile's folder exists, is yours and is not read-only.",
            cause: String(cString: strerror(errno)))
    }

    /// Tells a Kith store from other files, and brings it to today's form.
    func checkForm() throws {
        let (application, version, schema) = try read { reader in
            let connection = reader.connection
            let application = try connection.number("PRAGMA application_id")
            let version = try connection.number("PRAGMA user_version")
            guard version == Self.userVersion else { return (application, version, 0) }
            return (
                application, version, try connection.number("SELECT schema_version FROM sync_state")
            )
        }
        if version > Self.userVersion {
            throw StoreError(
                .newerStore, "The local copy was written by a newer Kith.",
                remedy: "Update this program; nothing was changed.",
                cause: "user_version \(version), known up to \(Self.userVersion)")
        }
        if version == Self.userVersion && schema > Int(layout.schema.version) {
            throw StoreError(
                .newerStore, "The local copy was used by a newer Kith.",
                remedy: "Update this program; nothing was changed.",
                cause: "schema \(schema), known up to \(layout.schema.version)")
        }
        if version > 0 && application != Self.applicationID {
            throw StoreError(
                .notAStore, "The file is a database, but not a Kith store.",
                remedy: "Check the path of the profile.")
        }
        if version < Self.userVersion || schema < Int(layout.schema.version) { try migrate() }
    }

    private func migrate() throws {
        try queue.write { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            if version == 0 { try requireEmpty(db) }
            if version < Self.userVersion {
                for migration in Self.migrations[version...] { try db.execute(sql: migration) }
                try db.execute(sql: "PRAGMA user_version = \(Self.userVersion)")
                try db.execute(sql: "PRAGMA application_id = \(Self.applicationID)")
            }
            let connection = Connection(db: db, layout: layout)
            try connection.followSchema()
            try connection.indexChangedWords()
        }
    }

    private func requireEmpty(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") == 0 else {
            throw StoreError(
                .notAStore, "The file is a database, but not a Kith store.",
                remedy: "Check the path of the profile.")
        }
    }
}

extension Connection {
    /// Makes the typed tables that the schema asks for, adds columns that are missing, and fills
    /// them from what a newer server has sent before.
    func followSchema() throws {
        let known = try number("SELECT schema_version FROM sync_state")
        guard known < Int(schema.version) else { return }
        for kind in schema.kinds {
            guard let table = layout.table(kind.number) else { continue }
            for statement in table.creationStatements { try db.execute(sql: statement) }
            let present = Set(try db.columns(in: kind.table).map(\.name))
            for column in table.columnDefinitions where !present.contains(column.name) {
                try db.execute(
                    sql: "ALTER TABLE \(table.name) ADD COLUMN \"\(column.name)\" \(column.type)")
            }
        }
        if known > 0 { try rebuildRows() }
        try run("UPDATE sync_state SET schema_version = ?", [Int(schema.version).value])
    }

    /// Writes all typed rows anew.
    private func rebuildRows() throws {
        for kind in schema.kinds {
            guard let table = layout.table(kind.number) else { continue }
            for side in table.sides { try db.execute(sql: "DELETE FROM \(table.side(side))") }
            if !table.searched.isEmpty {
                try db.execute(sql: "DROP TABLE \"\(kind.table)_search\"")
                for statement in table.creationStatements { try db.execute(sql: statement) }
            }
            try db.execute(sql: "DELETE FROM \(table.name)")
        }
        let records = try rows(
            "SELECT id FROM record UNION SELECT record FROM op WHERE shown != 0 ORDER BY 1")
        for row in records { try project(before: nil, after: view(of: row.requiredID(0))?.shown) }
    }
}
