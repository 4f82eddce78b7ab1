// What an op's writer had seen of their own, and when the op was written.

import CausalCore

extension BatchAcceptance {
    /// The ops that a context names as own, and all that those name, with the greatest of their
    /// stamps.
    ///
    /// Ids that are unknown, on another record or of another family are ignored. Each op keeps its
    /// resolved vector, so that one step is the whole walk.
    func resolveOwn(of op: Op) -> (vector: VersionVector, stamp: Stamp) {
        var vector = VersionVector()
        var stamp = Stamp.zero
        for id in op.context.own {
            guard let named = facts.known[id], named.op.record == op.record,
                facts.families[named.position.dot.replica] == writer.replica.family
            else { continue }
            if planted(.heldLinksDropped), !named.verdict.isAccepted { continue }
            vector.insert(named: named.position)
            stamp = max(stamp, named.stamp)
        }
        return (vector, stamp)
    }

    /// When an op was written: the best estimate, within what cannot be argued with.
    ///
    /// - Parameter own: the greatest stamp among the own ops that its context contains.
    func stamp(of op: Op, own: Stamp) -> (stamp: Stamp, quality: StampQuality) {
        if planted(.deviceTimeIsAuthority) {
            return (Stamp(milliseconds: op.evidence.wallMilliseconds), .wall)
        }
        let seen = op.context.seen
        let bounds = StampBounds(
            now: now, seen: seen > 0 ? facts.times[seen] ?? .zero : .zero, own: own,
            enrolled: writer.replica.familyEnrolled)
        guard let present = writer.present else {
            let floor = max(
                bounds.seen == .zero ? .zero : bounds.seen.successor,
                own == .zero ? .zero : own.successor)
            return (max(now, floor), .server)
        }
        return bounds.stamp(for: StampEstimate(evidence: op.evidence, present: present))
    }
}
