// Ranges of seqs against plain sets of them.

import CausalCore
import Testing

@Suite struct SeqRangesTests {
    /// Every subset of the seqs from 1 to 8.
    private static let subsets = (0..<256).map { bits in
        (1...8).filter { bits & 1 << ($0 - 1) != 0 }.map(Seq.init)
    }

    private func ranges(_ seqs: [Seq]) -> SeqRanges {
        seqs.reduce(into: SeqRanges()) { $0.append($1) }
    }

    private func members(_ ranges: SeqRanges) -> [Seq] { ranges.ranges.flatMap(Array.init) }

    @Test func everySubsetIsHeldAsItIs() {
        for subset in Self.subsets {
            let ranges = ranges(subset)
            #expect(members(ranges) == subset)
            #expect(SeqRanges(ranges.ranges) == ranges)
        }
    }

    @Test func gapsAreWhatIsNotInIt() {
        for subset in Self.subsets {
            for start: Seq in 0...8 {
                for end in start...9 {
                    let gaps = ranges(subset).gaps(after: start, through: end)
                    let missing = gaps.flatMap { Array(($0.after + 1)...$0.through) }
                    let expected =
                        end == start ? [] : (start + 1...end).filter { !subset.contains($0) }
                    #expect(missing == expected)
                }
            }
        }
    }

    @Test func whatIsTakenOutIsGone() {
        for subset in Self.subsets {
            for seq: Seq in 0...9 {
                var ranges = ranges(subset)
                ranges.remove(through: seq)
                #expect(members(ranges) == subset.filter { $0 > seq })
            }
        }
    }

    @Test func othersBehindItAreTakenUpAsOneByOne() {
        for subset in Self.subsets {
            for cut in subset.indices {
                var first = ranges(Array(subset[..<cut]))
                first.append(ranges(Array(subset[cut...])))
                #expect(first == ranges(subset))
            }
        }
    }

    @Test func seqsThatWouldMakeTooManyRangesAreLeftOut() {
        var ranges = SeqRanges()
        for seq in stride(from: Seq(1), through: 400, by: 2) { ranges.append(seq) }
        #expect(ranges.ranges.count == SeqRanges.countMax)
        #expect(members(ranges).last == Seq(2 * SeqRanges.countMax - 1))
        ranges.append(Seq(2 * SeqRanges.countMax))
        #expect(members(ranges).last == Seq(2 * SeqRanges.countMax))
    }

    @Test func rangesThatTouchOrDescendAreRefused() {
        #expect(SeqRanges([1...2, 3...4]) == nil)
        #expect(SeqRanges([5...6, 1...2]) == nil)
        #expect(SeqRanges([1...5, 3...9]) == nil)
        #expect(SeqRanges((0..<65).map { $0 * 2...$0 * 2 }) == nil)
    }
}
