// The request that comes next if nothing unexpected happens, so that it may travel ahead.

import CausalCore
import SyncProtocol

extension SyncSession {
    /// What the next request will be if the answer that has just come is taken in as it is, and nobody
    /// writes here meanwhile; nil where that cannot be told.
    ///
    /// Only a request that pulls more and pushes nothing: to send it twice, or in vain, changes nothing
    /// anywhere.
    func requestAhead() -> SyncRequest? {
        guard let situation, let history, let asked = request?.pull, !sendsHeld,
            asked.refetch.isEmpty, let last = round.pages.last, last.hasMore,
            round.pages.allSatisfy({ !$0.needsHeldAccounts && $0.retracted.isEmpty })
        else { return nil }
        var next = situation
        next.history = history
        next.cursor = last.cursor
        next.backfill = last.backfill
        let births = request.map { Births(of: $0, in: round.answers) }
        if let births { next.known.append(births.seqs) }
        next.known.remove(through: last.cursor.start)
        for account in round.pages.flatMap(\.completed) + (births?.accounts ?? []) {
            next.heldCount += 1
            next.heldDigest.add(account)
        }
        next.pendingOps = 0
        var session = self
        session.situation = next
        session.batch = nil
        return session.question(holding: nil)
    }
}
