// The next state of a record, made by whoever wrote it and not sent back.

/// What the state of a record after an op holds that the op, its acknowledgement and the state before
/// it do not.
///
/// The server gives it with the acknowledgement of an op that follows directly on what its writer had
/// seen of the record, or that has made the record, and that it took in as it was sent. The device
/// then has the record's state as the server had it, and need not pull it.
public struct Succession: Hashable, Sendable {
    /// The op's counter among those of its replica, from 1.
    public var counter: UInt64
    /// The time of the commit that took it in.
    public var time: Stamp

    /// Makes a succession.
    public init(counter: UInt64, time: Stamp) {
        self.counter = counter
        self.time = time
    }
}

extension Op {
    /// Whether it may follow directly on what its writer had seen, and the record shows before and after:
    /// nothing of its writer's own lies between, and no conflict ends with it.
    public var mayFollow: Bool {
        switch action {
        case .create: true
        case .set:
            context.seen > 0 && context.own.isEmpty && context.lost.isEmpty && resolves.isEmpty
        default: false
        }
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

    /// The state of a record after an op, of the state before it; nil if the acknowledgement tells of
    /// no succession, or of one to another state than this.
    ///
    /// - Parameter former: nil for an op that has made the record.
    public init?(
        after former: RecordState?, of op: Op, by replica: ReplicaID, _ answer: Acknowledgement
    ) {
        guard let succession = answer.succession, op.mayFollow, answer.verdict == .applied
        else { return nil }
        var vector = former?.vector ?? VersionVector()
        vector.insert(Dot(replica: replica, counter: succession.counter))
        self.init(of: op, by: replica, answer, time: succession.time, vector: vector)
        guard let former else {
            if op.action != .create { return nil }
            return
        }
        guard op.action == .set, former.isAlive, former.seq == op.context.seen,
            answer.seq > former.seq,
            former.kind == op.kind, former.account == op.account
        else { return nil }
        cells = merging(cells, into: former.cells)
    }
}

/// The units of a record after some of them have changed: the changed cell of each unit that has one.
///
/// Both lists are sorted by key, and so is the result.
public func merging(_ changed: [Cell], into known: [Cell]) -> [Cell] {
    var merged: [Cell] = []
    merged.reserveCapacity(known.count + changed.count)
    var index = 0
    for cell in changed {
        while index < known.count, known[index].key < cell.key {
            merged.append(known[index])
            index += 1
        }
        if index < known.count, known[index].key == cell.key { index += 1 }
        merged.append(cell)
    }
    merged.append(contentsOf: known[index...])
    return merged
}
