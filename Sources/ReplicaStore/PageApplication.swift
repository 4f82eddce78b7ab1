// Taking in one page of a pull, inside one transaction.

import CausalCore

/// Takes in one page; the caller has checked it and holds the transaction.
struct PageApplication {
    let connection: Connection
    let page: PullPage
    private var summary = PageSummary()
    private var sumChanges: [RecordID: AccountChecksum] = [:]
    private var ownReplicas: Set<ReplicaID> = []
    private var user: UserID = .zero
    private var mergeCandidates: Set<RecordID> = []
    /// Accounts of which this page has already found that they are being filled.
    private var filling: Set<RecordID> = []
    /// Those of them of which nothing was here before this page.
    private var fresh: Set<RecordID> = []
    /// Accounts of changed records that were found to be here; none of them goes before the page ends.
    private var here: Set<RecordID> = []
    /// Whether anything was written here that is still kept.
    private let hasOps: Bool

    init(_ connection: Connection, page: PullPage) throws {
        self.connection = connection
        self.page = page
        user = try connection.identity()?.user ?? .zero
        hasOps = try connection.row("SELECT 1 FROM op LIMIT 1") != nil
        ownReplicas = Set(
            try connection.rows("SELECT replica FROM own_replica").map { ReplicaID($0.bits(0)) })
    }

    /// Applies everything, in the order in which the parts depend on each other.
    mutating func run() throws -> PageSummary {
        for entry in page.directory { try put(entry) }
        for notice in page.notices { try put(notice) }
        for account in page.retracted { try retract(account) }
        for entry in page.gained { try gain(entry) }
        for state in page.backfilled { try backfill(state) }
        if page.isLast { try applyStaged() }
        for state in page.records {
            try page.isLast || planted(.pageShownEarly) ? apply(state) : stage(state)
        }
        for conflict in page.conflicts { try take(conflict) }
        summary.received = page.records.count + page.backfilled.count
        try flushSums()
        for account in page.completed {
            try fresh.contains(account)
                ? connection.completeFresh(account) : connection.complete(account)
            summary.completed.append(account)
        }
        if page.isLast {
            try settle()
            try verifySums()
        }
        summary.merged = try merged()
        return summary
    }

    // MARK: Records

    /// A state of an account that is being filled: whole, and visible at once.
    private mutating func backfill(_ state: RecordState) throws {
        try beginFilling(state.account, role: nil)
        if !hasOps, let digest = try connection.putNew(state) {
            sumChanges[state.account, default: .zero].add(digest)
            guard state.isAlive, let table = connection.layout.table(state.kind) else { return }
            return try connection.insertRow(
                of: state.record, account: state.account,
                units: state.cells.map { UnitWrite(key: $0.key, value: $0.value) }, in: table)
        }
        try replace(try connection.shadow(of: state.record), by: state)
    }

    /// A state of a held account, with the units that changed: merged by taking the server's.
    ///
    /// One that waited for the last page, and that an own edit has followed meanwhile, is passed over.
    private mutating func apply(_ state: RecordState) throws {
        guard try isHere(state.account) else {
            throw StoreError.implausible("a record belongs to an account that is not here")
        }
        let old = try connection.shadow(of: state.record)
        if let old, !old.isStale, old.state.seq > state.seq { return }
        var merged = state
        if let old, !state.isStub || planted(.stubKeepsItsCells) {
            merged.cells = merging(state.cells, into: old.state.cells)
        }
        try replace(old, by: merged)
    }

    private mutating func isHere(_ account: RecordID) throws -> Bool {
        if here.contains(account) { return true }
        guard try connection.isComplete(account) != nil else { return false }
        here.insert(account)
        return true
    }

    private mutating func replace(_ old: Shadow?, by state: RecordState) throws {
        if let old, old.state.kind != state.kind || old.state.account != state.account {
            throw StoreError.implausible("a record has changed its kind or account")
        }
        let overlay = try hasOps ? connection.overlay(of: state.record) : []
        let change = try connection.put(state, replacing: old)
        sumChanges[state.account, default: .zero].add(change)
        var remaining: [OwnOp] = []
        for own in overlay {
            guard own.isCovered(by: state.seq) || planted(.ownEditHidden) else {
                remaining.append(own)
                continue
            }
            try connection.hide(own)
        }
        if let old, old.isStale {
            let waiting = try connection.waitingBehind(state.record)
            for own in waiting { try connection.show(own) }
            remaining = (remaining + waiting).sorted { $0.position < $1.position }
        }
        try connection.project(
            before: shown(old?.state, overlay), after: shown(state, remaining))
        if try !overlay.isEmpty && bringsForeign(state, since: old?.state.seq ?? 0) {
            mergeCandidates.insert(state.record)
        }
    }

    private func shown(_ state: RecordState?, _ overlay: [OwnOp]) -> ShownRecord? {
        overlay.isEmpty ? state?.shown : RecordView(server: state, overlay: overlay)?.shown
    }

    /// Whether a state holds a unit that somebody else has written since a seq.
    private func bringsForeign(_ state: RecordState, since seq: Seq) throws -> Bool {
        for cell in state.cells where cell.seq > seq && !ownReplicas.contains(cell.replica) {
            return true
        }
        return false
    }

    private func stage(_ state: RecordState) throws {
        try connection.run(
            "INSERT INTO staged (is_conflict, account, body) VALUES (0, ?, ?)",
            [state.account.value, state.storedBytes.value])
    }

