// The first state of a record, made by whoever wrote it and not sent back.

/// What the first state of a record holds that the op and its acknowledgement do not.
///
/// The server gives it with the acknowledgement of an op that has made a record and that it took in
/// as it was sent. The device then has the record's state as the server had it, and need not pull it.
public struct Birth: Hashable, Sendable {
    /// The op's counter among those of its replica, from 1.
    public var counter: UInt64
    /// The time of the commit that took it in.
    public var time: Stamp

    /// Makes a birth.
    public init(counter: UInt64, time: Stamp) {
        self.counter = counter
        self.time = time
    }
}

extension RecordState {
    /// The state of a record in which only one op has changed anything.
    ///
    /// - Parameters:
    ///   - op: its units make up the cells, in their order.
    ///   - replica: who brought it.
    ///   - answer: its acknowledgement, accepted.
    public init(
        of op: Op, by replica: ReplicaID, _ answer: Acknowledgement, time: Stamp,
        vector: VersionVector
    ) {
        let cells = op.units.map { unit in
            Cell(
                key: unit.key, value: unit.value, stamp: answer.stamp, quality: answer.quality,
                replica: replica, op: op.id, seq: answer.seq)
        }
        self.init(
            record: op.record, kind: op.kind, account: op.account, isAlive: true, seq: answer.seq,
            time: time, vector: vector, cells: cells)
    }

    /// The first state of a record, of the op that made it; nil if the acknowledgement tells of no
    /// birth.
    public init?(bornOf op: Op, by replica: ReplicaID, _ answer: Acknowledgement) {
        guard let birth = answer.birth else { return nil }
        var vector = VersionVector()
        vector.insert(Dot(replica: replica, counter: birth.counter))
        self.init(of: op, by: replica, answer, time: birth.time, vector: vector)
    }
}
