// The pages of one answer, all read in one snapshot.

import CausalCore
import SyncProtocol

/// Assembles pages, each continuing the one before it.
///
/// First the changes of held accounts in the order of their seqs; once those have reached the head,
/// gained accounts one after the other. What to retract and what to backfill is worked out anew for
/// every request, so that a device put back to an old copy heals.
struct PullAssembly {
    let snapshot: any ServerSnapshot
    let touches: RecentTouches
    let shard: ShardRow
    let user: UserRow
    let family: ReplicaID
    let limits: SyncLimits
    /// What the same answer tells the device of by its acknowledgements.
    let successions: Successions
    var scope: PullScope
    var directory: DirectoryPart

    init(
        _ session: Session, family: ReplicaID, successions: Successions, limits: SyncLimits,
        _ touches: RecentTouches, _ snapshot: any ServerSnapshot
    ) {
        self.successions = successions
        self.snapshot = snapshot
        self.touches = touches
        self.limits = limits
        self.family = family
        shard = session.shard
        user = session.user
        scope = PullScope(session.user, session.shard, snapshot)
        directory = DirectoryPart(shard: session.shard)
    }

    /// The pages that answer a request, as many as one answer carries.
    mutating func pages(_ request: PullRequest) throws -> [PullPage] {
        guard let held = try scope.held(request, and: successions.accounts) else {
            return [
                PullPage(
                    cursor: request.cursor, backfill: request.backfill, isLast: false,
                    hasMore: true, needsHeldAccounts: true)
            ]
        }
        var state = PullState(request, held, head: shard.seq)
        state.known.append(successions.seqs)
        if case .wholeScope = held, state.isIdle { return [idlePage()] }
        try plan(&state, request)
        var pages: [PullPage] = []
        repeat {
            pages.append(try page(&state))
        } while pages.last?.hasMore == true && pages.count < Int(limits.pagesPerResponseMax)
        return pages
    }

    /// What a device gets that has everything; costs the same for ten accounts and ten thousand.
    private func idlePage() -> PullPage {
        PullPage(
            cursor: Cursor(start: shard.seq, at: shard.seq), isLast: true, hasMore: false)
    }

    /// Works out what to retract and what to backfill.
    private mutating func plan(_ state: inout PullState, _ request: PullRequest) throws {
        let refetch = Set(request.refetch)
        if case .wholeScope = state.held, refetch.isEmpty, request.backfill == nil { return }
        let all = try scope.all()
        let known = Set(all.map(\.account))
        // An account that is to be fetched again is on the device, though not among the held ones.
        let gone =
            (request.held ?? []) + request.refetch + (request.backfill.map { [$0.account] } ?? [])
        state.retracted = Set(gone).subtracting(known).sorted()
        if planted(.retractionSkipped) { state.retracted = [] }
        state.queue = all.filter { entry in
            refetch.contains(entry.account) || !state.held.contains(entry.account)
        }
        if !refetch.isEmpty {
            state.held = .some(
                all.map(\.account).filter { state.held.contains($0) && !refetch.contains($0) })
        } else if state.queue.isEmpty {
            state.held = .wholeScope
        }
        if planted(.gainedInTheShardsCursor) {
            (state.held, state.queue) = (.wholeScope, [])
        }
        state.resume(request.backfill)
    }

    private mutating func page(_ state: inout PullState) throws -> PullPage {
        var page = PullPage(cursor: state.cursor, isLast: false, hasMore: true)
        var budget = PageBudget(limits)
        page.retracted = state.retracted
        state.retracted = []
        try addHeldRecords(to: &page, &state, &budget)
        if page.isLast { try addGainedAccounts(to: &page, &state, &budget) }
        page.directory = try directory.take(snapshot)
        page.cursor = state.cursor
        page.backfill = state.backfill
        page.hasMore = !page.isLast || !state.queue.isEmpty
        return page
    }

    /// Changes of held accounts behind the cursor; the last of these pages makes them visible.
    private mutating func addHeldRecords(
        to page: inout PullPage, _ state: inout PullState, _ budget: inout PageBudget
    ) throws {
        let start = state.cursor.start
        guard start < shard.seq else {
            page.isLast = true
            return
        }
        let from = state.cursor.at
        var window = try window(on: state.held, after: start)
        window.after = from
        var at = shard.seq
        for gap in state.known.gaps(after: from, through: shard.seq) {
            (window.after, window.through) = gap
            let rows = try snapshot.records(in: window, limit: budget.records + 1)
            let taken = try rows.prefix(while: { budget.take($0) }).map { row in
                try row.state(changedAfter: planted(.oneNumberCursor) ? from : start)
            }
            page.records += taken
            guard taken.count < rows.count, !planted(.cursorPastWhatWasRead) else { continue }
            at = taken.last?.seq ?? gap.after
            break
        }
        page.isLast = at == shard.seq
        window.after = from
        window.through = at
        page.conflicts += try conflicts(window)
        state.cursor.at = at
        guard page.isLast else { return }
        state.cursor.start = at
        window.after = start
        try addLastPart(to: &page, window)
    }

