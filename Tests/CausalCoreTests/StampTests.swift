// Stamps, and how evidence becomes one.

import CausalCore
import Testing

@Suite struct StampTests {
    private let boot = BootID(high: 1, low: 1)
    private let otherBoot = BootID(high: 2, low: 2)

    private func sample(_ boot: BootID, boottime: UInt64, wall: Int64) -> ClockSample {
        ClockSample(boot: boot, boottimeNanoseconds: boottime, wallNanoseconds: wall)
    }

    @Test func theCounterCarriesIntoTheMilliseconds() {
        let last = Stamp(rawValue: 7 << 16 | 0xFFFF)
        #expect(last.successor == Stamp(milliseconds: 8))
        #expect(Stamp.max.successor == .max)
        #expect(Stamp(milliseconds: .max) == Stamp(rawValue: ((1 << 48) - 1) << 16))
    }

    @Test func theBootThatSendsIsTheBestEvidence() {
        let present = ClockPresent(
            device: sample(boot, boottime: 10_000_000_000, wall: .max),
            server: Stamp(milliseconds: 1_000_000),
            anchors: [
                ClockAnchor(boot: boot, boottimeNanoseconds: 0, serverTime: .zero)
            ])
        let estimate = StampEstimate(
            evidence: sample(boot, boottime: 4_000_000_000, wall: .min), present: present)
        #expect(estimate.time == Stamp(milliseconds: 994_000))
        #expect(estimate.quality == .boottime)
    }

    @Test func ofSeveralAnchorsTheNearestCounts() {
        let present = ClockPresent(
            device: sample(boot, boottime: 1, wall: 0), server: Stamp(milliseconds: 9_000_000),
            anchors: [
                ClockAnchor(
                    boot: otherBoot, boottimeNanoseconds: 0,
                    serverTime: Stamp(milliseconds: 100_000)),
                ClockAnchor(
                    boot: otherBoot, boottimeNanoseconds: 60_000_000_000,
                    serverTime: Stamp(milliseconds: 160_500)),
            ])
        let estimate = StampEstimate(
            evidence: sample(otherBoot, boottime: 50_000_000_000, wall: 0), present: present)
        #expect(estimate.time == Stamp(milliseconds: 150_500))
        #expect(estimate.quality == .anchor)
    }

    @Test func aWallClockYearsAheadIsCorrectedByItsPresentOffset() {
        let years: Int64 = 5 * 365 * 86_400_000_000_000
        let present = ClockPresent(
            device: sample(boot, boottime: 1, wall: years + 3_000_000_000),
            server: Stamp(milliseconds: 1_000_000), anchors: [])
        let estimate = StampEstimate(
            evidence: sample(otherBoot, boottime: 1, wall: years + 1_000_000_000),
            present: present)
        #expect(estimate.time == Stamp(milliseconds: 998_000))
        #expect(estimate.quality == .wall)
    }

    @Test func aBootThatNobodyNamedIsNoEvidence() {
        let present = ClockPresent(
            device: sample(.zero, boottime: 5, wall: 0), server: Stamp(milliseconds: 50),
            anchors: [ClockAnchor(boot: .zero, boottimeNanoseconds: 5, serverTime: .zero)])
        let estimate = StampEstimate(
            evidence: sample(.zero, boottime: 5, wall: 0), present: present)
        #expect(estimate.quality == .wall)
    }

    /// Every combination of the extremes of all readings: none traps, every stamp keeps its bounds.
    @Test func hostileReadingsNeitherTrapNorEscapeTheBounds() {
        let unsigned: [UInt64] = [0, 1, 1 << 63, .max - 1, .max]
        let signed: [Int64] = [.min, .min + 1, -1, 0, 1, .max]
        let stamps = [Stamp.zero, Stamp(milliseconds: 1_000), Stamp(rawValue: .max - 1)]
        let now = Stamp(milliseconds: 1_700_000_000_000)
        for boottime in unsigned {
            for presentBoottime in unsigned {
                for wall in signed {
                    for presentWall in signed {
                        for (index, server) in stamps.enumerated() {
                            let present = ClockPresent(
                                device: sample(boot, boottime: presentBoottime, wall: presentWall),
                                server: server,
                                anchors: [
                                    ClockAnchor(
                                        boot: otherBoot, boottimeNanoseconds: presentBoottime,
                                        serverTime: stamps[2 - index])
                                ])
                            for origin in [boot, otherBoot, BootID.zero] {
                                let estimate = StampEstimate(
                                    evidence: sample(origin, boottime: boottime, wall: wall),
                                    present: present)
                                checkBounds(estimate, now: now)
                            }
                        }
                    }
                }
            }
        }
    }

    private func checkBounds(_ estimate: StampEstimate, now: Stamp) {
        let seen = Stamp(milliseconds: 1_000_000)
        let own = Stamp(milliseconds: 2_000_000)
        let bounds = StampBounds(
            now: now, seen: seen, own: own, enrolled: Stamp(milliseconds: 500))
        let (stamp, quality) = bounds.stamp(for: estimate)
        let isWithin = stamp > seen && stamp > own && stamp <= now
        if !isWithin { Issue.record("\(estimate) became \(stamp)") }
        if (stamp != estimate.time) != (quality == .clamped) {
            Issue.record("\(estimate) became \(quality)")
        }
    }

    @Test func whatTheAuthorHadSeenWeighsMoreThanTheArrival() {
        let bounds = StampBounds(
            now: Stamp(milliseconds: 100), seen: Stamp(milliseconds: 200), own: .zero,
            enrolled: .zero)
        let estimate = StampEstimate(
            evidence: sample(boot, boottime: 0, wall: 0),
            present: ClockPresent(
                device: sample(boot, boottime: 0, wall: 0), server: Stamp(milliseconds: 100),
                anchors: []))
        #expect(bounds.stamp(for: estimate).stamp == Stamp(milliseconds: 200).successor)
        #expect(bounds.stamp(for: estimate).quality == .clamped)
    }

    @Test func theWallClockBefore1970IsHeldToZero() {
        #expect(sample(boot, boottime: 0, wall: .min).wallMilliseconds == 0)
        #expect(sample(boot, boottime: 0, wall: 5_999_999).wallMilliseconds == 5)
    }
}
