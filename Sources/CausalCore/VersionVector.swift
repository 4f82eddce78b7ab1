// The vector clock: for each replica the highest counter known, and how two of them relate.

/// How one event stands to another in the causal order.
public enum CausalRelation: Hashable, Sendable {
    /// The first happened before the second: the second's writer had seen it.
    case before
    /// The first happened after the second.
    case after
    /// They are the same knowledge.
    case equal
    /// Neither writer had seen the other's.
    case concurrent
}

/// For each replica the highest counter that is known of it; an absent replica means 0.
///
/// This is the vector clock of Fidge (1988) and Mattern (1989) in its version vector form (Parker
/// et al., 1983). Kept as sorted pairs without zeros, so that equal vectors are equal values.
public struct VersionVector: Hashable, Sendable {
    /// One dot for each replica, sorted by replica, counters at least 1.
    public internal(set) var entries: [Dot]

    /// The vector that knows nothing.
    public init() {
        entries = []
    }

    /// A vector of dots in any order; of several dots of one replica the highest counts, a counter
    /// of 0 means nothing.
    public init(_ dots: some Sequence<Dot>) {
        entries = []
        for dot in dots { insert(dot) }
    }

    /// Whether nothing is known.
    @inlinable
    public var isEmpty: Bool { entries.isEmpty }

    /// The highest counter known of a replica, 0 where none is.
    ///
    /// Logarithmic in the entries.
    @inlinable
    public subscript(replica: ReplicaID) -> UInt64 {
        let index = position(of: replica)
        guard index < entries.count, entries[index].replica == replica else { return 0 }
        return entries[index].counter
    }

    /// Whether the event at the dot is part of this knowledge.
    @inlinable
    public func contains(_ dot: Dot) -> Bool { self[dot.replica] >= dot.counter }

    /// Takes the event at a dot, and all before it of that replica, into the knowledge.
    public mutating func insert(_ dot: Dot) {
        guard dot.counter > 0 else { return }
        let index = position(of: dot.replica)
        if index < entries.count, entries[index].replica == dot.replica {
            if entries[index].counter < dot.counter { entries[index] = dot }
        } else {
            entries.insert(dot, at: index)
        }
    }

    /// Takes all that another vector knows into this one: the least upper bound of both.
    public mutating func formUnion(_ other: VersionVector) {
        guard !entries.isEmpty else {
            entries = other.entries
            return
        }
        for dot in other.entries { insert(dot) }
    }

    /// How this knowledge relates to another.
    ///
    /// Linear in the entries of both.
    public func relation(to other: VersionVector) -> CausalRelation {
        let below = entries.allSatisfy(other.contains)
        let above = other.entries.allSatisfy(contains)
        switch (below, above) {
        case (true, true): return .equal
        case (true, false): return .before
        case (false, true): return .after
        case (false, false): return .concurrent
        }
    }

    /// The first index whose replica is not below the given one.
    @inlinable
    func position(of replica: ReplicaID) -> Int {
        var low = 0
        var high = entries.count
        while low < high {
            let middle = low + (high - low) / 2
            if entries[middle].replica < replica { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
