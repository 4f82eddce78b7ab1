// When an op was written.

import CausalCore

extension BatchAcceptance {
    /// When an op was written: the best estimate, within what cannot be argued with.
    ///
    /// A valid receipt is the best estimate of all: the server's own, from before it was restored.
    ///
    /// - Parameters:
    ///   - own: the greatest stamp among the ops that its context names.
    ///   - proof: what its receipt proves.
    func stamp(of op: Op, own: Stamp, proof: ReceiptProof?) -> (
        stamp: Stamp, quality: StampQuality
    ) {
        if planted(.deviceTimeIsAuthority) {
            return (Stamp(milliseconds: op.evidence.wallMilliseconds), .wall)
        }
        var bounds = StampBounds(
            now: now, seen: seenTime(of: op), own: own, enrolled: writer.replica.familyEnrolled)
        guard let present = writer.present else {
            let floor = max(
                bounds.seen == .zero ? .zero : bounds.seen.successor,
                own == .zero ? .zero : own.successor)
            return (max(now, floor), .server)
        }
        guard let proof, !planted(.receiptsIgnored) else {
            return bounds.stamp(for: StampEstimate(evidence: op.evidence, present: present))
        }
        bounds.enrolled = .zero
        // What the device says it had seen was weighed when the stamp was given, by the clock of then.
        bounds.seen = knownSeenTime(of: op)
        // The server's own stamp, whatever its clock says now: it was not in the future then.
        bounds.now = max(now, proof.stamp)
        return bounds.stamp(for: StampEstimate(time: proof.stamp, quality: proof.quality))
    }

    /// The commit time of what an op's writer had seen.
    ///
    /// Of an op whose `seen` was lowered to a point before a restore the server does not know it any
    /// more; then the device's word counts, as far as now. A lie gains nothing that a lie about the
    /// clock would not.
    private func seenTime(of op: Op) -> Stamp {
        let known = knownSeenTime(of: op)
        guard op.context.seen <= facts.shard.fork, !writer.isServer else { return known }
        return max(known, min(op.context.seenTime, now))
    }

    /// The commit time of what an op's writer had seen, as this history has it.
    private func knownSeenTime(of op: Op) -> Stamp {
        op.context.seen > 0 ? facts.times[op.context.seen] ?? .zero : .zero
    }
}
