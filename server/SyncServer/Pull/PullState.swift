// How far the pages of one answer have come, and how much room a page has.

import CausalCore
import SyncProtocol

/// Where a pull stands between two pages of one answer.
struct PullState {
    var cursor: Cursor
    var held: HeldAccounts
    var backfill: BackfillPoint?
    /// Gained accounts in the order in which they are sent; the half-sent one first.
    var queue: [ScopeEntry] = []
    var retracted: [RecordID] = []
    /// Changes of held accounts that the device has already.
    var known: SeqRanges
    let isIdle: Bool

    init(_ request: PullRequest, _ held: HeldAccounts, head: Seq) {
        var cursor = request.cursor
        cursor.at = min(cursor.at, head)
        cursor.start = min(cursor.start, cursor.at)
        self.cursor = cursor
        self.held = held
        known = request.known
        isIdle =
            cursor.start == head && cursor.at == head && request.backfill == nil
            && request.refetch.isEmpty
    }

    /// Goes on with the account that is half sent, if it is still to be sent.
    mutating func resume(_ point: BackfillPoint?) {
        guard let point, let place = queue.firstIndex(where: { $0.account == point.account })
        else { return }
        queue.insert(queue.remove(at: place), at: 0)
        backfill = point
    }

    /// Takes completed accounts among the held ones.
    mutating func hold(_ completed: [RecordID]) {
        guard case .some(let accounts) = held, !completed.isEmpty else { return }
        held = .some((accounts + completed).sorted())
    }
}

/// How much of a page is left.
struct PageBudget {
    private(set) var records: Int
    private var bytes: Int
    private var isFresh = true

    init(_ limits: SyncLimits) {
        records = Int(limits.pageRecordsMax)
        bytes = Int(limits.pageBytesMax)
    }

    var isSpent: Bool { records <= 0 || bytes <= 0 }

    /// Makes room for a record; one always has room in a fresh page, so that every page advances.
    mutating func take(_ row: RecordRow) -> Bool {
        if isSpent, !isFresh { return false }
        isFresh = false
        records -= 1
        bytes -= row.cells.count + row.loggedBody.count
        return true
    }
}
