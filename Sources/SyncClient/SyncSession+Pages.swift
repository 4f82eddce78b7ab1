// How a session takes pages: only what makes sense, and nothing that would empty the device.

import CausalCore
import SyncProtocol

extension SyncSession {
    /// Takes a page, after looking at what it claims and what it takes away.
    mutating func take(_ page: PullPage) -> SyncAction {
        round.hasPulled = true
        if page.needsHeldAccounts {
            guard request?.pull?.held == nil else {
                return .stop(.implausible("it asks twice for the accounts that are held"))
            }
            round.needsHeld = true
            return next()
        }
        if let failure = objection(to: page) { return .stop(failure) }
        round.at = (page.cursor, page.backfill)
        round.hasMore = page.hasMore
        guard page.takesSomethingAway, !options.allowsRemoval else { return apply(page) }
        round.weighed = page
        return .weigh(page)
    }

    /// Decides whether a page may take away what it takes away.
    mutating func weigh(_ weight: PageWeight) -> SyncAction {
        guard let page = round.weighed else { return next() }
        round.weighed = nil
        removal.accountsHeld = max(removal.accountsHeld, weight.accountsHeld)
        removal.recordsHeld = max(removal.recordsHeld, weight.recordsHeld)
        removal.accountsTaken += weight.accountsTaken
        removal.recordsTaken += weight.recordsTaken
        if isTooMuch(removal.accountsTaken, of: removal.accountsHeld) {
            return .stop(
                .stopped(
                    .massRemoval(
                        of: .accounts, taken: removal.accountsTaken, held: removal.accountsHeld)))
        }
        if isTooMuch(removal.recordsTaken, of: removal.recordsHeld) {
            return .stop(
                .stopped(
                    .massRemoval(
                        of: .records, taken: removal.recordsTaken, held: removal.recordsHeld)))
        }
        return apply(page)
    }

    private func apply(_ page: PullPage) -> SyncAction {
        guard let history else { return .stop(.implausible("it names no history")) }
        return .apply(page, history)
    }

    private func isTooMuch(_ taken: Int, of held: Int) -> Bool {
        held >= options.removalCountMin && taken > held / 2
    }

    /// What is wrong with a page; nil if it may be taken in.
    private func objection(to page: PullPage) -> SyncFailure? {
        guard page.records.count + page.backfilled.count <= Int(clamping: limits.pageRecordsMax)
        else { return .implausible("a page holds more than \(limits.pageRecordsMax) records") }
        let cursor = page.cursor
        guard cursor.start <= cursor.at, !page.isLast || cursor.start == cursor.at else {
            return .implausible("a cursor begins behind its end")
        }
        guard let at = round.at else { return nil }
        guard cursor.start >= at.cursor.start, cursor.at >= at.cursor.at else {
            return .implausible("a cursor goes back")
        }
        let stands = cursor == at.cursor && page.backfill == at.backfill
        guard !page.hasMore || !stands || page.changesScope else {
            return .implausible("a cursor does not advance")
        }
        return nil
    }
}

extension PullPage {
    /// Whether it hides or retracts anything.
    var takesSomethingAway: Bool {
        !retracted.isEmpty || records.contains { !$0.isAlive }
            || backfilled.contains { !$0.isAlive }
    }

    /// Whether it changes which accounts the device holds.
    var changesScope: Bool { !retracted.isEmpty || !gained.isEmpty || !completed.isEmpty }
}
