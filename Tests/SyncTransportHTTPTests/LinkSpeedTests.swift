// A link is fast when it brings bytes faster than zlib takes them in.

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

    @Test func aLinkThatBecomesSlowIsNoticed() {
        var speed = LinkSpeed()
        speed.note(bytes: 1_000_000, took: .milliseconds(10))
        speed.note(bytes: 1_000_000, took: .milliseconds(30))
        #expect(!speed.isFast)
    }
}
