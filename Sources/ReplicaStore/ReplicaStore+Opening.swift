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
        if !isInMemory { configuration.journalMode = .wal }
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA trusted_schema = OFF")
            try db.execute(sql: "PRAGMA secure_delete = ON")
            try db.execute(sql: "PRAGMA cache_size = -8192")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = 4000")
        }
        if !isInMemory { try makePrivateFile(path) }
        let queue =
            try isInMemory
            ? DatabaseQueue(configuration: configuration)
            : DatabaseQueue(path: path, configuration: configuration)
        // GRDB sets NORMAL when it turns on WAL, after everything above: a power cut would then take
        // back what was saved.
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let store = ReplicaStore(queue: queue, options: options)
        try store.checkForm()
        return store
    }

    /// Makes the file if it is missing, and takes it away from everybody but its owner.
    ///
    /// SQLite gives its companions the same mode.
    private static func makePrivateFile(_ path: String) throws {
        let file = Foundation.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            let cause = String(cString: strerror(errno))
            throw StoreError(
                .notAccessible, "The local copy cannot be opened for writing.",
                remedy: "Check that the profile's folder exists, is yours and is not read-only.",
                cause: cause)
        }
        defer { Foundation.close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & 0o777 != 0o600 else { return }
        guard fchmod(file, 0o600) == 0 else {
            throw StoreError(
                .notAccessible, "The local copy belongs to somebody else.",
                remedy: "Use a profile of your own.", cause: String(cString: strerror(errno)))
        }
    }

    /// Tells a Kith store from other files, and brings it to today's form.
    func checkForm() throws {
        let (application, version, schema) = try queue.read { db in
            let application = try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version == Self.userVersion else { return (application, version, 0) }
            let sql = "SELECT schema_version FROM sync_state"
            return (application, version, try Int.fetchOne(db, sql: sql) ?? 0)
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
            try Connection(db: db, layout: layout).followSchema()
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
        for row in records { try project(before: nil, after: try view(of: row.requiredID(0))) }
    }
}
