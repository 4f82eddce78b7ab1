// The algebra of version vectors, on every vector of a small space.

import CausalCore
import Testing

@Suite struct VersionVectorTests {
    private static let alice = ReplicaID(1)
    private static let bob = ReplicaID(2)
    private static let carol = ReplicaID(3)

    /// All 27 vectors of three replicas with counters from 0 to 2.
    private static let space: [VersionVector] = {
        var all: [VersionVector] = []
        for a: UInt64 in 0...2 {
            for b: UInt64 in 0...2 {
                for c: UInt64 in 0...2 { all.append(vector(a, b, c)) }
            }
        }
        return all
    }()

    private static func vector(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> VersionVector {
        VersionVector([
            Dot(replica: alice, counter: a), Dot(replica: bob, counter: b),
            Dot(replica: carol, counter: c),
        ])
    }

    private func isBelow(_ first: VersionVector, _ second: VersionVector) -> Bool {
        [Self.alice, Self.bob, Self.carol].allSatisfy { first[$0] <= second[$0] }
    }

    @Test func theRelationIsThePointwiseOne() {
        for first in Self.space {
            for second in Self.space {
                let expected: CausalRelation =
                    switch (isBelow(first, second), isBelow(second, first)) {
                    case (true, true): .equal
                    case (true, false): .before
                    case (false, true): .after
                    case (false, false): .concurrent
                    }
                #expect(first.relation(to: second) == expected)
                #expect((first == second) == (expected == .equal))
            }
        }
    }

    @Test func beforeIsAPartialOrder() {
        for first in Self.space {
            for second in Self.space where first.relation(to: second) == .before {
                #expect(second.relation(to: first) == .after)
                for third in Self.space where second.relation(to: third) == .before {
                    #expect(first.relation(to: third) == .before)
                }
            }
        }
    }

    @Test func theUnionIsTheLeastUpperBound() {
        for first in Self.space {
            for second in Self.space {
                let both = union(first, second)
                #expect(both == union(second, first))
                #expect(isBelow(first, both) && isBelow(second, both))
                for third in Self.space {
                    #expect(union(both, third) == union(first, union(second, third)))
                    if isBelow(first, third), isBelow(second, third) {
                        #expect(isBelow(both, third))
                    }
                }
            }
            #expect(union(first, first) == first)
            #expect(union(first, VersionVector()) == first)
        }
    }

    private func union(_ first: VersionVector, _ second: VersionVector) -> VersionVector {
        var result = first
        result.formUnion(second)
        return result
    }

    @Test func theOrderOfInsertionDoesNotMatter() {
        let dots = [
            Dot(replica: Self.carol, counter: 2), Dot(replica: Self.alice, counter: 0),
            Dot(replica: Self.bob, counter: 5), Dot(replica: Self.carol, counter: 1),
        ]
        let expected = VersionVector(dots)
        #expect(expected.entries.map(\.replica) == [Self.bob, Self.carol])
        for first in dots.indices {
            for second in dots.indices where second != first {
                var order = dots
                order.swapAt(first, second)
                #expect(VersionVector(order) == expected)
            }
        }
    }

    @Test func aVectorContainsADotAndAllBeforeIt() {
        let vector = VersionVector([Dot(replica: Self.bob, counter: 2)])
        #expect(vector.contains(Dot(replica: Self.bob, counter: 1)))
        #expect(vector.contains(Dot(replica: Self.bob, counter: 2)))
        #expect(!vector.contains(Dot(replica: Self.bob, counter: 3)))
        #expect(!vector.contains(Dot(replica: Self.alice, counter: 1)))
    }
}
