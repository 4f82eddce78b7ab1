// The law of both clock forms, on every history of a small space.

import CausalCore
import Testing

@Suite struct ClockFormsTests {
    /// Histories in which everything was sent: all that can be reached.
    private func complete(_ start: SmallHistory, opsMax: Int) -> Set<SmallHistory> {
        var visited: Set<SmallHistory> = [start]
        var open = [start]
        var finished: Set<SmallHistory> = []
        while let history = open.popLast() {
            if history.ops.count == opsMax, history.replicas.allSatisfy(\.unsent.isEmpty) {
                finished.insert(history)
            }
            for next in history.successors(opsMax: opsMax) where visited.insert(next).inserted {
                open.append(next)
            }
        }
        return finished
    }

    /// What is true of two ops, by the sets of what their writers had seen.
    private func truth(_ ops: [ModelOp], _ first: Int, _ second: Int) -> CausalRelation {
        if first == second { return .equal }
        if ops[first].read.knows >> UInt64(second) & 1 == 1 { return .after }
        return ops[second].read.knows >> UInt64(first) & 1 == 1 ? .before : .concurrent
    }

    @Test(arguments: [
        (ops: 4, replicas: 2, editors: 1, rebirths: 0),
        (ops: 3, replicas: 2, editors: 1, rebirths: 1),
        (ops: 3, replicas: 3, editors: 1, rebirths: 0),
        (ops: 4, replicas: 3, editors: 0, rebirths: 0),
    ])
    func bothFormsSayTheTruth(
        space: (ops: Int, replicas: Int, editors: Int, rebirths: Int)
    ) throws {
        let histories = complete(
            SmallHistory(
                replicas: space.replicas, editors: space.editors, rebirths: space.rebirths),
            opsMax: space.ops)
        #expect(histories.count > 300)
        var concurrentPairs = 0
        for history in histories {
            let positions = history.ops.compactMap(\.position)
            try #require(positions.count == history.ops.count)
            let vectors = positions.map { $0.expandedContext(accepted: positions) }
            for first in positions.indices {
                for second in positions.indices {
                    let expected = truth(history.ops, first, second)
                    let inTwoCoordinates = positions[first].relation(to: positions[second])
                    let inFull = relation(
                        of: positions[first].dot, context: vectors[first],
                        to: positions[second].dot, context: vectors[second])
                    if inTwoCoordinates != expected || inFull != expected {
                        Issue.record("\(history): \(first) and \(second)")
                        return
                    }
                    concurrentPairs += expected == .concurrent ? 1 : 0
                }
            }
        }
        print("\(histories.count) histories, \(concurrentPairs) concurrent pairs: \(space)")
        #expect(concurrentPairs > 0)
    }

    @Test func stampsFollowCausesWhateverTheClocksSay() throws {
        let histories = complete(SmallHistory(replicas: 2, editors: 0, rebirths: 0), opsMax: 4)
        let clocks: [UInt64] = [.max, 0, 5_000, 2]  // a clock for each op, most of them wrong
        for history in histories {
            var stamps: [Seq: Stamp] = [:]
            var times: [Seq: Stamp] = [0: .zero]
            let accepted = history.ops.compactMap(\.position).sorted { $0.seq < $1.seq }
            for position in accepted {
                let now = Stamp(milliseconds: 1_000 + position.seq)
                let clock = clocks[Int(position.seq - 1) % clocks.count]
                let estimate = StampEstimate(
                    evidence: ClockSample(
                        boot: .zero, boottimeNanoseconds: clock,
                        wallNanoseconds: Int64(truncatingIfNeeded: clock)),
                    present: ClockPresent(
                        device: ClockSample(
                            boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: 0),
                        server: now, anchors: []))
                let own = accepted.filter { position.own.contains($0.dot) }
                    .compactMap { stamps[$0.seq] }.max()
                let (stamp, _) = StampBounds(
                    now: now, seen: times[position.seen] ?? .zero, own: own ?? .zero,
                    enrolled: Stamp(milliseconds: 500)
                ).stamp(for: estimate)
                stamps[position.seq] = stamp
                times[position.seq] = max(
                    now, (times[position.seq - 1] ?? .zero).successor, stamp)
            }
            for first in accepted {
                for second in accepted where first.relation(to: second) == .before {
                    let (early, late) = (stamps[first.seq], stamps[second.seq])
                    #expect(try #require(early) < #require(late))
                }
            }
        }
    }
}
