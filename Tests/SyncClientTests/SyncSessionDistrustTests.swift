// What a session does not let a server do to a device.

import CausalCore
import SyncClient
import SyncProtocol
import Testing

@Suite struct SyncSessionDistrustTests {
    @Test(arguments: [
        HistoryPoint(lineage: LineageID(high: 1, low: 2), seq: 99, chain: []),
        HistoryPoint(lineage: lineage, seq: 9, chain: [9]),
        HistoryPoint(lineage: lineage, seq: 10, chain: [0]),
    ])
    func anotherHistoryStopsBeforeAnythingIsWritten(_ found: HistoryPoint) {
        var script = SessionScript()
        let sent = batch(ops: [op(1)])
        script.ask(situation(pending: 1, at: 10), sent)
        script.tell(.responded(response([accepted(sent)], [page(at: 99)], at: found)))
        #expect(script.failure?.code == .safetyStop)
        #expect(script.failure?.exitStatus == 76)
        #expect(script.session.report.sent == 0)
    }

    @Test func aRestoredServerIsRecognisedBeforeTheFirstPull() {
        var script = SessionScript()
        script.ask(situation())
        script.tell(.responded(response([], [page()], at: history(3, LineageID(high: 8, low: 8)))))
        #expect(script.failure?.code == .safetyStop)
    }

    @Test(arguments: [
        (SessionRefusal.historyDiffers, Int32(76)), (.replicaUnknown, 77), (.tooOldSoftware, 78),
        (.askPrimary, 75),
    ])
    func everyRefusalHasItsExit(_ refusal: SessionRefusal, _ exitStatus: Int32) {
        var script = SessionScript()
        script.ask(situation())
        var answer = response()
        answer.welcome.refusal = refusal
        script.tell(.responded(answer))
        #expect(script.failure?.exitStatus == exitStatus)
    }

    @Test(arguments: [
        (problem(401, "token_revoked"), SyncFailure.Code.revoked, Int32(77)),
        (problem(401, "unauthorized"), .unauthorized, 77),
        (problem(403, "not_allowed"), .notAllowed, 77),
        (problem(426, "too_old"), .tooOld, 78),
        (problem(503, "busy"), .server, 75),
        (.timedOut(seconds: 9), .timeout, 69),
        (.certificateDiffers, .certificate, 76),
        (.notKith(status: 200, contentType: "text/html"), .notKith, 69),
        (.notKith(status: 502, contentType: "text/html"), .notKith, 69),
        (.answerTooLarge(bytesMax: 1), .implausible, 76),
        (.malformed("x"), .implausible, 76),
        (.cancelled, .cancelled, 75),
    ])
    func everyFailureHasItsExit(
        _ failure: TransportFailure, _ code: SyncFailure.Code, _ exitStatus: Int32
    ) {
        var script = SessionScript()
        script.ask(situation())
        script.tell(.failed(failure))
        #expect(script.failure?.code == code)
        #expect(script.failure?.exitStatus == exitStatus)
        #expect(script.failure?.message.isEmpty == false)
        #expect(script.failure?.remedy.isEmpty == false)
    }

    @Test func aCursorThatDoesNotAdvanceEndsTheSync() {
        var script = SessionScript()
        script.ask(situation(at: 10))
        script.answer(response([], [page(at: 10, hasMore: true)]))
        #expect(script.failure?.code == .implausible)
    }

    @Test func aCursorThatGoesBackEndsTheSync() {
        var script = SessionScript()
        script.ask(situation(at: 10))
        script.answer(response([], [page(at: 9)]))
        #expect(script.failure?.code == .implausible)
    }

    @Test func verdictsOfOtherOpsAreNotTaken() {
        var script = SessionScript()
        let sent = batch(ops: [op(1)])
        script.ask(situation(pending: 1), sent)
        script.answer(response([accepted(batch(ops: [op(2)]))], [page()]))
        #expect(script.failure?.code == .implausible)
    }

    @Test func silenceAboutABatchIsNotTaken() {
        var script = SessionScript()
        script.ask(situation(pending: 1), batch(ops: [op(1)]))
        script.answer(response([], [page()]))
        #expect(script.failure?.code == .implausible)
    }

    @Test func anEndlessServerIsLeft() {
        var script = SessionScript(SyncOptions(schema: 1, roundsMax: 5))
        for seq in 1...5 {
            script.ask(situation(at: Seq(seq)))
            script.answer(response([], [page(at: Seq(seq + 1), hasMore: true)]))
            script.tell(.applied(SyncReport()))
        }
        script.tell(.surveyed(situation(at: 6)))
        #expect(script.failure?.code == .implausible)
    }

    @Test(arguments: [(19, 19, false), (20, 10, false), (20, 11, true), (300, 151, true)])
    func losingMoreThanHalfOfManyStops(_ held: Int, _ taken: Int, _ stops: Bool) {
        for removal in [SafetyStop.Removal.accounts, .records] {
            var script = SessionScript()
            script.ask(situation(at: 10))
            script.answer(response([], [page { $0.retracted = [RecordID(high: 1, low: 1)] }]))
            let areAccounts = removal == .accounts
            script.tell(
                .weighed(
                    PageWeight(
                        accountsHeld: areAccounts ? held : 50,
                        accountsTaken: areAccounts ? taken : 0,
                        recordsHeld: areAccounts ? 500 : held,
                        recordsTaken: areAccounts ? 0 : taken)))
            #expect((script.failure?.exitStatus == 76) == stops)
            if stops {
                #expect(
                    script.failure?.safetyStop
                        == .massRemoval(of: removal, taken: taken, held: held))
            }
        }
    }

    @Test func aPersonMayAllowTheRemoval() {
        var script = SessionScript(SyncOptions(allowsRemoval: true, schema: 1))
        script.ask(situation(at: 10))
        script.answer(response([], [page { $0.retracted = [RecordID(high: 1, low: 1)] }]))
        guard case .apply = script.action else {
            Issue.record("\(script.action)")
            return
        }
    }
}
