// What can conflict: a field, a group of fields, an element of a set, an entry of a log.

/// Names one unit of a record: the smallest thing that two people can both have written.
public struct UnitKey: Hashable, Comparable, Sendable {
    /// The permanent number of the field or group in its kind; 0 is ``life``.
    public let field: UInt16
    /// The element of a set (its UTF-8 bytes) or the entry of a log (16 bytes of its id); empty for
    /// fields and groups.
    public let element: [UInt8]

    /// Makes a key.
    @inlinable
    public init(field: UInt16, element: [UInt8] = []) {
        self.field = field
        self.element = element
    }

    /// The unit that deletes and restores write, and on which they meet edits of every other.
    public static let life = UnitKey(field: 0)

    /// Whether the first comes before the second: by field, then by the element's bytes.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        lhs.field != rhs.field
            ? lhs.field < rhs.field : lhs.element.lexicographicallyPrecedes(rhs.element)
    }
}

/// One value that an op gives to one unit.
public struct UnitWrite: Hashable, Sendable {
    /// The unit that is written.
    public let key: UnitKey
    /// The canonical bytes of the value, as AccountRecords' `FieldValue` makes them.
    ///
    /// Equal values have equal bytes. Empty means that the unit holds nothing now: cleared, or the element removed.
    public let value: [UInt8]

    /// Makes a write.
    @inlinable
    public init(key: UnitKey, value: [UInt8]) {
        self.key = key
        self.value = value
    }
}

/// The value that a unit has now, and the op that gave it.
public struct Cell: Hashable, Sendable {
    /// The unit.
    public var key: UnitKey
    /// The canonical bytes of the value; empty means that the unit holds nothing.
    public var value: [UInt8]
    /// When it was written.
    public var stamp: Stamp
    /// What the stamp rests on.
    public var quality: StampQuality
    /// Who brought the op.
    public var replica: ReplicaID
    /// The op.
    public var op: OpID
    /// The seq at which the unit last changed hands.
    public var seq: Seq

    /// Makes a cell.
    public init(
        key: UnitKey, value: [UInt8], stamp: Stamp, quality: StampQuality, replica: ReplicaID,
        op: OpID, seq: Seq
    ) {
        self.key = key
        self.value = value
        self.stamp = stamp
        self.quality = quality
        self.replica = replica
        self.op = op
        self.seq = seq
    }

    /// The order that decides who wrote last: stamp, then replica, then op id.
    ///
    /// Total, because no two ops share an id; the same on every copy, because none of the three
    /// depends on who asks.
    public var order: WriteOrder { WriteOrder(stamp: stamp, replica: replica, op: op) }

    /// Whichever of two writes of the same unit was written last.
    ///
    /// Commutative, associative and idempotent, because ``order`` is total: what a unit holds is a
    /// function of the set of its writes, not of their arrival.
    public func merged(with other: Cell) -> Cell {
        if planted(.winnerByArrival) { return other }
        if planted(.tiesGoToTheLater), stamp == other.stamp { return other }
        return order < other.order ? other : self
    }
}

/// The total order of writes on one unit; the greatest wins.
public struct WriteOrder: Hashable, Comparable, Sendable {
    /// When it was written.
    public let stamp: Stamp
    /// Who brought it; only breaks ties.
    public let replica: ReplicaID
    /// The op; only breaks ties.
    public let op: OpID

    /// Makes a place in the order.
    public init(stamp: Stamp, replica: ReplicaID, op: OpID) {
        self.stamp = stamp
        self.replica = replica
        self.op = op
    }

    /// Whether the second wrote last.
    public static func < (lhs: Self, rhs: Self) -> Bool {
        if lhs.stamp != rhs.stamp { return lhs.stamp < rhs.stamp }
        if lhs.replica != rhs.replica { return lhs.replica < rhs.replica }
        return lhs.op < rhs.op
    }
}
