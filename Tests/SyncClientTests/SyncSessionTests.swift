// What a session does with every kind of answer, without a store, a server or a clock.

import CausalCore
import SyncClient
import SyncProtocol
import Testing

@Suite struct SyncSessionTests {
    @Test func anIdleSyncIsOneExchange() {
        var script = SessionScript()
        let request = script.ask(situation(at: 10))
        #expect(request?.batches.isEmpty == true)
        #expect(request?.pull?.cursor == Cursor(start: 10, at: 10))
        script.answer(response([], [page()]))
        script.tell(.applied(SyncReport()))
        #expect(script.isFinished)
        #expect(script.session.report.roundTrips == 1)
        #expect(script.session.report.isIdle)
    }

    @Test func aSmallPushTravelsWithThePull() {
        var script = SessionScript()
        let sent = batch(ops: [op(1), op(2)])
        let request = script.ask(situation(pending: 2), sent)
        #expect(request?.batches == [sent])
        #expect(request?.pull != nil)
        script.answer(response([accepted(sent)], [page()]))
        guard case .acknowledge(let id, let verdicts, _) = script.action else {
            Issue.record("\(script.action)")
            return
        }
        #expect(id == sent.id && verdicts.count == 2)
        script.tell(.done)
        script.tell(.applied(SyncReport()))
        #expect(script.isFinished)
        #expect(script.session.report.sent == 2)
    }

    @Test func pullWaitsForTheLastBatch() {
        var script = SessionScript()
        let first = batch(1, ops: [op(1)])
        let request = script.ask(situation(pending: 2), first)
        #expect(request?.pull == nil)
        script.answer(response([accepted(first)]))
        script.tell(.done)
        #expect(script.action == .survey)
        let last = script.ask(situation(pending: 1), batch(2, ops: [op(2)]))
        #expect(last?.pull != nil)
    }

    @Test func aLostAnswerResendsTheSameBatchOnce() {
        var script = SessionScript()
        let request = script.ask(situation(pending: 1), batch(ops: [op(1)]))
        script.tell(.failed(.interrupted("reset")))
        #expect(script.action == request.map { .exchange($0) })
        script.tell(.failed(.interrupted("reset")))
        #expect(script.failure?.code == .offline)
        #expect(script.failure?.exitStatus == 69)
    }

    @Test func offlineIsNotTriedAgain() {
        var script = SessionScript()
        script.ask(situation())
        script.tell(.failed(.unreachable("nothing listens there")))
        #expect(script.failure?.exitStatus == 69)
    }

    @Test func rebirthOffersEverythingAgain() {
        var script = SessionScript()
        let sent = batch(ops: [op(1)])
        script.ask(situation(pending: 1), sent)
        script.answer(response([.rebirth(sent.id, ReplicaID(8))]))
        #expect(script.action == .adopt(ReplicaID(8)))
        script.tell(.done)
        #expect(script.action == .survey)
    }

    @Test func rebirthHasABound() {
        var script = SessionScript(SyncOptions(schema: 1, rebirthsMax: 2))
        let sent = batch(ops: [op(1)])
        for round in 0..<3 {
            script.ask(situation(pending: 1), sent)
            script.answer(response([.rebirth(sent.id, ReplicaID(8))]))
            if round < 2 { script.tell(.done) }
        }
        #expect(script.failure?.code == .implausible)
    }

    @Test func aRefusedBatchIsHalvedAndNeverResent() {
        var script = SessionScript()
        let sent = batch(ops: (1...8).map { op($0, transaction: $0) })
        script.ask(situation(pending: 8), sent)
        script.answer(response([.refused(sent.id, .tooLarge)]))
        #expect(script.action == .dissolve(sent.id))
        script.tell(.done)
        #expect(script.action == .survey)
        script.tell(.surveyed(situation(pending: 8)))
        guard case .seal(let opsMax, _) = script.action else {
            Issue.record("\(script.action)")
            return
        }
        #expect(opsMax == 4)
    }

    @Test func aTransactionThatIsRefusedAloneIsPutAside() {
        var script = SessionScript()
        let sent = batch(ops: [op(1), op(2)])
        script.ask(situation(pending: 3), sent)
        script.answer(response([.refused(sent.id, .malformed)]))
        guard case .putAside(sent.id, let verdicts) = script.action else {
            Issue.record("\(script.action)")
            return
        }
        #expect(verdicts.allSatisfy { $0.verdict == .rejected(.invalidValue) })
        script.tell(.done)
        #expect(script.action == .survey)
        #expect(script.session.report.rejected.count == 2)
    }

    @Test func aBodyThatIsTooLargeIsHalvedToo() {
        var script = SessionScript()
        let sent = batch(ops: [op(1, transaction: 1), op(2, transaction: 2)])
        script.ask(situation(pending: 2), sent)
        script.tell(.failed(problem(413, "body_too_large")))
        #expect(script.action == .dissolve(sent.id))
    }

    @Test func heldAccountsAreNamedWhenAskedFor() {
        var script = SessionScript()
        script.ask(situation(held: 2))
        script.answer(response([], [page(at: 0) { $0.needsHeldAccounts = true }]))
        #expect(script.action == .survey)
        script.tell(.surveyed(situation(held: 2)))
        script.tell(.sealed(nil))
        #expect(script.action == .listHeld)
        script.tell(.listed([RecordID(high: 1, low: 2)]))
        guard case .exchange(let request) = script.action else {
            Issue.record("\(script.action)")
            return
        }
        #expect(request.pull?.held == [RecordID(high: 1, low: 2)])
        script.answer(response([], [page(at: 0) { $0.needsHeldAccounts = true }]))
        #expect(script.failure?.code == .implausible)
    }

    @Test func accountsThatDifferAreFetchedAgainAFewTimes() {
        var script = SessionScript(SyncOptions(schema: 1, refetchesMax: 2))
        let account = RecordID(high: 1, low: 1)
        var different = SyncReport()
        different.differing = [account]
        for round in 0..<3 {
            script.ask(situation(at: 10))
            script.answer(response([], [page()]))
            script.tell(.applied(different))
            #expect(script.isFinished == (round == 2))
        }
        #expect(script.session.report.differing == [account])
    }
}
