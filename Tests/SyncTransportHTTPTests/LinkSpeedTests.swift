// A link is fast when it carries bytes faster than zlib takes them in.

import NIOCore
import Synchronization
import Testing

@testable import SyncTransportHTTP

@Suite struct LinkSpeedTests {
    @Test func onlyLongAnswersTell() {
        var speed = LinkSpeed()
        speed.note(bytes: 100, took: .nanoseconds(1))
        #expect(!speed.isFast)
        speed.note(bytes: 1_000_000, took: .milliseconds(10))
        #expect(speed.isFast)
        speed.note(bytes: 100, took: .seconds(1))
        #expect(speed.isFast)
    }

    @Test func onlyRequestsTellThatNoBufferTakesAtOnce() {
        var speed = LinkSpeed()
        speed.note(sentBytes: 400_000, took: .nanoseconds(1))
        #expect(!speed.isFast)
        speed.note(sentBytes: 1_000_000, took: .milliseconds(10))
        #expect(speed.isFast)
        speed.note(sentBytes: 1_000_000, took: .milliseconds(30))
        #expect(!speed.isFast)
    }

    @Test func aBodyIsHandedOverInPiecesAndTellsOnceWhenItIsTaken() async {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0) }
        let calls = Mutex(0)
        var taken: [UInt8] = []
        var pieces = 0
        for await piece in OutgoingBody(bytes, taken: { _ in calls.withLock { $0 += 1 } }) {
            #expect(calls.withLock { $0 } == 0)
            taken += Array(piece.readableBytesView)
            pieces += 1
        }
        #expect(taken == bytes && pieces == 4)
        #expect(calls.withLock { $0 } == 1)
    }

    @Test func aLinkThatBecomesSlowIsNoticed() {
        var speed = LinkSpeed()
        speed.note(bytes: 1_000_000, took: .milliseconds(10))
        speed.note(bytes: 1_000_000, took: .milliseconds(30))
        #expect(!speed.isFast)
    }
}
