// Echoes: what an answer need not say again, because its request holds it.

import CausalCore

/// The ops of a request that its answer accepts, each with its acknowledgement.
///
/// Writer and reader of an answer make it of the same two parts, so that a place in it means the same
/// to both.
struct AnsweredOps {
    private let replica: ReplicaID
    private var ops: [(op: Op, answer: Acknowledgement)] = []
    private var places: [Seq: Int] = [:]
    /// The accounts of the ops, in the order of first use: a page's table goes on behind them.
    private(set) var accounts: [RecordID] = []

    /// The accepted batches of an answer to a request; none for an answer to nobody.
    init(_ request: SyncRequest?, _ answers: [BatchAnswer]) {
        replica = request?.hello.replica ?? ReplicaID(0)
        guard let request, request.takesEchoes else { return }
        for case .accepted(let id, let list) in answers {
            guard let batch = request.batches.first(where: { $0.id == id }),
                list.count == batch.ops.count,
                zip(list, batch.ops).allSatisfy({ $0.op == $1.id })
            else { continue }
            var known = Set(accounts)
            for (op, answer) in zip(batch.ops, list) {
                if known.insert(op.account).inserted { accounts.append(op.account) }
                if answer.verdict.isAccepted { places[answer.seq] = ops.count }
                ops.append((op, answer))
            }
        }
    }

    /// The place of the op that made a state all that has changed in it; nil if something else has
    /// a part in it.
    func place(of state: RecordState) -> Int? {
        guard let place = places[state.seq] else { return nil }
        if planted(.echoNotCompared) { return place }
        return self.state(at: place, time: state.time, vector: state.vector) == state ? place : nil
    }

    /// The state of a record in which only the op at a place has changed anything; nil behind the
    /// last place.
    func state(at place: Int, time: Stamp, vector: VersionVector) -> RecordState? {
        guard ops.indices.contains(place) else { return nil }
        let (op, answer) = ops[place]
        return RecordState(of: op, by: replica, answer, time: time, vector: vector)
    }
}

extension WireEchoColumns {
    /// Echoes in the order of their places.
    init(_ echoes: [(place: Int, state: RecordState)], replicas: inout ReferenceWriter<ReplicaID>) {
        self.init()
        var next = 0
        for echo in echoes {
            skips.append(Column.length(echo.place - next))
            next = echo.place + 1
        }
        times = WireStampColumn(echoes.map(\.state.time))
        vectors = WireVectorColumn(echoes.map(\.state.vector), replicas: &replicas)
    }

    /// The states, made of the ops of the request.
    func states(
        of ops: AnsweredOps, replicas: inout ReferenceReader<ReplicaID>
    ) throws(ProtocolError) -> [RecordState] {
        let count = skips.count
        try Column.expect(count, atMost: SyncLimits.entriesPerListMax, "echoes")
        let times = try times.stamps(count: count, "echoes.times")
        let vectors = try vectors.vectors(
            count: count, replicas: &replicas, "echoes.vectors")
        var states: [RecordState] = []
        states.reserveCapacity(count)
        var next = 0
        for index in 0..<count {
            let place = next + Int(skips[index])
            guard let state = ops.state(at: place, time: times[index], vector: vectors[index])
            else { throw ProtocolError(.columns, "echoes.skips leads behind the request's ops") }
            states.append(state)
            next = place + 1
        }
        return states
    }
}

extension PullPage {
    /// Its records as they travel: those that repeat an op of the request, and the others.
    ///
    /// Only records in the order of their seqs can be put together again.
    func parted(
        by ops: AnsweredOps
    ) -> (echoes: [(place: Int, state: RecordState)], others: [RecordState]) {
        guard zip(records, records.dropFirst()).allSatisfy({ $0.seq < $1.seq }) else {
            return ([], records)
        }
        var echoes: [(place: Int, state: RecordState)] = []
        var others: [RecordState] = []
        for state in records {
            if let place = ops.place(of: state), place > echoes.last?.place ?? -1 {
                echoes.append((place, state))
            } else {
                others.append(state)
            }
        }
        return (echoes, others)
    }
}

/// Two lists of states, each in the order of seqs, as one.
func merged(_ first: [RecordState], _ second: [RecordState]) -> [RecordState] {
    if second.isEmpty { return first }
    var result: [RecordState] = []
    result.reserveCapacity(first.count + second.count)
    var rest = first[...]
    for state in second {
        while let next = rest.first, next.seq < state.seq {
            result.append(next)
            rest.removeFirst()
        }
        result.append(state)
    }
    return result + rest
}
