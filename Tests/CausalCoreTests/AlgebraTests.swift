// The merge is a function of the set of ops: exhaustively, for up to four ops.

import CausalModel
import Testing

@Suite struct AlgebraTests {
    /// All histories of up to four ops on three replicas, all contexts, all commit orders, all ways
    /// of writing a unit, all repeats.
    @Test func everySmallHistoryGivesTheSameResultInEveryOrder() throws {
        var algebra = Algebra()
        for count in 1...4 {
            for history in SetHistory.all(ops: count, replicas: 3) { try algebra.check(history) }
        }
        print("algebra: " + algebra.summary)
        #expect(algebra.histories == 412)
        #expect(algebra.folds > 40_000)
    }

    @Test func aUnitHoldsTheSameInEveryOrderOfItsWritesWithAllTies() throws {
        #expect(try Algebra.checkCells(ops: 3) == 13 * 27 * 6)
        #expect(try Algebra.checkCells(ops: 4) == 75 * 81 * 24)
    }

    @Test func mergingCellsIsCommutativeAssociativeAndIdempotent() throws {
        try Algebra.checkCellLaws()
    }

    @Test func randomHistoriesThroughThePureCoreAgreeWithPlainSets() throws {
        var tier = ModelTier()
        for seed in 1...300 { try tier.run(seed: UInt64(seed)) }
        print("model: " + tier.report.summary)
        #expect(tier.report.conflictPairs > 1_000)
        #expect(tier.report.repeats > 10)
    }
}
