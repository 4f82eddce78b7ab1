// The states that follow on the ops of a request, as its answer tells of them.

import CausalCore

/// What a device has by itself once it has read an answer's acknowledgements.
///
/// Both sides work it out alike: the server leaves it out of the pages of the same answer.
public struct Successions: Hashable, Sendable {
    /// The places of the ops in the server's order.
    public private(set) var seqs = SeqRanges()
    /// The accounts that were made; the device holds them in full.
    public private(set) var accounts: Set<RecordID> = []

    /// The successions that answers to a request tell of.
    public init(of request: SyncRequest, in answers: [BatchAnswer]) {
        for case .accepted(let id, let list) in answers {
            guard let batch = request.batches.first(where: { $0.id == id }) else { continue }
            for (op, answer) in zip(batch.ops, list) where answer.succession != nil {
                seqs.append(answer.seq)
                if op.action == .create, op.record == op.account { accounts.insert(op.account) }
            }
        }
    }
}

extension BatchAnswer {
    /// The same answer for a device that does not understand successions.
    public var withoutSuccessions: BatchAnswer {
        guard case .accepted(let id, let list) = self else { return self }
        return .accepted(
            id,
            list.map { answer in
                var answer = answer
                answer.succession = nil
                return answer
            })
    }
}
