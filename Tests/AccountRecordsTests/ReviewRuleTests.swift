// Which conflicts somebody should look at, and why.
import AccountRecords
import CausalCore
import Testing

@Suite struct ReviewRuleTests {
    private func reasons(
        _ field: UInt16, kind: UInt16 = KindNumber.visit, _ values: [FieldValue],
        qualities: [StampQuality] = [.boottime, .boottime], base: [UInt8]? = nil
    ) -> [ReviewReason] {
        let members = values.enumerated().map { index, value in
            Samples.member(
                UInt64(index + 1), value.canonicalBytes, stamp: UInt64(index + 1),
                quality: qualities[index], base: base)
        }
        return ReviewRule.reasons(for: Samples.conflict(UnitKey(field: field), kind: kind, members))
    }

    @Test func ordinaryConflictsOnlyInform() {
        #expect(reasons(6, [.text("Plant 1"), .text("Plant 2")]).isEmpty)
        #expect(reasons(9, [.text("a"), .text("b")]).isEmpty)
    }

    @Test func fieldsMarkedSoNeedReview() {
        let status = [FieldValue.choice("lost"), .choice("active")]
        #expect(reasons(6, kind: KindNumber.account, status) == [.policy])
    }

    @Test func longTextNeedsReview() {
        #expect(reasons(10, [.text("a"), .text("b")]) == [.longText])
    }

    @Test func statusGoingBackwardsNeedsReview() {
        #expect(reasons(1, [.choice("planned"), .choice("done")]).isEmpty)
        #expect(reasons(1, [.choice("done"), .choice("planned")]) == [.backwards])
        let base = FieldValue.choice("cancelled").canonicalBytes
        #expect(reasons(1, [.choice("planned"), .choice("done")], base: base) == [.backwards])
    }

    @Test func aWinnerByWallClockNeedsReviewAndALoserDoesNot() {
        let values = [FieldValue.text("a"), .text("b")]
        #expect(reasons(6, values, qualities: [.boottime, .wall]) == [.weakClock])
        #expect(reasons(6, values, qualities: [.wall, .boottime]).isEmpty)
        #expect(reasons(6, values, qualities: [.wall, .clamped]).isEmpty)
    }

    @Test func deleteAgainstEditNeedsReview() {
        let conflict = Samples.conflict(
            .life,
            [
                Samples.member(1, lifeValue(alive: true), stamp: 1),
                Samples.member(2, lifeValue(alive: false), stamp: 2, action: .delete),
            ])
        #expect(ReviewRule.reasons(for: conflict) == [.deleteOrEdit])
        #expect(ReviewRule.needsReview(conflict))
    }

    @Test func conflictsOfUnknownFieldsAndWithoutMembersDoNotTrap() {
        #expect(reasons(999, [.text("a"), .text("b")]).isEmpty)
        #expect(!ReviewRule.needsReview(Samples.conflict(UnitKey(field: 1), [])))
    }
}
