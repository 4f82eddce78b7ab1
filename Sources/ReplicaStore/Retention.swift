// Which acknowledged edits a device need not keep any longer, and letting them go.

import CausalCore

/// Looks through the acknowledged edits of a device, inside one transaction.
///
/// > Invariant: what an unsent edit, an open edit, an open conflict, or an edit that was held or
/// > refused names is never let go, and nothing that no backup contains goes without a warning.
struct Retention {
    let connection: Connection
    let backupSeq: Seq
    let now: Stamp
    let limits: RetentionLimits

    /// How many edits go in one transaction.
    private static let opsPerRunMax = 10_000

    /// Lets go what may go; the rest is left for the next time.
    func run() throws -> UnbackedEdits {
        let named = try namedOps()
        let position = try connection.number("SELECT max(position) FROM op")
        try forget(
            """
            seq <= ?1 AND (account NOT IN (SELECT account FROM scope) \
            OR (stamp < ?2 AND position <= ?3))
            """,
            [
                planted(.unbackedForgotten) ? Seq(Int64.max).value : backupSeq.value,
                now.before(days: limits.undoDays).rawValue.value,
                (position - limits.newestOpsKept).value,
            ], sparing: named)
        let letGo = try letGoUnbacked(sparing: named)
        var edits = try connection.unbacked(limits: limits)
        edits.letGo = letGo
        return edits
    }

    /// Forgets accepted ops that do not show, whole transactions at a time.
    @discardableResult
    private func forget(
        _ condition: String, _ values: [SQLValue], sparing named: Set<OpID>
    ) throws -> Int {
        let rows = try connection.rows(
            """
            SELECT position, id, txn FROM op WHERE verdict < 4 AND shown = 0 AND \(condition) \
            ORDER BY position LIMIT \(Self.opsPerRunMax)
            """, values)
        var transactions: [[UInt8]: [Int64]] = [:]
        var order: [[UInt8]] = []
        var spared: Set<[UInt8]> = []
        for row in rows {
            let transaction = row.bytes(2)
            if transactions[transaction] == nil { order.append(transaction) }
            transactions[transaction, default: []].append(row.integer(0) ?? 0)
            if named.contains(try row.requiredID(1)) { spared.insert(transaction) }
        }
        var forgotten = 0
        for transaction in order where !spared.contains(transaction) {
            let positions = transactions[transaction] ?? []
            let all = try connection.number(
                "SELECT count(*) FROM op WHERE txn = ?", [.blob(transaction)])
            guard all == positions.count else { continue }
            for position in positions { try connection.forget(opAt: position) }
            forgotten += positions.count
        }
        return forgotten
    }

    // MARK: What no backup contains

    /// Warns first; lets go what is too old or too much only when the warning has stood long enough.
    private func letGoUnbacked(sparing named: Set<OpID>) throws -> Int {
        let found = try connection.row(
            """
            SELECT count(*), min(stamp), total(length(body)) FROM op \
            WHERE verdict < 4 AND seq > ?
            """, [backupSeq.value])
        guard let found else { return 0 }
        let count = Int(clamping: found.integer(0) ?? 0)
        let bytes = Int(found.real(2))
        let oldest = Stamp(rawValue: found.bits(1))
        let warningAge = limits.unbackedDaysMax - limits.warningDays
        let isNear =
            count > 0
            && (oldest < now.before(days: warningAge) || count > limits.unbackedOpsMax / 4 * 3
                || bytes > limits.unbackedBytesMax / 4 * 3)
        let warned = try connection.row("SELECT retention_warned FROM sync_state")
        guard isNear else {
            try note(warning: nil)
            return 0
        }
        guard let warned, warned.integer(0) != nil else {
            try note(warning: now)
            return 0
        }
        guard Stamp(rawValue: warned.bits(0)).after(days: limits.warningDays) <= now else {
            return 0
        }
        let end = try endOfTooMuch(count: count, bytes: bytes)
        return try forget(
            "seq > ?1 AND (stamp < ?2 OR position <= ?3)",
            [
                backupSeq.value, now.before(days: limits.unbackedDaysMax).rawValue.value,
                end.value,
            ], sparing: named)
    }

    private func note(warning: Stamp?) throws {
        try connection.run(
            "UPDATE sync_state SET retention_warned = ?", [warning?.rawValue.value ?? .null])
    }

    /// The position up to which edits are too many, or too long together; 0 if they are not.
    private func endOfTooMuch(count: Int, bytes: Int) throws -> Int64 {
        var (count, bytes, end) = (count, bytes, Int64(0))
        guard count > limits.unbackedOpsMax || bytes > limits.unbackedBytesMax else { return 0 }
        let sql =
            "SELECT position, length(body) FROM op WHERE verdict < 4 AND seq > \(backupSeq) "
            + "ORDER BY position"
        try connection.walk(
            sql,
            until: { row in
                guard count > limits.unbackedOpsMax || bytes > limits.unbackedBytesMax else {
                    return true
                }
                count -= 1
                bytes -= Int(clamping: row.integer(1) ?? 0)
                end = row.integer(0) ?? 0
                return false
            })
        return end
    }

    // MARK: What is still needed

    /// Ops that something here names which is not settled yet.
    private func namedOps() throws -> Set<OpID> {
        var named: Set<OpID> = []
        for row in try connection.rows("SELECT context FROM token") {
            var reader = ByteReader(row.bytes(0))
            named.formUnion(try reader.context().named)
        }
        for row in try connection.rows(
            "SELECT body FROM op WHERE verdict IS NULL OR verdict >= 4")
        {
            named.formUnion(try Op(storedBytes: row.bytes(0)).context.named)
        }
        for conflict in try connection.conflicts("WHERE is_open = 1") {
            named.formUnion(conflict.members.map(\.op))
        }
        return named
    }
}

extension ReadContext {
    /// The ops that it names by their ids.
    fileprivate var named: [OpID] { own + lost }
}

extension ReplicaStore {
    /// Takes in what the server says of its backups, and lets go what need not be kept any longer.
    ///
    /// Called at the end of a sync; does nothing until there is a new backup or a day has passed.
    ///
    /// - Parameters:
    ///   - backupSeq: the seq up to which a completed backup holds everything; one beyond what this
    ///     copy has seen counts only up to there.
    ///   - now: the server's clock.
    /// - Returns: what no backup contains; nil if nothing was looked through.
    @discardableResult
    public func retain(
        backupSeq: Seq, now: Stamp, limits: RetentionLimits = .default
    ) throws -> UnbackedEdits? {
        let known = try read { reader in
            try reader.connection.row(
                """
                SELECT backup_seq, retention_checked, coalesce(history_seq, 0) FROM sync_state
                """)
        }
        guard let known else { return nil }
        let plausible = min(backupSeq, known.bits(2))
        let next = known.integer(1).map {
            Stamp(rawValue: UInt64(bitPattern: $0)).after(days: limits.checkDays)
        }
        guard plausible != known.bits(0) || next.map({ $0 <= now }) ?? true else { return nil }
        return try transaction { connection in
            try connection.run(
                "UPDATE sync_state SET backup_seq = ?, retention_checked = ?",
                [plausible.value, now.rawValue.value])
            return try Retention(
                connection: connection, backupSeq: plausible, now: now, limits: limits
            ).run()
        }
    }
}
