// The life of a connection, event by event.

import Testing

@testable import ServerHTTP

@Suite struct ExchangePhaseTests {
    @Test func aWholeExchangeGoesThroughAllClocks() {
        var phase = ExchangePhase()
        #expect(phase.clock == .idle)
        let goesOn = phase.requestBegan()
        #expect(goesOn)
        #expect(phase.clock == .request)
        phase.requestEnded()
        #expect(phase.clock == .exchange)
        let saysClose = phase.answerBegan()
        #expect(!saysClose)
        let lingers = phase.answerEnded()
        #expect(!lingers)
        #expect(phase.clock == .idle)
    }

    @Test func anAnswerBeforeTheEndOfTheRequestIsTheLast() {
        var phase = ExchangePhase()
        _ = phase.requestBegan()
        let saysClose = phase.answerBegan()
        #expect(saysClose, "the answer says that the connection will close")
        let lingers = phase.answerEnded()
        #expect(lingers)
        #expect(phase.isLingering)
        #expect(phase.clock == .linger)
        #expect(phase.timedOut() == .close)
    }

    @Test func aSlowRequestIsToldAndAHalfAnsweredOneIsCut() {
        var phase = ExchangePhase()
        #expect(phase.timedOut() == .close, "an idle connection is closed without a word")
        _ = phase.requestBegan()
        #expect(phase.timedOut() == .answerTimeout)
        _ = phase.answerBegan()
        #expect(phase.timedOut() == .close)
    }

    @Test func requestsMayWaitBehindOneAnotherButNotWithoutEnd() {
        var phase = ExchangePhase()
        for _ in 0..<ExchangePhase.pipelinedMax {
            let goesOn = phase.requestBegan()
            #expect(goesOn)
            phase.requestEnded()
        }
        let goesOn = phase.requestBegan()
        #expect(!goesOn)
    }

    @Test func anAnswerWhileTheNextRequestComesDoesNotEndTheConnection() {
        var phase = ExchangePhase()
        _ = phase.requestBegan()
        phase.requestEnded()
        _ = phase.requestBegan()
        let saysClose = phase.answerBegan()
        #expect(!saysClose)
        let lingers = phase.answerEnded()
        #expect(!lingers)
        #expect(phase.clock == .request)
    }
}