    /// What only the last page of held accounts carries.
    private mutating func addLastPart(to page: inout PullPage, _ window: ScopeWindow) throws {
        try directory.add(appearances: snapshot.appearances(in: window))
        let assignments = try snapshot.assignments(in: window)
        directory.add(assignments: assignments)
        page.gained += assignments.filter { $0.user == user.id }.map {
            ScopeEntry(account: $0.account, role: $0.role)
        }
        page.checksums += AccountSum.sums(over: try snapshot.accounts(in: window))
        page.notices = try snapshot.settled(of: family, after: window.after).compactMap { row in
            row.settling.map {
                HeldNotice(op: row.id, outcome: $0.outcome, by: $0.by, reason: $0.reason)
            }
        }
        if planted(.noticesDropped) { page.notices = [] }
        directory.add(users: page.notices.map(\.by))
    }

    /// Gained accounts, whole, in the order of their ids, as far as the page has room.
    private mutating func addGainedAccounts(
        to page: inout PullPage, _ state: inout PullState, _ budget: inout PageBudget
    ) throws {
        var completed: [RecordID] = []
        while let entry = state.queue.first, !budget.isSpent {
            let from = state.backfill?.at ?? 0
            if from == 0 { page.gained.append(entry) }
            let at = try addAccount(entry.account, after: from, to: &page, &budget)
            guard at == shard.seq else {
                state.backfill = BackfillPoint(account: entry.account, at: at)
                break
            }
            state.backfill = nil
            state.queue.removeFirst()
            completed.append(entry.account)
        }
        page.completed = completed
        page.checksums += AccountSum.sums(over: try snapshot.accounts(completed))
        state.hold(completed)
    }

    /// One gained account's records behind a seq; gives how far they have come, the head if all did.
    private mutating func addAccount(
        _ account: RecordID, after from: Seq, to page: inout PullPage, _ budget: inout PageBudget
    ) throws -> Seq {
        var window = ScopeWindow(accounts: [account], after: from, through: shard.seq)
        try directory.add(appearances: snapshot.appearances(in: window))
        directory.add(assignments: try snapshot.assignments(in: window))
        let rows = try snapshot.records(in: window, limit: budget.records + 1)
        var count = 0
        var at = from
        for row in rows {
            guard budget.take(row) else { break }
            page.backfilled.append(try row.state(changedAfter: 0))
            at = row.seq
            count += 1
        }
        window.through = count == rows.count ? shard.seq : at
        page.conflicts += try conflicts(window)
        return window.through
    }

    /// The conflict records of a window, and the names of their people.
    private mutating func conflicts(_ window: ScopeWindow) throws -> [ConflictRecord] {
        let found = try snapshot.conflicts(in: window).map {
            try ConflictCoding.conflict($0).conflict
        }
        for conflict in found {
            directory.add(users: conflict.members.map(\.author))
            if let closing = conflict.closing { directory.add(users: [closing.author]) }
        }
        return found
    }

    /// What has happened on held accounts behind a seq.
    ///
    /// Narrowed to those that something happened to, where that is known. Else the list of a whole
    /// scope is made only where it is much shorter than what may have happened.
    private mutating func window(on held: HeldAccounts, after start: Seq) throws -> ScopeWindow {
        var window = ScopeWindow(accounts: nil, after: start, through: shard.seq)
        if case .wholeScope = held, scope.coversAll { return window }
        if let touched = try touches.accounts(after: start, shard, snapshot) {
            window.accounts = try scope.accounts(of: held, among: touched)
            window.isNarrowed = true
            return window
        }
        switch held {
        case .wholeScope where UInt64(scope.count) > (shard.seq - start) / 8:
            window.user = user.id
            window.userAccountCount = Int(scope.count)
        case .wholeScope: window.accounts = try scope.all().map(\.account)
        case .some(let accounts): window.accounts = accounts
        }
        return window
    }
}

extension RecordRow {
    /// The state as it travels, with the units changed after a seq.
    func state(changedAfter start: Seq) throws -> RecordState {
        RecordState(
            record: id, kind: kind, account: account, isAlive: isAlive, seq: seq, time: time,
            vector: try VectorCoding.decode(vector),
            cells: try CellCoding.decode(self, changedAfter: start), isStub: isStub)
    }
}

extension AccountSum {
    /// The sums over accounts, sorted by id.
    fileprivate static func sums(over rows: [AccountRow]) -> [AccountSum] {
        sums(over: rows.sorted { $0.id < $1.id }.map { ($0.id, $0.checksum) })
    }
}
