// A model of a few replicas that write one record, and of the server that orders what they send.

import CausalCore

/// What one replica's read had shown; a write takes it as its context.
struct ModelRead: Hashable {
    var seen: Seq = 0
    /// Own ops that the read included, that `seen` does not cover and none of the others names.
    var own: [Int] = []
    /// The truth: all ops that the read included, as bits.
    var knows: UInt64 = 0
}

/// An op of the model, with the truth of what its writer had seen.
struct ModelOp: Hashable {
    var read: ModelRead
    var position: CausalPosition?
}

/// A replica of the model.
struct ModelReplica: Hashable {
    var id: ReplicaID
    var seen: Seq = 0
    var knows: UInt64 = 0
    var unsent: [Int] = []
    /// Own ops that `seen` does not cover, in the order of writing.
    var uncovered: [Int] = []
    /// The read of an editor that is open.
    var editor: ModelRead?
}

/// One moment of a history.
struct SmallHistory: Hashable {
    var ops: [ModelOp] = []
    var replicas: [ModelReplica]
    var head: Seq = 0
    var counters: [ReplicaID: UInt64] = [:]
    var editorsLeft: Int
    var rebirthsLeft: Int

    init(replicas count: Int, editors: Int, rebirths: Int) {
        replicas = (1...count).map { ModelReplica(id: ReplicaID(UInt64($0))) }
        editorsLeft = editors
        rebirthsLeft = rebirths
    }

    /// What a replica that reads now is shown.
    func read(_ index: Int) -> ModelRead {
        let replica = replicas[index]
        let own = replica.uncovered.filter { op in
            !replica.uncovered.contains { ops[$0].read.own.contains(op) }
        }
        return ModelRead(seen: replica.seen, own: own, knows: replica.knows)
    }

    mutating func write(_ index: Int, with read: ModelRead) {
        ops.append(ModelOp(read: read))
        replicas[index].knows |= 1 << UInt64(ops.count - 1)
        replicas[index].unsent.append(ops.count - 1)
        replicas[index].uncovered.append(ops.count - 1)
    }

    /// The server accepts a replica's next op.
    mutating func push(_ index: Int) {
        let op = replicas[index].unsent.removeFirst()
        let id = replicas[index].id
        head += 1
        counters[id, default: 0] += 1
        var own = VersionVector()
        for named in ops[op].read.own {
            guard let position = ops[named].position else { continue }
            own.formUnion(position.own)
            own.insert(position.dot)
        }
        ops[op].position = CausalPosition(
            seq: head, dot: Dot(replica: id, counter: counters[id, default: 0]),
            seen: ops[op].read.seen, own: own)
    }

    /// A replica takes everything that the server has.
    mutating func pull(_ index: Int) {
        replicas[index].seen = head
        for (op, state) in ops.enumerated() where state.position != nil {
            replicas[index].knows |= 1 << UInt64(op)
        }
        replicas[index].uncovered.removeAll { ops[$0].position != nil }
    }

    /// All moments that may follow, until `opsMax` ops are written.
    func successors(opsMax: Int) -> [SmallHistory] {
        replicas.indices.flatMap { index in
            var next: [SmallHistory] = []
            func step(_ change: (inout SmallHistory) -> Void) {
                var copy = self
                change(&copy)
                next.append(copy)
            }
            if ops.count < opsMax {
                step { $0.write(index, with: read(index)) }
                if let read = replicas[index].editor {
                    step {
                        $0.write(index, with: read)
                        $0.replicas[index].editor = nil
                    }
                }
                if editorsLeft > 0, replicas[index].editor == nil {
                    step {
                        $0.replicas[index].editor = read(index)
                        $0.editorsLeft -= 1
                    }
                }
                if replicas[index].seen < head { step { $0.pull(index) } }
            }
            if !replicas[index].unsent.isEmpty { step { $0.push(index) } }
            if rebirthsLeft > 0 {
                step {
                    $0.replicas[index].id = ReplicaID(UInt64(100 + rebirthsLeft))
                    $0.rebirthsLeft -= 1
                }
            }
            return next
        }
    }
}
