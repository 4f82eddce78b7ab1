// The first form of the store's tables; never edited after a release.

/// Version 1: everything the server keeps.
///
/// Identities are 16-byte blobs, stamps and 64-bit sums the bits of an integer, what is called `body`,
/// `cells` and `vector` is encoded by SyncServer. Long rows are in rowid tables with unique ids, because
/// random keys in the tree itself cost four times as much; short rows that every push looks up by
/// their key are in trees of that key, which is one step down instead of two.
enum Migration1 {
    static let sql = history + people

    private static let history = """
        CREATE TABLE shard (
            key INTEGER PRIMARY KEY CHECK (key = 1), lineage BLOB NOT NULL, fork INTEGER NOT NULL,
            seq INTEGER NOT NULL,
            time INTEGER NOT NULL, chain BLOB NOT NULL, boot BLOB NOT NULL,
            boottime INTEGER NOT NULL, server_replica INTEGER NOT NULL,
            account_count INTEGER NOT NULL, account_digest INTEGER NOT NULL,
            backup_seq INTEGER NOT NULL, server_name TEXT NOT NULL);
        CREATE TABLE lineage (
            key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, fork INTEGER NOT NULL);
        CREATE TABLE "commit" (
            last INTEGER PRIMARY KEY, first INTEGER NOT NULL, time INTEGER NOT NULL,
            chain BLOB NOT NULL);
        CREATE TABLE record (
            key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL,
            account BLOB NOT NULL, is_alive INTEGER NOT NULL, seq INTEGER NOT NULL,
            time INTEGER NOT NULL, deleted_at INTEGER NOT NULL, has_conflicts INTEGER NOT NULL,
            digest_high INTEGER NOT NULL, digest_low INTEGER NOT NULL, vector BLOB NOT NULL,
            cells BLOB NOT NULL);
        CREATE INDEX record_account_seq ON record (account, seq);
        CREATE TABLE log (
            seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, record BLOB NOT NULL,
            previous INTEGER NOT NULL, replica INTEGER NOT NULL, counter INTEGER NOT NULL,
            author BLOB NOT NULL, stamp INTEGER NOT NULL, received INTEGER NOT NULL,
            body BLOB NOT NULL);
        CREATE TABLE held (
            key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, record BLOB NOT NULL,
            replica INTEGER NOT NULL, counter INTEGER NOT NULL, family INTEGER NOT NULL,
            author BLOB NOT NULL, stamp INTEGER NOT NULL, received INTEGER NOT NULL,
            body BLOB NOT NULL, outcome INTEGER, settled_by BLOB, reason TEXT,
            settled_seq INTEGER);
        CREATE INDEX held_settled ON held (family, settled_seq) WHERE settled_seq IS NOT NULL;
        CREATE TABLE conflict (
            key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, record BLOB NOT NULL,
            account BLOB NOT NULL, is_open INTEGER NOT NULL, needs_review INTEGER NOT NULL,
            seq INTEGER NOT NULL, body BLOB NOT NULL);
        CREATE INDEX conflict_record ON conflict (record);
        CREATE INDEX conflict_account_seq ON conflict (account, seq);
        CREATE INDEX conflict_seq ON conflict (seq);
        CREATE INDEX conflict_open ON conflict (is_open, needs_review) WHERE is_open;
        CREATE TABLE account (
            id BLOB NOT NULL PRIMARY KEY, handle TEXT NOT NULL UNIQUE,
            head INTEGER NOT NULL, checksum_high INTEGER NOT NULL, checksum_low INTEGER NOT NULL)
            WITHOUT ROWID;
        CREATE TABLE appearance (
            account BLOB NOT NULL, replica INTEGER NOT NULL, seq INTEGER NOT NULL,
            PRIMARY KEY (account, replica)) WITHOUT ROWID;
        CREATE INDEX appearance_seq ON appearance (seq);

        """

    private static let people = """
        CREATE TABLE user (
            key INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, handle TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL, role INTEGER NOT NULL, role_on_all INTEGER,
            scope_count INTEGER NOT NULL, scope_digest INTEGER NOT NULL);
        CREATE TABLE device (
            id INTEGER PRIMARY KEY, family INTEGER NOT NULL, user BLOB NOT NULL,
            name TEXT NOT NULL, token_hash BLOB NOT NULL UNIQUE, enrolled INTEGER NOT NULL,
            is_revoked INTEGER NOT NULL, rebirths INTEGER NOT NULL, seen_time INTEGER NOT NULL,
            seen_seq INTEGER NOT NULL, pending_ops INTEGER NOT NULL,
            skew_milliseconds INTEGER NOT NULL, schema INTEGER NOT NULL, software TEXT NOT NULL);
        CREATE TABLE replica (
            id INTEGER PRIMARY KEY, family INTEGER NOT NULL, device INTEGER NOT NULL,
            user BLOB NOT NULL, counter INTEGER NOT NULL, last_batch BLOB NOT NULL,
            family_enrolled INTEGER NOT NULL);
        CREATE INDEX replica_device ON replica (device);
        CREATE TABLE code (
            key INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, user BLOB NOT NULL,
            expires INTEGER NOT NULL, is_used INTEGER NOT NULL);
        CREATE TABLE assignment (
            user BLOB NOT NULL, account BLOB NOT NULL, role INTEGER NOT NULL,
            seq INTEGER NOT NULL, PRIMARY KEY (user, account)) WITHOUT ROWID;
        CREATE INDEX assignment_seq ON assignment (seq);
        CREATE INDEX assignment_account ON assignment (account, seq);
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor BLOB NOT NULL,
            action TEXT NOT NULL, subject TEXT NOT NULL, is_done INTEGER NOT NULL,
            chain BLOB NOT NULL);
        """
}
