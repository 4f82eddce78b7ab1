// Identities: their forms, their order, and the source of new ones.

import CausalCore
import Foundation
import Testing

@Suite struct IdentifierTests {
    private struct Fixed: RandomNumberGenerator {
        var value: UInt64
        mutating func next() -> UInt64 { value }
    }

    private let samples: [OpID] = [
        .zero, OpID(high: .max, low: .max), OpID(high: 1, low: 0), OpID(high: 0, low: 1),
        OpID(high: 0x0190_1234_5678_7ABC, low: 0x8DEF_0123_4567_89AB),
    ]

    @Test func bytesAndTextComeBackAsTheyWent() {
        for sample in samples {
            #expect(sample.bytes.count == 16)
            #expect(OpID(bytes: sample.bytes) == sample)
            #expect(OpID(sample.description) == sample)
            #expect(OpID(sample.description.uppercased()) == sample)
            #expect(sample.isZero == (sample == .zero))
        }
        #expect(samples[4].description == "01901234-5678-7abc-8def-0123456789ab")
    }

    @Test(arguments: [
        "", "0190", "01901234-5678-7abc-8def-0123456789a", "01901234-5678-7abc-8def-0123456789abc",
        "01901234_5678-7abc-8def-0123456789ab", "0190123g-5678-7abc-8def-0123456789ab",
        "01901234-5678-7abc-8def-0123456789é", "0190123456787abc8def0123456789ab0000",
    ])
    func anythingElseIsNoIdentity(text: String) {
        #expect(OpID(text) == nil)
    }

    @Test func anythingButSixteenBytesIsNoIdentity() {
        #expect(OpID(bytes: []) == nil)
        #expect(OpID(bytes: [UInt8](repeating: 1, count: 15)) == nil)
        #expect(OpID(bytes: [UInt8](repeating: 1, count: 17)) == nil)
    }

    @Test func theOrderIsThatOfTheBytes() {
        for first in samples {
            for second in samples {
                #expect((first < second) == first.bytes.lexicographicallyPrecedes(second.bytes))
            }
        }
    }

    @Test func idsGrowAlsoWhenTheClockStandsOrStepsBack() {
        var source = IdentifierSource(randomness: Fixed(value: .max))
        var last = OpID.zero
        for wall: UInt64 in [5, 5, 5, 4, 0, 6, 6, 1 << 47, 3] {
            for _ in 0..<2_000 {
                let next: OpID = source.next(wallMilliseconds: wall)
                #expect(last < next)
                #expect(next.high >> 12 & 0xF == 7)
                #expect(next.low >> 62 == 2)
                last = next
            }
        }
    }

    @Test func theSameRandomnessGivesTheSameIds() {
        var first = IdentifierSource(randomness: Fixed(value: 77))
        var second = IdentifierSource(randomness: Fixed(value: 77))
        let one: RecordID = first.next(wallMilliseconds: 9)
        #expect(one == second.next(wallMilliseconds: 9))
    }

    @Test func aReplicaIsReadAsItIsShown() {
        for number: UInt64 in [1, 35, 36, 9_876_543_210, ReplicaID.rawValueMax] {
            let replica = ReplicaID(number)
            #expect(ReplicaID(replica.description) == replica)
        }
        for text in ["r-", "r-0", "2s", "r--1", "r-+1", "r-zzzzzzzzzzzzzzz", "R-1", "r- 1"] {
            #expect(ReplicaID(text) == nil)
        }
    }

    @Test func jsonHoldsIdentitiesAndStampsAsText() throws {
        struct Sample: Codable, Equatable {
            var op: OpID
            var replica: ReplicaID
            var stamp: Stamp
        }
        let sample = Sample(op: samples[4], replica: ReplicaID(100), stamp: .max)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(sample), as: UTF8.self)
        #expect(
            text == """
                {"op":"01901234-5678-7abc-8def-0123456789ab","replica":"r-2s",\
                "stamp":"18446744073709551615"}
                """)
        #expect(try JSONDecoder().decode(Sample.self, from: Data(text.utf8)) == sample)
        for wrong in [#"{"op":"x"}"#, #"{"op":1}"#] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(Sample.self, from: Data(wrong.utf8))
            }
        }
    }

    @Test func scopeDigestsDoNotDependOnTheOrder() {
        let accounts = (1...5).map { RecordID(high: $0, low: $0 &* 31) }
        var forward = ScopeDigest.empty
        var backward = ScopeDigest.empty
        for account in accounts { forward.add(account) }
        for account in accounts.reversed() { backward.add(account) }
        #expect(forward == backward)
        for account in accounts { forward.subtract(account) }
        #expect(forward == .empty)
        #expect(backward != .empty)
    }
}
