// The first form of the store: everything but the typed tables, which follow the schema.

/// What the store looks like at `user_version` 1; never edited after release.
///
/// Ids are 16-byte blobs, stamps 64-bit integers, seqs and positions integers from 1. `record`
/// holds the server's state alone; `op` holds what was written here and what became of it;
/// its `shown` is 1 while the view lays it over the server's state, 2 where that ends with the next
/// last page, and 0 after.
///
/// `batch` is sealed and waits for its answer; `next_batch` is sealed behind it, and means nothing
/// while there is no `batch`.
///
/// `held_count` and `held_digest` are those of the accounts that are complete, NULL from a change of
/// the scope to the end of the sync that follows: they are named in every request.
///
/// For a server that was restored: `history_point` remembers its history, `repair` the points that
/// repairs went back to; an op keeps what it had seen of the units that it writes (`seen_ops`), the
/// history at which it was answered (`answered`) and, while it is offered again, the proof of its
/// first stamp; a record keeps in `lost` what it shows and the server may not know.
let migration1 = """
    CREATE TABLE sync_state (
        id INTEGER PRIMARY KEY CHECK (id = 1),
        schema_version INTEGER NOT NULL DEFAULT 0,
        replica INTEGER, user BLOB, handle TEXT, name TEXT, role INTEGER, device TEXT,
        server_name TEXT, lineage BLOB, enrolled INTEGER,
        history_lineage BLOB, history_seq INTEGER, history_chain BLOB,
        cursor_start INTEGER NOT NULL DEFAULT 0, cursor_at INTEGER NOT NULL DEFAULT 0,
        known BLOB, held_count INTEGER, held_digest INTEGER,
        backfill_account BLOB, backfill_at INTEGER,
        last_batch BLOB, batch BLOB, batch_end INTEGER NOT NULL DEFAULT 0,
        next_batch BLOB, next_end INTEGER NOT NULL DEFAULT 0,
        sealed_end INTEGER NOT NULL DEFAULT 0,
        ops_max INTEGER, bytes_max INTEGER,
        offset_milliseconds INTEGER NOT NULL DEFAULT 0,
        attempted INTEGER, succeeded INTEGER, failure_code TEXT, failure TEXT,
        predecessor INTEGER,
        backup_seq INTEGER NOT NULL DEFAULT 0,
        retention_checked INTEGER, retention_warned INTEGER
    );
    INSERT INTO sync_state (id) VALUES (1);

    CREATE TABLE own_replica (replica INTEGER PRIMARY KEY);

    CREATE TABLE history_point (seq INTEGER PRIMARY KEY, chain BLOB NOT NULL);

    CREATE TABLE repair (row INTEGER PRIMARY KEY, lineage BLOB NOT NULL, common INTEGER NOT NULL);

    CREATE TABLE record (
        row INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        kind INTEGER NOT NULL,
        account BLOB NOT NULL,
        is_alive INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        time INTEGER NOT NULL,
        vector BLOB NOT NULL,
        cells BLOB NOT NULL,
        digest BLOB NOT NULL,
        is_stale INTEGER NOT NULL DEFAULT 0,
        lost BLOB
    );
    CREATE INDEX record_account ON record (account);

    CREATE TABLE op (
        position INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        record BLOB NOT NULL,
        account BLOB NOT NULL,
        txn BLOB NOT NULL,
        body BLOB NOT NULL,
        replaced BLOB,
        folds INTEGER NOT NULL DEFAULT 0,
        shown INTEGER NOT NULL DEFAULT 1,
        verdict INTEGER,
        verdict_reason INTEGER,
        lost BLOB,
        seq INTEGER,
        stamp INTEGER,
        quality INTEGER,
        conflicts BLOB,
        receipt BLOB,
        outcome INTEGER,
        outcome_by BLOB,
        outcome_reason TEXT,
        answered INTEGER,
        seen_ops BLOB,
        is_offered_again INTEGER NOT NULL DEFAULT 0,
        proof BLOB
    );
    CREATE INDEX op_record ON op (record);
    CREATE INDEX op_txn ON op (txn);
    CREATE INDEX op_waiting ON op (position) WHERE verdict IS NULL;
    CREATE INDEX op_settling ON op (position) WHERE shown = 2;
    CREATE INDEX op_refused ON op (position) WHERE verdict >= 4;
    CREATE INDEX op_accepted ON op (seq, stamp, verdict) WHERE verdict < 4;

    CREATE TABLE gone_op (id BLOB PRIMARY KEY, own BLOB NOT NULL) WITHOUT ROWID;

    CREATE TABLE staged (
        row INTEGER PRIMARY KEY,
        is_conflict INTEGER NOT NULL,
        account BLOB NOT NULL,
        body BLOB NOT NULL
    );

    CREATE TABLE conflict (
        row INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        record BLOB NOT NULL,
        account BLOB NOT NULL,
        is_open INTEGER NOT NULL,
        needs_review INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        body BLOB NOT NULL,
        is_stale INTEGER NOT NULL DEFAULT 0
    );
    CREATE INDEX conflict_record ON conflict (record);
    CREATE INDEX conflict_account ON conflict (account);
    CREATE INDEX conflict_open ON conflict (seq) WHERE is_open = 1;

    CREATE TABLE own_loss (
        conflict BLOB NOT NULL,
        op BLOB NOT NULL,
        is_told INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (conflict, op)
    ) WITHOUT ROWID;

    CREATE TABLE scope (
        account BLOB PRIMARY KEY,
        role INTEGER NOT NULL,
        is_complete INTEGER NOT NULL,
        is_refetch INTEGER NOT NULL DEFAULT 0,
        sum_high INTEGER NOT NULL DEFAULT 0,
        sum_low INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE INDEX scope_refetch ON scope (account) WHERE is_refetch = 1;
    CREATE TRIGGER scope_grows AFTER INSERT ON scope
    WHEN (SELECT held_count FROM sync_state) IS NOT NULL
    BEGIN UPDATE sync_state SET held_count = NULL, held_digest = NULL; END;
    CREATE TRIGGER scope_changes AFTER UPDATE OF is_complete ON scope
    WHEN (SELECT held_count FROM sync_state) IS NOT NULL
    BEGIN UPDATE sync_state SET held_count = NULL, held_digest = NULL; END;
    CREATE TRIGGER scope_shrinks AFTER DELETE ON scope
    WHEN (SELECT held_count FROM sync_state) IS NOT NULL
    BEGIN UPDATE sync_state SET held_count = NULL, held_digest = NULL; END;

    CREATE TABLE directory (
        replica INTEGER NOT NULL,
        user BLOB NOT NULL,
        device TEXT NOT NULL,
        handle TEXT NOT NULL,
        name TEXT NOT NULL,
        PRIMARY KEY (replica, user)
    ) WITHOUT ROWID;

    CREATE TABLE anchor (
        row INTEGER PRIMARY KEY,
        boot BLOB NOT NULL,
        boottime INTEGER NOT NULL,
        server_time INTEGER NOT NULL
    );

    CREATE TABLE token (
        row INTEGER PRIMARY KEY,
        record BLOB NOT NULL,
        context BLOB NOT NULL
    );
    CREATE INDEX token_record ON token (record);

    CREATE TABLE draft (
        id BLOB PRIMARY KEY,
        account BLOB NOT NULL,
        record BLOB NOT NULL,
        form TEXT NOT NULL,
        body TEXT NOT NULL,
        changed INTEGER NOT NULL
    ) WITHOUT ROWID;
    """
