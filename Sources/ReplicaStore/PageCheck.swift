// The device distrusts answers: a page that makes no sense is refused before anything is written.

import CausalCore

/// Decides whether a page can follow on what the device has.
struct PageCheck {
    let page: PullPage
    let state: SyncState
    let history: HistoryPoint
    let itemsMax: Int

    /// The greatest seq and counter that the protocol has.
    private static let seqMax: Seq = (1 << 53) - 1

    /// Throws ``StoreError`` with code `implausibleAnswer` or `historyDiffers`.
    func run() throws {
        if let known = state.history, known.lineage != history.lineage {
            throw StoreError(
                .historyDiffers, "The answer belongs to another history of the server.",
                remedy: "Nothing was changed; ask your admin whether the server was restored.")
        }
        try checkSizes()
        if page.needsHeldAccounts { return try checkCarriesNothing() }
        try checkCursor()
        try checkRecords()
        try checkConflicts()
        try checkProgress()
    }

    private func checkSizes() throws {
        let counts = [
            page.records.count, page.backfilled.count, page.conflicts.count, page.directory.count,
            page.notices.count, page.retracted.count, page.gained.count, page.completed.count,
            page.checksums.count,
        ]
        try require(counts.allSatisfy { $0 <= itemsMax }, "a page holds too much")
    }

    private func checkCarriesNothing() throws {
        try require(
            page.records.isEmpty && page.backfilled.isEmpty && page.retracted.isEmpty
                && page.conflicts.isEmpty && page.completed.isEmpty,
            "it asks for the held accounts and carries records at once")
    }

    private func checkCursor() throws {
        let cursor = page.cursor
        try require(cursor.at <= Self.seqMax, "the cursor is out of range")
        try require(cursor.at >= state.cursor.at, "the cursor goes back")
        if page.isLast {
            try require(cursor.start == cursor.at, "the last page's cursor is not at its end")
        } else {
            try require(
                cursor.start == state.cursor.start, "the cursor's start moves before the last page")
            try require(page.checksums.isEmpty, "checksums come before the last page")
        }
    }

    private func checkRecords() throws {
        var last = state.cursor.at
        for record in page.records {
            try require(
                record.seq > last && record.seq <= page.cursor.at, "a record's seq is out of order")
            last = record.seq
            try checkState(record)
        }
        for record in page.backfilled { try checkState(record) }
    }

    private func checkState(_ record: RecordState) throws {
        try require(record.seq >= 1 && record.seq <= Self.seqMax, "a record has no seq")
        try require(
            !record.isStub || (!record.isAlive && record.cells.isEmpty),
            "a record is a stub and has units")
        var last: UnitKey?
        for cell in record.cells {
            if let last { try require(last < cell.key, "a record's units are out of order") }
            last = cell.key
            try require(cell.seq <= record.seq, "a unit is newer than its record")
        }
    }

    private func checkConflicts() throws {
        for conflict in page.conflicts {
            try require(conflict.members.count >= 2, "a conflict has fewer than two members")
            try require(conflict.seq <= Self.seqMax, "a conflict's seq is out of range")
        }
    }

    /// More can only follow on a page that has moved something, or a sync would never end.
    private func checkProgress() throws {
        guard page.hasMore else { return }
        let moved =
            page.cursor != state.cursor || page.backfill != state.backfill
            || !page.completed.isEmpty || !page.gained.isEmpty || !page.retracted.isEmpty
        try require(moved, "more is promised and nothing moves")
    }

    private func require(_ holds: Bool, _ rule: String) throws {
        guard holds else { throw StoreError.implausible(rule) }
    }
}
