// The request that comes next if nothing unexpected happens, so that it may travel ahead.

import CausalCore
import SyncProtocol

extension SyncSession {
    /// What the next request will be if the answer that has just come is taken in as it is, and nobody
    /// writes here meanwhile; nil where that cannot be told.
    ///
    /// It asks for more and changes nothing, or pushes a batch that was sealed before: to send it twice,
    /// or in vain, changes nothing anywhere.
    ///
    /// - Parameter behind: gives the batch that was sealed behind one that the server has taken.
    func requestAhead(behind: (BatchID) -> OpBatch?) -> SyncRequest? {
        guard let request else { return nil }
        return request.pull == nil ? pushAhead(behind) : pullAhead(request)
    }

    private func pullAhead(_ request: SyncRequest) -> SyncRequest? {
        guard let situation, let history, let asked = request.pull, !sendsHeld,
            asked.refetch.isEmpty, let last = round.pages.last, last.hasMore,
            round.pages.allSatisfy({ !$0.needsHeldAccounts && $0.retracted.isEmpty })
        else { return nil }
        var next = situation
        next.history = history
        next.cursor = last.cursor
        next.backfill = last.backfill
        let successions = Successions(of: request, in: round.answers)
        next.known.append(successions.seqs)
        next.known.remove(through: last.cursor.start)
        for account in round.pages.flatMap(\.completed) + successions.accounts {
            next.heldCount += 1
            next.heldDigest.add(account)
        }
        next.pendingOps = 0
        var session = self
        session.situation = next
        session.batch = nil
        return session.question(holding: nil)
    }

    /// The last batch is left to its turn: its request pulls as well, from what the answers before it
    /// have changed.
    private func pushAhead(_ behind: (BatchID) -> OpBatch?) -> SyncRequest? {
        guard let situation, let history, let batch, !refused,
            case .accepted(batch.id, let verdicts)? = round.answers.first,
            verdicts.map(\.op) == batch.ops.map(\.id), let following = behind(batch.id)
        else { return nil }
        var session = self
        session.situation?.history = history
        session.situation?.pendingOps = situation.pendingOps - batch.ops.count
        session.situation?.sealedBehind = nil
        session.batch = following
        return session.pushesMore ? session.question(holding: nil) : nil
    }
}

extension SyncRequest {
    /// Whether another asks for the same; clocks and counts of the hello may differ.
    func asks(theSameAs other: SyncRequest) -> Bool {
        var (mine, others) = (self, other)
        (mine.hello.anchors, others.hello.anchors) = ([], [])
        (mine.hello.pendingOps, others.hello.pendingOps) = (0, 0)
        return mine == others
    }
}
