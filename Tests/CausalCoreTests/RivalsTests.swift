// Which ops meet as rivals, and when a record is alive.

import CausalCore
import Testing

@Suite struct RivalsTests {
    private let alice = ReplicaID(1)
    private let bob = ReplicaID(2)
    private let carol = ReplicaID(3)

    private func writer(
        _ number: UInt64, _ replica: ReplicaID, _ counter: UInt64, seq: Seq, seen: Seq,
        own: [Dot] = [], value: String
    ) -> UnitWriter {
        UnitWriter(
            op: OpID(high: 0, low: number),
            position: CausalPosition(
                seq: seq, dot: Dot(replica: replica, counter: counter), seen: seen,
                own: VersionVector(own)), value: Array(value.utf8))
    }

    @Test func aKnowingWriteMeetsNobody() {
        let first = writer(1, alice, 1, seq: 1, seen: 0, value: "a")
        let second = writer(2, bob, 1, seq: 2, seen: 1, value: "b")
        #expect(rivals(of: second.position, value: second.value, among: [first]).isEmpty)
    }

    @Test func anUnknowingWriteMeetsItsRival() {
        let first = writer(1, alice, 1, seq: 1, seen: 0, value: "a")
        let second = writer(2, bob, 1, seq: 2, seen: 0, value: "b")
        #expect(rivals(of: second.position, value: second.value, among: [first]) == [first])
    }

    @Test func equalValuesAreNoConflict() {
        let first = writer(1, alice, 1, seq: 1, seen: 0, value: "a")
        let second = writer(2, bob, 1, seq: 2, seen: 0, value: "a")
        #expect(rivals(of: second.position, value: second.value, among: [first]).isEmpty)
    }

    /// Alice wrote x, then knowingly y; Bob, who knew of neither, writes y too.
    ///
    /// If equal values were dropped before the maximal ones are found, x would come back as his rival.
    @Test func aSupersededValueDoesNotResurface() {
        let x = writer(1, alice, 1, seq: 1, seen: 0, value: "x")
        let y = writer(
            2, alice, 2, seq: 2, seen: 0, own: [Dot(replica: alice, counter: 1)], value: "y")
        let bobs = writer(3, bob, 1, seq: 3, seen: 0, value: "y")
        #expect(rivals(of: bobs.position, value: bobs.value, among: [x, y]).isEmpty)
        #expect(rivals(of: bobs.position, value: bobs.value, among: [y, x]).isEmpty)
    }

    @Test func twoRivalsThatDoNotKnowOfEachOtherBothCount() {
        let first = writer(1, alice, 1, seq: 1, seen: 0, value: "a")
        let second = writer(2, bob, 1, seq: 2, seen: 0, value: "b")
        let third = writer(3, carol, 1, seq: 3, seen: 0, value: "c")
        let met = rivals(of: third.position, value: third.value, among: [second, first])
        #expect(Set(met) == [first, second])
    }

    @Test func theOpOfTheSameReplicaIsARivalWhereTheReadHadNotShownIt() {
        let first = writer(1, alice, 1, seq: 1, seen: 0, value: "a")
        let fromOldEditor = writer(2, alice, 2, seq: 2, seen: 0, value: "b")
        #expect(
            rivals(of: fromOldEditor.position, value: fromOldEditor.value, among: [first])
                == [first])
    }

    @Test func aDeleteThatSawEverythingHidesTheRecord() {
        let create = writer(1, alice, 1, seq: 1, seen: 0, value: "").position
        let edit = writer(2, bob, 1, seq: 2, seen: 1, value: "").position
        let delete = writer(3, alice, 2, seq: 3, seen: 2, value: "").position
        #expect(!isAlive(living: [create, edit], deletes: [delete]))
        #expect(isAlive(living: [create, edit], deletes: []))
    }

    @Test func anEditThatHadNotSeenTheDeleteKeepsTheRecordAlive() {
        let create = writer(1, alice, 1, seq: 1, seen: 0, value: "").position
        let delete = writer(2, alice, 2, seq: 2, seen: 1, value: "").position
        let edit = writer(3, bob, 1, seq: 3, seen: 1, value: "").position
        #expect(isAlive(living: [create, edit], deletes: [delete]))
    }

    @Test func aRestoreShowsTheRecordAgainAndALaterDeleteHidesIt() {
        let create = writer(1, alice, 1, seq: 1, seen: 0, value: "").position
        let delete = writer(2, alice, 2, seq: 2, seen: 1, value: "").position
        let restore = writer(3, bob, 1, seq: 3, seen: 2, value: "").position
        let again = writer(4, alice, 3, seq: 4, seen: 3, value: "").position
        #expect(isAlive(living: [create, restore], deletes: [delete]))
        #expect(!isAlive(living: [create, restore], deletes: [delete, again]))
    }

    @Test func theGreatestOrderWinsWhateverTheDelivery() {
        let orders: [WriteOrder] = [
            WriteOrder(stamp: Stamp(milliseconds: 5), replica: alice, op: OpID(high: 0, low: 9)),
            WriteOrder(stamp: Stamp(milliseconds: 5), replica: bob, op: OpID(high: 0, low: 8)),
            WriteOrder(stamp: Stamp(milliseconds: 6), replica: bob, op: OpID(high: 0, low: 6)),
            WriteOrder(stamp: Stamp(milliseconds: 6), replica: bob, op: OpID(high: 0, low: 7)),
        ]
        for turn in orders.indices {
            let turned = Array(orders[turn...] + orders[..<turn])
            #expect(turned.max() == orders[3])
            #expect(turned.reversed().max() == orders[3])
        }
    }

    @Test func onLifeAnEditPrevailsOverADeletion() {
        func member(_ number: UInt64, alive: Bool, milliseconds: UInt64) -> ConflictMember {
            ConflictMember(
                op: OpID(high: 0, low: number), action: alive ? .set : .delete,
                value: lifeValue(alive: alive), base: nil, author: .zero,
                dot: Dot(replica: alice, counter: number),
                stamp: Stamp(milliseconds: milliseconds), quality: .boottime, received: .zero,
                seq: number, context: VersionVector(), isReplaced: false)
        }
        let edit = member(1, alive: true, milliseconds: 1)
        let delete = member(2, alive: false, milliseconds: 2)
        var conflict = ConflictRecord(
            id: .zero, record: .zero, kind: 1, account: .zero, unit: .life,
            members: [edit, delete], needsReview: true, seq: 2, opened: .zero)
        #expect(conflict.prevailing == edit)
        conflict.unit = UnitKey(field: 1)
        #expect(conflict.prevailing == delete)
    }
}
