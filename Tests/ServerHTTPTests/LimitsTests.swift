// Buckets, gates and the census, at their limits and one past them.

import NIOCore
import Testing

@testable import ServerHTTP

@Suite struct LimitsTests {
    @Test func aBucketGivesItsBurstThenItsRate() {
        let rate = Rate(perSecond: 2, burst: 3)
        var bucket = TokenBucket(rate, seconds: 0)
        let waits = [0, 0, 0, 0, 0.25, 0.5, 0.5].map { bucket.take(rate, seconds: $0) }
        #expect(waits == [nil, nil, nil, 0.5, 0.25, nil, 0.5])
    }

    @Test func aClockThatStepsBackGivesNothing() {
        let rate = Rate(perSecond: 1, burst: 1)
        var bucket = TokenBucket(rate, seconds: 100)
        let waits = [100, 0].map { bucket.take(rate, seconds: $0) }
        #expect(waits == [nil, 1])
    }

    @Test func keysDoNotShareABucketAndAreBounded() {
        let limiter = RateLimiter<Int>(Rate(perSecond: 0.001, burst: 1))
        for key in 0..<RateLimiter<Int>.keysMax { #expect(limiter.take(key, seconds: 0) == nil) }
        #expect(limiter.take(0, seconds: 0) != nil)
        #expect(limiter.take(-1, seconds: 0) != nil, "no room, so nobody new comes in")
        #expect(limiter.take(-1, seconds: 2_000) == nil, "full buckets make room")
    }

    @Test func waitingCountsNothing() {
        let limiter = RateLimiter<Int>(Rate(perSecond: 1, burst: 1))
        #expect(limiter.wait(1, seconds: 0) == nil)
        #expect(limiter.wait(1, seconds: 0) == nil)
        #expect(limiter.take(1, seconds: 0) == nil)
        #expect(limiter.wait(1, seconds: 0) == 1)
    }

    @Test func oneSenderCannotTakeAllPlaces() throws {
        let gate = ExchangeGate<String>(exchangesMax: 3, exchangesPerKeyMax: 2)
        try gate.enter("Alice")
        try gate.enter("Alice")
        #expect(throws: ExchangeGate<String>.Refusal.deviceBusy) { try gate.enter("Alice") }
        try gate.enter("Bob")
        #expect(throws: ExchangeGate<String>.Refusal.allBusy) { try gate.enter("Carol") }
        gate.leave("Alice")
        try gate.enter("Carol")
        #expect(gate.underWay == 3)
    }

    @Test func oneAddressCannotTakeAllConnections() {
        let census = ConnectionCensus(connectionsMax: 3, connectionsPerAddressMax: 2)
        #expect(census.admit("a") && census.admit("a"))
        #expect(!census.admit("a"))
        #expect(census.admit("b"))
        #expect(!census.admit("c"))
        census.leave("a")
        #expect(census.admit("c"))
        #expect(census.open == 3)
    }

    @Test func oneNetworkOfIPv6IsOneAddress() throws {
        let first = try SocketAddress(ipAddress: "2001:db8:1:2::1", port: 1)
        let second = try SocketAddress(ipAddress: "2001:db8:1:2:ffff::9", port: 2)
        let other = try SocketAddress(ipAddress: "2001:db8:1:3::1", port: 1)
        #expect(RemoteAddress.key(first) == RemoteAddress.key(second))
        #expect(RemoteAddress.key(first) != RemoteAddress.key(other))
        let mapped = try SocketAddress(ipAddress: "::ffff:10.1.2.3", port: 1)
        let plain = try SocketAddress(ipAddress: "10.1.2.3", port: 1)
        #expect(RemoteAddress.key(mapped) == RemoteAddress.key(plain))
        #expect(RemoteAddress.key(nil) == "unknown")
    }
}
