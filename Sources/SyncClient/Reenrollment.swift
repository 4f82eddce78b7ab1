// Whether a copy that holds data may take the identity that an enrollment link has brought.

import CausalCore
import ReplicaStore
import SyncProtocol

/// What to do with the answer to an enrollment of a copy that holds data.
public enum Reenrollment: Hashable, Sendable {
    /// Go on from this point, the newest that the server knows; nil if the copy has seen none.
    case proceed(from: HistoryPoint?)
    /// The link belongs to another person: everything here would become theirs.
    case otherPerson
    /// The server knows nothing of what this copy has seen.
    case otherHistory
    /// The answer makes no sense, with the rule that it breaks.
    case implausible(String)

    /// Decides; nothing is written before.
    ///
    /// - Parameters:
    ///   - former: who the copy was.
    ///   - points: what was asked about, the newest first.
    ///   - acceptsOtherHistory: whether a person has said that the server is the right one although it
    ///     knows nothing of what this copy has seen.
    public static func decide(
        _ response: EnrollResponse, former: Predecessor, points: [HistoryPoint],
        acceptsOtherHistory: Bool
    ) -> Reenrollment {
        let isKnownHistory = response.history.lineage == former.lineage
        guard let answer = response.repair else {
            if isKnownHistory {
                return response.user == former.user ? .proceed(from: nil) : .otherPerson
            }
            guard acceptsOtherHistory else { return .otherHistory }
            // A copy that has seen nothing of its last server either: it begins at the beginning.
            let beginning = HistoryPoint(lineage: response.history.lineage, seq: 0, chain: [])
            return response.handle == former.handle ? .proceed(from: beginning) : .otherPerson
        }
        guard answer.common.lineage == response.history.lineage,
            answer.replica == response.replica
        else { return .implausible("the repair does not fit the enrollment") }
        if answer.common.seq == 0 {
            guard answer.common.chain.isEmpty else {
                return .implausible("the common point is nowhere")
            }
            if !points.isEmpty, !isKnownHistory {
                guard acceptsOtherHistory else { return .otherHistory }
                // A server that was set up anew has given everybody another id.
                return response.handle == former.handle
                    ? .proceed(from: answer.common) : .otherPerson
            }
        } else if !points.contains(where: {
            $0.seq == answer.common.seq && $0.chain == answer.common.chain
        }) {
            return .implausible("the common point was never seen here")
        }
        return response.user == former.user ? .proceed(from: answer.common) : .otherPerson
    }
}
