// From clock evidence to a stamp: first the best estimate, then the bounds nobody can argue with.

/// When an op was truly written, as its evidence has it, before the bounds.
public struct StampEstimate: Hashable, Sendable {
    /// The estimated time; may lie in the future if the device's clock does.
    public let time: Stamp
    /// What the estimate rests on.
    public let quality: StampQuality

    /// An estimate that somebody vouches for.
    public init(time: Stamp, quality: StampQuality) {
        self.time = time
        self.quality = quality
    }

    /// Weighs the evidence of one op against the device's present, best evidence first.
    ///
    /// 1. Written in the boot that sends it: the server's time less the boottime since.
    /// 2. Written in a boot that has an anchor: the anchor's time plus the boottime since. The
    ///    nearest anchor counts.
    /// 3. Otherwise the wall clock, corrected by its present offset.
    public init(evidence: ClockSample, present: ClockPresent) {
        if evidence.boot == present.device.boot, !evidence.boot.isZero,
            !planted(.wallClockBelieved)
        {
            let elapsed = signedDifference(
                present.device.boottimeNanoseconds, evidence.boottimeNanoseconds)
            time = shifted(present.server, byNanoseconds: negated(elapsed))
            quality = .boottime
        } else if let anchor = nearestAnchor(to: evidence, in: present.anchors) {
            let elapsed = signedDifference(
                evidence.boottimeNanoseconds, anchor.boottimeNanoseconds)
            time = shifted(anchor.serverTime, byNanoseconds: elapsed)
            quality = .anchor
        } else {
            let elapsed = present.device.wallNanoseconds
                .subtractingReportingOverflow(evidence.wallNanoseconds)
            time =
                elapsed.overflow
                ? .zero : shifted(present.server, byNanoseconds: negated(elapsed.partialValue))
            quality = .wall
        }
    }
}

/// What a stamp cannot be below or above, whatever a clock said.
public struct StampBounds: Hashable, Sendable {
    /// The server's time when the op was accepted.
    public var now: Stamp
    /// The commit time of the state that the author had seen; zero for a record made by the op.
    public var seen: Stamp
    /// The greatest stamp among the author's own ops that the context names; zero for none.
    public var own: Stamp
    /// When the first replica of the author's family enrolled.
    public var enrolled: Stamp

    /// Makes bounds.
    public init(now: Stamp, seen: Stamp, own: Stamp, enrolled: Stamp) {
        self.now = now
        self.seen = seen
        self.own = own
        self.enrolled = enrolled
    }

    /// The stamp for an estimate: not after it arrived, and, which weighs more, not before anything
    /// that its author had seen.
    ///
    /// > Invariant I1: an op whose context contains another always has the greater stamp, whatever
    /// > any clock said.
    public func stamp(for estimate: StampEstimate) -> (stamp: Stamp, quality: StampQuality) {
        let seen = planted(.stampIgnoresWhatWasSeen) ? Stamp.zero : seen
        let own = planted(.stampIgnoresOwnOps) ? Stamp.zero : own
        let bounded = Swift.max(
            Swift.min(estimate.time, now), seen == .zero ? .zero : seen.successor,
            own == .zero ? .zero : own.successor, enrolled)
        return (bounded, bounded == estimate.time ? estimate.quality : .clamped)
    }
}

private func nearestAnchor(to evidence: ClockSample, in anchors: [ClockAnchor]) -> ClockAnchor? {
    guard !evidence.boot.isZero, !planted(.anchorsIgnored) else { return nil }
    return anchors.filter { $0.boot == evidence.boot }.min { first, second in
        distance(first, evidence) < distance(second, evidence)
    }
}

private func distance(_ anchor: ClockAnchor, _ evidence: ClockSample) -> UInt64 {
    anchor.boottimeNanoseconds > evidence.boottimeNanoseconds
        ? anchor.boottimeNanoseconds - evidence.boottimeNanoseconds
        : evidence.boottimeNanoseconds - anchor.boottimeNanoseconds
}

/// `first - second`, held to the range of Int64: a hostile reading must not trap.
private func signedDifference(_ first: UInt64, _ second: UInt64) -> Int64 {
    first >= second ? Int64(clamping: first - second) : negated(Int64(clamping: second - first))
}

private func negated(_ value: Int64) -> Int64 {
    value == .min ? .max : -value
}

/// A time moved by nanoseconds, to whole milliseconds, held to what a stamp can carry.
private func shifted(_ time: Stamp, byNanoseconds nanoseconds: Int64) -> Stamp {
    let moved = Int64(time.milliseconds) + nanoseconds / 1_000_000
    return Stamp(milliseconds: UInt64(Swift.max(0, moved)))
}
