// What the writer had seen: the two coordinates a device can know, and the full form of the server.

/// What the read that an edit began from had seen of one record; captured with the read, never at
/// the moment of saving or sending.
///
/// A device hears of other devices only through the server's order, so these two coordinates name
/// exactly the ops its writer had seen: a dotted version vector (Preguiça et al., 2010) that never
/// grows and is never pruned.
public struct ReadContext: Hashable, Sendable {
    /// The server's seq of the record state that was read; 0 if the record was made here.
    public var seen: Seq
    /// The commit time of that seq, received with the record; zero if there is none.
    public var seenTime: Stamp
    /// The replica's own ops on the record that the read included, that ``seen`` does not cover and
    /// that none of the others names; usually none or one.
    public var own: [OpID]
    /// Ops of anybody that the read included and that a restored server may not know; empty unless
    /// ``seen`` was lowered to a point from before the restore.
    ///
    /// Those of the same record count as seen when they are known again, whenever that is.
    public var lost: [OpID]

    /// Makes a context; the default is that of a record nobody has written yet.
    public init(
        seen: Seq = 0, seenTime: Stamp = .zero, own: [OpID] = [], lost: [OpID] = []
    ) {
        self.seen = seen
        self.seenTime = seenTime
        self.own = own
        self.lost = lost
    }
}

/// The causal facts of an accepted op, in the two-coordinate form with its own part resolved.
///
/// ``own`` holds the dots of what ``ReadContext/own`` named and, through the vectors stored with
/// those, of all that they name; one walk of one step is therefore enough.
public struct CausalPosition: Hashable, Sendable {
    /// The op's place in the server's order; of an op that is being decided, the place it will get.
    public var seq: Seq
    /// The op's place among those of its replica.
    public var dot: Dot
    /// The seq of the record state that its writer had read.
    public var seen: Seq
    /// The own ops that its writer had seen beyond ``seen``.
    public var own: VersionVector

    /// Makes a position.
    public init(seq: Seq, dot: Dot, seen: Seq, own: VersionVector) {
        self.seq = seq
        self.dot = dot
        self.seen = seen
        self.own = own
    }

    /// Whether the context of this op contains another op on the same record.
    public func contextContains(_ other: CausalPosition) -> Bool {
        if planted(.replicaDecidesCausality), other.dot.replica == dot.replica {
            return other.dot.counter < dot.counter
        }
        return (other.seq != 0 && other.seq <= seen) || own.contains(other.dot)
    }

    /// How this op stands to another on the same record.
    public func relation(to other: CausalPosition) -> CausalRelation {
        if dot == other.dot { return .equal }
        if contextContains(other) { return .after }
        return other.contextContains(self) ? .before : .concurrent
    }

    /// The context as a version vector, expanded with the ops of the record accepted so far.
    ///
    /// > Law: the two-coordinate form and this one give the same verdict on every pair of ops.
    ///
    /// - Parameter accepted: the accepted ops of the record, in any order; those behind this op's
    ///   ``seen`` are passed over.
    public func expandedContext(accepted: some Sequence<CausalPosition>) -> VersionVector {
        var vector = own
        for op in accepted where op.seq != 0 && op.seq <= seen { vector.insert(op.dot) }
        return vector
    }
}

extension VersionVector {
    /// Takes an own op that a context names into the knowledge, and with it all that it names.
    ///
    /// Its own vector holds all of that already, so that one step is the whole walk.
    public mutating func insert(named op: CausalPosition) {
        formUnion(op.own)
        insert(op.dot)
    }
}

/// How two ops on one record stand to each other, by their expanded contexts.
public func relation(
    of first: Dot, context firstContext: VersionVector,
    to second: Dot, context secondContext: VersionVector
) -> CausalRelation {
    if first == second { return .equal }
    if firstContext.contains(second) { return .after }
    return secondContext.contains(first) ? .before : .concurrent
}
