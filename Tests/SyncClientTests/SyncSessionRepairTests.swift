// How a session follows a restored server, and which answers it does not follow.

import CausalCore
import SyncClient
import SyncProtocol
import Testing

@Suite struct SyncSessionRepairTests {
    private let restored = LineageID(high: 2, low: 2)

    private func refused(_ refusal: SessionRefusal, _ point: HistoryPoint) -> SyncResponse {
        var answer = response(at: point)
        answer.welcome.refusal = refusal
        return answer
    }

    private func repairing(
        to common: HistoryPoint, as replica: ReplicaID = ReplicaID(8), head: Seq = 7
    ) -> SyncResponse {
        var answer = response(at: history(head, restored))
        answer.repair = RepairAnswer(
            replica: replica, common: common, commonTime: Stamp(milliseconds: 50))
        return answer
    }

    /// A session that has asked what the server still knows.
    private func asked(_ points: [HistoryPoint] = [history(10), history(5)]) -> SessionScript {
        var script = SessionScript()
        script.ask(situation(pending: 1, at: 10), batch(ops: [op(1)]))
        script.answer(refused(.historyRestored, history(7, restored)))
        script.tell(.remembered(points))
        return script
    }

    @Test func aRestoredServerIsAskedWhatItStillKnows() throws {
        var script = SessionScript()
        script.ask(situation(pending: 1, at: 10), batch(ops: [op(1)]))
        script.answer(refused(.historyRestored, history(7, restored)))
        #expect(script.action == .listPoints)
        script.tell(.remembered([history(10), history(5)]))
        guard case .exchange(let request) = script.action else {
            Issue.record("\(script.action)")
            return
        }
        #expect(request.batches.isEmpty && request.pull == nil)
        #expect(request.repair == RepairRequest(points: [history(10), history(5)]))
        #expect(request.hello.history == history(10))
    }

    @Test func theCopyGoesBackAndTheSyncGoesOn() {
        var script = asked()
        var common = history(5)
        common.lineage = restored
        script.answer(repairing(to: common))
        guard case .repair(let answer) = script.action else {
            Issue.record("\(script.action)")
            return
        }
        #expect(answer.common == common && answer.replica == ReplicaID(8))
        script.tell(.repaired(offeredAgain: 3))
        #expect(script.action == .survey)
        let again = batch(2, ops: [op(1), op(2), op(3)])
        var present = situation(pending: 3, at: 5)
        (present.lineage, present.history) = (restored, common)
        script.ask(present, again)
        script.answer(response([accepted(again)], [page()], at: history(10, restored)))
        script.tell(.acknowledged(offeredAgain: 3, returned: 2))
        script.tell(.applied(SyncReport()))
        #expect(script.isFinished)
        let report = script.session.report.repair
        #expect(report.restores == 1 && report.offered == 3)
        #expect(report.answered == 3 && report.returned == 2)
        #expect(report.commonTime == Stamp(milliseconds: 50))
    }

    @Test func theBeginningOfEverythingIsACommonPoint() {
        var script = asked()
        script.answer(repairing(to: HistoryPoint(lineage: restored, seq: 0, chain: [])))
        guard case .repair = script.action else {
            Issue.record("\(script.action)")
            return
        }
        #expect(script.session.report.repair.commonTime == nil)
    }

    @Test func answersThatMakeNoSenseAreNotFollowed() {
        var common = history(5)
        common.lineage = restored
        var answers: [SyncResponse] = []
        // A point that was not offered, and the right place with another chain.
        answers.append(repairing(to: history(6, restored)))
        answers.append(
            repairing(to: HistoryPoint(lineage: restored, seq: 5, chain: [99])))
        answers.append(repairing(to: HistoryPoint(lineage: restored, seq: 0, chain: [1])))
        // The wrong history, no identity, a point beyond the head, no repair, more than was asked.
        answers.append(repairing(to: history(5)))
        answers.append(repairing(to: common, as: ReplicaID(0)))
        answers.append(repairing(to: common, head: 4))
        answers.append(refused(.historyRestored, history(7, restored)))
        var more = repairing(to: common)
        more.pages = [page()]
        answers.append(more)
        for answer in answers {
            var script = asked()
            script.answer(answer)
            #expect(script.failure?.code == .implausible, "\(script.action)")
        }
    }

    @Test func repairAfterRepairEnds() {
        var script = SessionScript(SyncOptions(schema: 1, repairsMax: 2))
        var known = lineage
        for round in 0..<2 {
            var present = situation(at: 5)
            (present.lineage, present.history) = (known, history(5, known))
            script.ask(present)
            known = LineageID(high: 9, low: UInt64(round))
            script.answer(refused(.historyRestored, history(7, known)))
            script.tell(.remembered([history(5)]))
            var answer = response(at: history(7, known))
            answer.repair = RepairAnswer(
                replica: ReplicaID(8), common: history(5, known), commonTime: .zero)
            script.answer(answer)
            script.tell(.repaired(offeredAgain: 0))
        }
        var present = situation(at: 5)
        (present.lineage, present.history) = (known, history(5, known))
        script.ask(present)
        script.answer(refused(.historyRestored, history(7, lineage)))
        #expect(script.failure?.code == .implausible)
    }

    @Test func aServerThatSaysItWasRestoredAndDidNotIsNotFollowed() {
        var script = SessionScript()
        script.ask(situation(at: 10))
        script.answer(refused(.historyRestored, history(10)))
        #expect(script.failure?.code == .implausible)
    }

    @Test func aHistoryThatDiffersStopsTheRepairToo() {
        var script = asked()
        script.answer(refused(.historyDiffers, history(7, restored)))
        #expect(script.failure?.exitStatus == ExitStatus.protocolStop)
        #expect(script.failure?.code == .safetyStop)
    }

    @Test func aLostAnswerIsAskedForAgainWithoutABatch() {
        var script = asked()
        script.tell(.failed(.interrupted("cut")))
        guard case .exchange(let request) = script.action else {
            Issue.record("\(script.action)")
            return
        }
        #expect(request.repair != nil && request.batches.isEmpty)
        script.tell(.failed(problem(413, "too_large")))
        #expect(script.failure != nil)
    }
}