    private mutating func applyStaged() throws {
        var last: Int64 = 0
        while true {
            let rows = try connection.rows(
                "SELECT row, is_conflict, body FROM staged WHERE row > ? ORDER BY row LIMIT 500",
                [last.value])
            guard let end = rows.last?.integer(0) else { break }
            for row in rows {
                if row.integer(1) == 0 {
                    try apply(RecordState(storedBytes: row.bytes(2)))
                } else {
                    try put(ConflictRecord(storedBytes: row.bytes(2)))
                }
            }
            last = end
        }
        if last > 0 { try connection.run("DELETE FROM staged") }
    }

    // MARK: Scope

    private mutating func retract(_ account: RecordID) throws {
        sumChanges[account] = nil
        try connection.retract(account)
        summary.retracted.append(account)
    }

    private mutating func gain(_ entry: ScopeEntry) throws {
        let isComplete = try connection.isComplete(entry.account)
        if isComplete == nil, !hasOps {
            try connection.beginFresh(entry)
            fresh.insert(entry.account)
            filling.insert(entry.account)
            summary.gained.append(entry.account)
            return
        }
        if isComplete != true { try beginFilling(entry.account, role: entry.role) }
        try connection.setRole(entry)
    }

    private mutating func beginFilling(_ account: RecordID, role: UInt8?) throws {
        guard filling.insert(account).inserted else { return }
        let isKnown = try connection.isComplete(account) != nil
        guard try connection.ensureFilling(account, role: role) else { return }
        if isKnown { summary.refilled.append(account) }
        sumChanges[account] = nil
        summary.gained.append(account)
    }

    // MARK: Conflicts and names

    private mutating func take(_ conflict: ConflictRecord) throws {
        if try page.isLast || connection.isComplete(conflict.account) != true {
            return try put(conflict)
        }
        try connection.run(
            "INSERT INTO staged (is_conflict, account, body) VALUES (1, ?, ?)",
            [conflict.account.value, conflict.storedBytes.value])
    }

    private mutating func put(_ conflict: ConflictRecord) throws {
        if try isSettledByOthers(conflict) { summary.conflictsSettled.append(conflict.id) }
        let isNew = try connection.put(conflict)
        if isNew && conflict.isOpen { summary.conflictsOpened.append(conflict.id) }
        try connection.noteLosses(in: conflict, user: user)
    }

    /// Whether a conflict with a side of this person's was open here until now and was settled by
    /// another person.
    private func isSettledByOthers(_ conflict: ConflictRecord) throws -> Bool {
        guard let closing = conflict.closing, closing.author != user, !closing.author.isZero,
            conflict.members.contains(where: { $0.author == user })
        else { return false }
        return try connection.row(
            "SELECT 1 FROM conflict WHERE id = ? AND is_open = 1 AND seq < ?",
            [conflict.id.value, conflict.seq.value]) != nil
    }

    private func put(_ entry: DirectoryEntry) throws {
        try connection.run(
            """
            INSERT INTO directory (replica, user, device, handle, name) VALUES (?, ?, ?, ?, ?) \
            ON CONFLICT (replica, user) DO UPDATE SET device = excluded.device, \
            handle = excluded.handle, name = excluded.name
            """,
            [
                entry.replica.rawValue.value, entry.user.value, entry.device.value,
                entry.handle.value, entry.name.value,
            ])
    }

    /// What an admin did with an op; a copy of this device may have brought it, and here it still waits.
    private mutating func put(_ notice: HeldNotice) throws {
        let isMeant = "id = ?1 AND (verdict >= 4 OR verdict IS NULL)"
        let untold = try connection.row(
            "SELECT 1 FROM op WHERE \(isMeant) AND outcome IS NULL", [notice.op.value])
        if untold != nil { summary.notices.append(notice) }
        try connection.run(
            """
            UPDATE op SET outcome = ?2, outcome_by = ?3, outcome_reason = ?4, \
            answered = CASE WHEN verdict IS NULL THEN ?5 ELSE answered END WHERE \(isMeant)
            """,
            [
                notice.op.value, Int(notice.outcome.rawValue).value, notice.by.value,
                notice.reason.value, page.cursor.at.value,
            ])
    }

    // MARK: The end of a pull

    /// Held and rejected ops leave the view with the last page, and so do those whose record came
    /// before their acknowledgement.
    private func settle() throws {
        let leaving = try connection.ownOps("WHERE shown = 2 ORDER BY position")
        for own in leaving {
            try connection.reprojecting(own.op.record) { try connection.hide(own) }
        }
    }

    private mutating func flushSums() throws {
        for (account, change) in sumChanges.sorted(by: { $0.key < $1.key }) {
            try connection.addToSum(change, of: account)
        }
        sumChanges = [:]
    }

    private mutating func verifySums() throws {
        for expected in page.checksums {
            let held = try expected.accounts.filter { try connection.isComplete($0) == true }
            guard held == expected.accounts else { continue }
            let sum = AccountSum(
                accounts: held, of: try held.map { try connection.sum(of: $0) })
            guard sum != expected else { continue }
            for account in held {
                try connection.run(
                    "UPDATE scope SET is_complete = 0, is_refetch = 1 WHERE account = ?",
                    [account.value])
            }
            summary.checksumMismatches += held
        }
    }

    /// Records in which others' and own changes met and no conflict is open.
    private func merged() throws -> Int {
        try mergeCandidates.count { record in
            try connection.number(
                "SELECT count(*) FROM conflict WHERE record = ? AND is_open = 1", [record.value])
                == 0
        }
    }
}
