// The batch that is sealed while the one before it is on its way.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct BatchBehindTests {
    private let folder: TemporaryFolder
    private let alice: TestDevice
    private let server = PaperServer()
    private let one = BatchLimits(opsMax: 1, bytesMax: 1 << 20)

    init() throws {
        folder = try TemporaryFolder()
        alice = try TestDevice(path: folder.file)
        for name in ["A", "B", "C"] { _ = try alice.account(name) }
    }

    private func accept(_ batch: SealedBatch) throws {
        let answers = server.accept(batch.ops, from: alice.replica, author: alice.user)
        _ = try alice.store.acknowledge(batch: batch.id, answers)
    }

    @Test func itFollowsTheOneThatWaitsAndTakesItsPlace() throws {
        let first = try #require(try alice.nextBatch(one))
        #expect(try alice.store.batch(behind: first.id) == nil)
        try alice.sealBehind(one)
        let second = try #require(try alice.store.batch(behind: first.id))
        #expect(second.previous == first.id && second.ops.count == 1)
        #expect(second.ops.first?.id != first.ops.first?.id)
        #expect(try alice.nextBatch() == first)
        #expect(try alice.store.syncState().sealedBehind == second.id)
        try accept(first)
        #expect(try alice.nextBatch() == second)
        #expect(try alice.store.syncState().sealedBehind == nil)
        try accept(second)
        let third = try #require(try alice.nextBatch())
        #expect(third.previous == second.id && third.ops.count == 1)
    }

    @Test func bothAreThereAfterAStop() throws {
        let first = try #require(try alice.nextBatch(one))
        try alice.sealBehind(one)
        let second = try alice.store.batch(behind: first.id)
        let again = try TestDevice(path: folder.file)
        #expect(try again.nextBatch() == first)
        #expect(try again.store.batch(behind: first.id) == second)
    }

    @Test func whatIsSealedIsNotSealedTwiceNorChanged() throws {
        let first = try #require(try alice.nextBatch(one))
        try alice.sealBehind(one)
        let second = try #require(try alice.store.batch(behind: first.id))
        try alice.sealBehind()
        try alice.set(second.ops[0].record, "phone", "later")
        #expect(try alice.store.batch(behind: first.id) == second)
        #expect(try alice.store.batch(behind: second.id) == nil)
    }

    @Test func itGoesWithTheOneThatIsTakenApartOrBelongsToAnotherIdentity() throws {
        let first = try #require(try alice.nextBatch(one))
        try alice.sealBehind(one)
        try alice.store.dissolve(batch: first.id)
        #expect(try alice.store.syncState().sealedBehind == nil)
        let again = try #require(try alice.nextBatch(one))
        #expect(again.id != first.id && again.ops == first.ops)
        #expect(try alice.store.batch(behind: again.id) == nil)
        try alice.sealBehind(one)
        try alice.store.adopt(rebirth: ReplicaID(50))
        #expect(try alice.store.syncState().sealedBehind == nil)
        let all = try #require(try alice.nextBatch())
        #expect(all.ops.count == 3 && all.previous.isZero)
        #expect(try alice.store.batch(behind: all.id) == nil)
    }

    @Test func nothingIsSealedBehindNothing() throws {
        try alice.sealBehind()
        #expect(try alice.store.syncState().sealedBehind == nil)
        _ = try #require(try alice.nextBatch())
        try alice.sealBehind()
        #expect(try alice.store.syncState().sealedBehind == nil)
    }
}
