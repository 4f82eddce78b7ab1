// The second form of the store's tables: what trimming the log needs; never edited after a release.

/// Version 2: seqs at which a tombstone was reduced to a stub, and how far trimming has come.
///
/// `stub.previous` is the record's seq before, so that the chain of a record's ops can be followed
/// through it.
enum Migration2 {
    static let sql = """
        CREATE TABLE stub (
            seq INTEGER PRIMARY KEY, record BLOB NOT NULL, previous INTEGER NOT NULL);
        CREATE TABLE retention (
            key INTEGER PRIMARY KEY CHECK (key = 1), trimmed_through INTEGER NOT NULL,
            silent_devices BLOB NOT NULL);
        CREATE INDEX record_tombstone ON record (deleted_at)
            WHERE is_alive = 0 AND length(cells) > 0;
        """
}
