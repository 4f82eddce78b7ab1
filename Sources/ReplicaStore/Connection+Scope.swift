// The accounts on the device: which are whole, which are being filled, and their sums.

import CausalCore

/// How much of an account is on the device.
public enum AccountPresence: Hashable, Sendable {
    /// All of it.
    case complete
    /// It is being filled, or filled anew; records may be missing.
    case incomplete
    /// It was made here and the server has not sent it yet.
    case local
}

/// An account in the device's scope.
public struct HeldAccount: Hashable, Sendable {
    /// The account.
    public var account: RecordID
    /// The person's role on it, as the server numbers roles.
    public var role: UInt8
    /// How much of it is here.
    public var presence: AccountPresence
}

extension Connection {
    /// Whether an account's records are all here; nil for one that is not in the scope.
    func isComplete(_ account: RecordID) throws -> Bool? {
        let row = try row("SELECT is_complete FROM scope WHERE account = ?", [account.value])
        return row.map { $0.integer(0) != 0 }
    }

    /// The sum over the server's states of an account's records.
    func sum(of account: RecordID) throws -> AccountChecksum {
        let row = try row(
            "SELECT sum_high, sum_low FROM scope WHERE account = ?", [account.value])
        return row.map { AccountChecksum(high: $0.bits(0), low: $0.bits(1)) } ?? .zero
    }

    /// Changes the sum of an account.
    func addToSum(_ change: AccountChecksum, of account: RecordID) throws {
        guard change != .zero else { return }
        var sum = try sum(of: account)
        sum.add(change)
        try run(
            "UPDATE scope SET sum_high = ?, sum_low = ? WHERE account = ?",
            [sum.high.value, sum.low.value, account.value])
    }

    /// Begins to fill an account of which nothing is here.
    func beginFresh(_ entry: ScopeEntry) throws {
        try run(
            "INSERT INTO scope (account, role, is_complete) VALUES (?, ?, 0)",
            [entry.account.value, Int(entry.role).value])
    }

    /// Ends the filling of an account that began fresh in the same transaction.
    func completeFresh(_ account: RecordID) throws {
        try run("UPDATE scope SET is_complete = 1 WHERE account = ?", [account.value])
    }

    /// Sees to it that an account is being filled, unless that has begun already.
    func ensureFilling(_ account: RecordID, role: UInt8?) throws -> Bool {
        let row = try row(
            "SELECT is_complete, is_refetch FROM scope WHERE account = ?", [account.value])
        if let row, row.integer(0) == 0, row.integer(1) == 0 { return false }
        try beginFilling(account, role: role)
        return true
    }

    /// Begins to fill an account, or to fill it anew: what is here stays visible, and what the
    /// server does not send again goes when the account is complete.
    func beginFilling(_ account: RecordID, role: UInt8?) throws {
        let known = try row("SELECT role FROM scope WHERE account = ?", [account.value])
        let kept = UInt8(clamping: known?.integer(0) ?? 0)
        try run(
            "INSERT OR REPLACE INTO scope (account, role, is_complete) VALUES (?, ?, 0)",
            [account.value, Int(role ?? kept).value])
        for table in ["record", "conflict"] {
            try run("UPDATE \(table) SET is_stale = 1 WHERE account = ?", [account.value])
        }
        guard known == nil else { return }
        let hidden = try ownOps(
            "WHERE account = ? AND shown = 0 AND verdict IS NULL ORDER BY position",
            [account.value])
        for own in hidden {
            try reprojecting(own.op.record) {
                try run("UPDATE op SET shown = 1 WHERE position = ?", [own.position.value])
            }
        }
    }

    /// Notes the person's role on an account.
    func setRole(_ entry: ScopeEntry) throws {
        try run(
            "UPDATE scope SET role = ? WHERE account = ?",
            [Int(entry.role).value, entry.account.value])
    }

    /// Ends the filling of an account.
    func complete(_ account: RecordID) throws {
        guard try isComplete(account) != true else { return }
        _ = try ensureFilling(account, role: nil)
        let stale = try rows(
            "SELECT id FROM record WHERE account = ? AND is_stale = 1", [account.value])
        for row in stale {
            let record: RecordID = try row.requiredID(0)
            try reprojecting(record) {
                for own in try waitingBehind(record) { try show(own) }
                try run("DELETE FROM record WHERE id = ?", [record.value])
            }
        }
        let gone = "SELECT id FROM conflict WHERE account = ?1 AND is_stale = 1"
        try run("DELETE FROM own_loss WHERE conflict IN (\(gone))", [account.value])
        try run("DELETE FROM conflict WHERE account = ?1 AND is_stale = 1", [account.value])
        try run(
            "UPDATE scope SET is_complete = 1, is_refetch = 0 WHERE account = ?",
            [account.value])
    }

    /// Takes an account off the device.
    ///
    /// Of the own ops those stay, without what they replaced, that are not part of the server's
    /// history, and until then those that no backup of it contains.
    func retract(_ account: RecordID) throws {
        for kind in schema.kinds { try removeRows(of: account, kind: kind.number) }
        try run(
            """
            DELETE FROM token WHERE record IN (SELECT id FROM record WHERE account = ?1 \
            UNION SELECT record FROM op WHERE account = ?1)
            """, [account.value])
        try run(
            "DELETE FROM own_loss WHERE conflict IN (SELECT id FROM conflict WHERE account = ?)",
            [account.value])
        for table in ["record", "conflict", "staged", "scope"] {
            try run("DELETE FROM \(table) WHERE account = ?", [account.value])
        }
        let gone = planted(.purgeTakesUnsentEdits) ? "?2 >= 0" : "verdict < 4 AND seq <= ?2"
        try run(
            "DELETE FROM op WHERE account = ?1 AND \(gone)", [account.value, backupSeq().value])
        try run("UPDATE op SET shown = 0, replaced = NULL WHERE account = ?", [account.value])
    }
}
