// The local copy: one SQLite file that reads, edits and syncs go through.

import AccountRecords
import CausalCore
import GRDB

/// The local SQLite copy of what one device holds.
///
/// All calls are synchronous. Several processes may use one file at once: each waits up to
/// ``StoreOptions/busySecondsMax`` for another's transaction.
///
/// > Invariant I8: killing the process between any two statements loses no edit whose ``write(_:_:)``
/// > has returned.
public final class ReplicaStore: Sendable {
    let queue: DatabaseQueue
    let layout: TypedLayout
    let options: StoreOptions

    /// The kinds and fields that this program knows.
    public var schema: Schema { layout.schema }

    init(queue: DatabaseQueue, options: StoreOptions) {
        self.queue = queue
        self.options = options
        layout = options.schema == .current ? .current : TypedLayout(options.schema)
    }

    /// Reads in one snapshot: whatever other processes commit meanwhile is not seen.
    ///
    /// - Throws: ``StoreError``, and whatever the body throws.
    public func read<Result>(_ body: (ReplicaReader) throws -> Result) throws -> Result {
        try translatingErrors {
            try queue.inSnapshot { db in
                try body(ReplicaReader(connection: Connection(db: db, layout: layout)))
            }
        }
    }

    /// Writes what one person did at one moment: its ops share a transaction and stay together.
    ///
    /// Rows and ops are saved in one SQLite transaction, durable when the call returns; if the body
    /// throws, nothing is.
    ///
    /// - Throws: ``StoreError``, and whatever the body throws. After `inputOutput` the outcome is
    ///   unknown: look before repeating.
    public func write<Result>(
        _ moment: WriteMoment, _ body: (inout ReplicaEditor) throws -> Result
    ) throws -> Result {
        try transaction { connection in
            var editor = try ReplicaEditor(connection: connection, moment: moment, options: options)
            let result = try body(&editor)
            try editor.finish()
            if editor.written.count <= Self.rowsIndexedAtOnce {
                _ = try connection.indexWords(rowsMax: Self.rowsIndexedAtOnce)
            }
            return result
        }
    }

    /// Small writes index as many rows, those before them included.
    static let rowsIndexedAtOnce = 64

    /// Runs a body in one writing transaction.
    func transaction<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        try translatingErrors {
            try queue.write { db in
                let connection = Connection(db: db, layout: layout)
                let result = try body(connection)
                try connection.indexChangedWords()
                return result
            }
        }
    }

    /// Reads a record and keeps what the read has seen, for an edit that is saved later, perhaps by
    /// another process.
    ///
    /// The token ends with the write that uses it, or with ``closeEdit(_:)``.
    ///
    /// - Throws: ``StoreError`` with code `notFound`.
    public func openEdit(_ record: RecordID) throws -> (view: RecordView, token: EditToken) {
        try transaction { connection in
            guard let view = try connection.view(of: record) else {
                throw StoreError.notFound("such record")
            }
            return (view, try connection.open(view))
        }
    }

    /// Gives up an edit that was opened; harmless for one that has ended.
    public func closeEdit(_ token: EditToken) throws {
        try transaction { try $0.close(token) }
    }

    /// Closes the file, after what is under way; later calls throw.
    public func close() throws {
        try translatingErrors { try queue.close() }
    }
}

extension DatabaseQueue {
    /// Reads in one transaction.
    ///
    /// GRDB's own `read` sets `PRAGMA query_only` and back, and each time SQLite forgets every
    /// prepared statement of the connection.
    fileprivate func inSnapshot<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try writeWithoutTransaction { db in
            var result: Result?
            try db.inTransaction(.deferred) {
                result = try body(db)
                return .commit
            }
            guard let result else { throw StoreError.damaged("a read") }
            return result
        }
    }
}
