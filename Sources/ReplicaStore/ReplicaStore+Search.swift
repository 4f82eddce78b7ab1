// Moving the ends of the search indexes on, for everybody who searches next.

import GRDB
import GRDBSQLite

extension ReplicaStore {
    /// Takes everything that was written into the search indexes.
    ///
    /// Large writes and pulls leave it for later, because many rows at a time are cheaper.
    ///
    /// - Throws: ``StoreError``; what was taken in until then stays in.
    public func indexWords() throws {
        guard try read({ try $0.connection.hasRowsToIndex() }) else { return }
        while try !transaction({ try $0.indexWords(rowsMax: Self.rowsIndexedTogether) }) {}
    }

    /// A part of ``indexWords()`` that takes about as long as a server takes for a batch.
    ///
    /// - Returns: whether nothing is left.
    /// - Throws: ``StoreError``; what was taken in until then stays in.
    public func indexSomeWords() throws -> Bool {
        guard try read({ try $0.connection.hasRowsToIndex() }) else { return true }
        return try transaction { try $0.indexWords(rowsMax: Self.rowsIndexedMeanwhile) }
    }

    /// The same as ``indexWords()``, without waiting for others, and not at all where the copy cannot be written now.
    ///
    /// For somebody who is about to search: what is left out is found all the same, only slower.
    ///
    /// - Throws: ``StoreError``, for everything but a copy that is being written, may not be written,
    ///   or has no space.
    public func indexWordsIfFree() throws {
        do {
            try withoutWaiting { try indexWords() }
        } catch let error as StoreError where Self.isPassing(error.code) {
            return
        }
    }

    private static func isPassing(_ code: StoreError.Code) -> Bool {
        [.busy, .notAccessible, .diskFull].contains(code)
    }

    /// Runs a body during which another process that writes is an error at once.
    private func withoutWaiting(_ body: () throws -> Void) throws {
        wait(seconds: 0)
        defer { wait(seconds: options.busySecondsMax) }
        try body()
    }

    /// Sets how long to wait for other processes.
    private func wait(seconds: Double) {
        let milliseconds = Int32(clamping: Int64(seconds * 1_000))
        queue.writeWithoutTransaction { db in
            _ = sqlite3_busy_timeout(db.sqliteConnection, milliseconds)
        }
    }

    /// How many rows one transaction indexes.
    private static let rowsIndexedTogether = 20_000
    private static let rowsIndexedMeanwhile = 2_000
}
