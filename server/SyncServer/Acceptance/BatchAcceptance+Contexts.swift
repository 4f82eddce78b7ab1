// What an op's writer had seen beyond a seq: own ops, and ops that a restored server had lost.

import AccountRecords
import CausalCore

extension BatchAcceptance {
    /// The ops that a context names, and all that its own ones name, with the greatest stamp of
    /// those.
    ///
    /// Own ids that are unknown, on another record or of another family are passed over; each op
    /// keeps its resolved vector, so that one step is the whole walk. Lost ids are those of anybody.
    ///
    /// - Parameter record: the record; nil for an op that is not accepted, whose lost names do not
    ///   matter.
    func resolved(_ op: Op, on record: WorkingRecord?) -> (vector: VersionVector, stamp: Stamp) {
        var vector = VersionVector()
        var stamp = Stamp.zero
        for id in op.context.own {
            guard let named = known(id, on: record), named.op.record == op.record,
                facts.families[named.position.dot.replica] == writer.replica.family
                    || planted(.namesOfStrangersTaken)
            else { continue }
            if planted(.heldLinksDropped), !named.verdict.isAccepted { continue }
            vector.insert(named: named.position)
            stamp = max(stamp, named.stamp)
        }
        if let record, facts.shard.fork > 0 || !op.context.lost.isEmpty {
            insertLost(of: op, on: record, into: &vector)
        }
        return (vector, stamp)
    }

    /// The op with an id as it stands now, amended if it was.
    private func known(_ id: OpID, on record: WorkingRecord?) -> JudgedOp? {
        if let record, record.amended.contains(id) {
            return record.recent.first { $0.op.id == id }
        }
        return facts.known[id]
    }

    /// Takes the lost ops that came back into a context: those that it names, and those that a state
    /// it had seen told of.
    private func insertLost(
        of op: Op, on record: WorkingRecord, into vector: inout VersionVector
    ) {
        let seen = op.context.seen
        let names = Set(op.context.countedLost)
        for other in record.recent where other.position.seq > seen {
            let isTold = other.knownFrom != 0 && other.knownFrom <= seen
            let isNamed = names.contains(other.op.id)
            guard isTold || isNamed else { continue }
            if mayJoin(other.position.dot, vector, seen: seen, on: record, alone: !isNamed) {
                vector.insert(other.position.dot)
            }
        }
    }

    /// Whether a dot may join a vector: nothing else that its writer may not have seen comes with it.
    ///
    /// A vector that holds a dot holds all earlier ones of that replica. Those offered again with
    /// their receipts had been accepted before it; another one may be new to the writer, and then
    /// knowledge is rather understated, since a conflict too many is better than one too few.
    ///
    /// - Parameter alone: whether the writer knows of it only by what replaced it, and so of nothing
    ///   that came before it.
    private func mayJoin(
        _ dot: Dot, _ vector: VersionVector, seen: Seq, on record: WorkingRecord, alone: Bool
    ) -> Bool {
        record.recent.allSatisfy { other in
            let position = other.position
            return position.dot.replica != dot.replica || position.dot.counter >= dot.counter
                || (other.isReoffered && !alone) || position.seq <= seen
                || vector.contains(position.dot)
        }
    }

    /// Takes an op that comes back into the contexts of those accepted before it whose writers had
    /// seen it.
    ///
    /// Those are the ones that name it as lost, and those that had seen one of these which wrote all
    /// its units anew. Who saw another one need not have seen what the lost op wrote: the restored
    /// server did not show it.
    ///
    /// > Invariant I1: an op whose context contains another, on any unit of the record, always has
    /// > the greater stamp, whatever any clock said.
    func amend(_ record: inout WorkingRecord, with judged: inout JudgedOp) {
        let id = judged.op.id
        let dot = judged.position.dot
        guard record.recent.contains(where: { $0.op.context.names(lost: id) }) else { return }
        var knowing: [CausalPosition] = []
        for index in record.recent.indices {
            let earlier = record.recent[index]
            let position = earlier.position
            let isNamed = earlier.op.context.names(lost: id)
            guard isNamed || knowing.contains(where: position.contextContains),
                earlier.stamp > judged.stamp,
                mayJoin(
                    dot, position.own, seen: position.seen, on: record, alone: !isNamed),
                record.recent.allSatisfy({
                    // What joins with the dot must have been written before, too.
                    $0.position.dot.replica != dot.replica || $0.stamp < earlier.stamp
                        || position.contextContains($0.position)
                })
            else { continue }
            if earlier.op.covers(judged.op) { knowing.append(position) }
            record.recent[index].position.own.insert(dot)
            record.amended.insert(earlier.op.id)
            amendMembers(of: &record, earlier.op.id, with: dot)
        }
        if let first = knowing.first { judged.knownFrom = first.seq }
    }

    /// The contexts that conflict records show are copies.
    private func amendMembers(of record: inout WorkingRecord, _ op: OpID, with dot: Dot) {
        for place in record.conflicts.indices {
            let members = record.conflicts[place].conflict.members
            guard let index = members.firstIndex(where: { $0.op == op }) else { continue }
            record.conflicts[place].conflict.members[index].context.insert(dot)
            record.conflicts[place].conflict.seq = seq
            record.changedConflicts.insert(record.conflicts[place].conflict.id)
        }
    }
}

extension Op {
    /// Whether it writes everything that another op on the record wrote.
    fileprivate func covers(_ other: Op) -> Bool {
        if other.units.isEmpty { return other.leavesAlive == nil || leavesAlive != nil }
        return other.units.allSatisfy { unit in units.contains { $0.key == unit.key } }
    }
}

extension ReadContext {
    /// The lost ops that count; a context that names more is understated.
    var countedLost: ArraySlice<OpID> { lost.prefix(RecordLimits.lostPerContextMax) }

    func names(lost id: OpID) -> Bool { !lost.isEmpty && countedLost.contains(id) }
}
