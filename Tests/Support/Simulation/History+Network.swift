// Syncs over a network that loses, repeats, delays and corrupts, on machines that crash.
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol

extension History {
    /// One device syncs; with faults it may come to nothing, without it must succeed.
    func sync(_ index: Int, isFaulty: Bool) throws {
        report.syncs += 1
        let device = devices[index]
        let clock = FixedClock(present: device.clocks.sample(now: box.now))
        var runner = SyncRunner(
            store: device.store, clock: clock, ids: device.ids,
            options: SyncOptions(allowsRemoval: true, schema: 1))
        var restartNeeded = false
        do throws(SyncFailure) {
            while case .exchange(let body) = try runner.next() {
                if isFaulty, faults.chance(plan.crash) {
                    report.mark("program killed in a sync")
                    restartNeeded = true
                    break
                }
                runner.deliver(exchange(body, token: device.token, isFaulty: isFaulty))
                box.now.advance(milliseconds: 1 + faults.below(200))
            }
        } catch {
            guard isFaulty else {
                throw SimulationFailure("heals", "\(device.name) cannot sync: \(error)")
            }
            report.mark("sync failed: \(error.code)")
        }
        if restartNeeded { try device.restart() }
    }

    private func exchange(
        _ body: [UInt8], token: String, isFaulty: Bool
    ) -> Result<TransportAnswer, TransportFailure> {
        guard isFaulty else { return deliver(body, token: token) }
        stray.append((body, token))
        if stray.count > 8 { stray.removeFirst() }
        if faults.chance(plan.requestLoss) {
            report.mark("request lost")
            return .failure(.interrupted("lost"))
        }
        var body = body
        if faults.chance(plan.corruption / 2) {
            corrupt(&body)
            report.mark("request corrupted")
        }
        if faults.chance(plan.repetition) {
            _ = deliver(body, token: token)
            report.mark("request arrived twice")
        }
        let answer = deliver(body, token: token)
        if faults.chance(plan.answerLoss) {
            report.mark("answer lost after commit")
            return .failure(.interrupted("lost"))
        }
        guard case .success(var delivered) = answer, faults.chance(plan.corruption / 2) else {
            return answer
        }
        corrupt(&delivered.body)
        report.mark("answer corrupted")
        return .success(delivered)
    }

    private func corrupt(_ body: inout [UInt8]) {
        guard !body.isEmpty else { return }
        if faults.chance(0.3) {
            body.removeLast(1 + faults.below(body.count))
        } else {
            body[faults.below(body.count)] ^= UInt8(1 << faults.below(8))
        }
    }

    private func deliver(
        _ body: [UInt8], token: String
    ) -> Result<TransportAnswer, TransportFailure> {
        server.exchange(body, token: token) { response, replica in
            self.judgeAnswers(response, from: replica)
        }
    }

    /// Tells the judge what the server has committed, also when nobody gets to hear of it.
    func judgeAnswers(_ response: SyncResponse, from replica: ReplicaID) {
        for case .accepted(_, let acknowledgements) in response.answers {
            for answer in acknowledgements {
                report.mark(Self.mark(of: answer))
                guard answer.verdict.isAccepted else { continue }
                let isConsistent = judge.accept(
                    answer.op.description, seq: answer.seq, stamp: answer.stamp.rawValue,
                    replica: replica.rawValue)
                if !isConsistent { broken.append("I5: \(answer.op) has two fates") }
            }
        }
        for case .rebirth in response.answers { report.mark("rebirth") }
    }

    private static func mark(of answer: Acknowledgement) -> String {
        if answer.isDuplicate { return "op repeated" }
        switch answer.verdict {
        case .applied: return "op applied"
        case .won: return "op won"
        case .lost: return "op lost"
        case .held: return "op held"
        case .rejected(let reason): return "op rejected: \(reason)"
        }
    }
}

/// A clock that stands still during one sync.
struct FixedClock: DeviceClock {
    let present: ClockSample

    func sample() -> ClockSample { present }
}
