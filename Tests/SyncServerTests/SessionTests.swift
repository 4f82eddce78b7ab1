// Sessions: lost answers, copies of a disk, other histories, refused batches.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct SessionTests {
    let world: World
    var alice: Laptop

    init() throws {
        world = try World(limits: SyncLimits(opsPerBatchMax: 5))
        alice = try world.laptop("alice")
    }

    @Test mutating func aBatchWhoseAnswerWasLostIsAnsweredTheSameAgain() throws {
        let batch = alice.batch([alice.account("northwind")])
        let request = SyncRequest(hello: alice.hello, batches: [batch])
        let first = try alice.exchange(request)
        world.clock.pass(seconds: 5)
        let second = try alice.exchange(request)
        guard case .accepted(_, let before)? = first.answers.first,
            case .accepted(_, let after)? = second.answers.first
        else {
            Issue.record("not accepted")
            return
        }
        #expect(before.map(\.stamp) == after.map(\.stamp))
        #expect(before.map(\.seq) == after.map(\.seq))
        #expect(after.map(\.isDuplicate) == [true])
        #expect(first.welcome.history == second.welcome.history)
    }

    @Test mutating func aRequestOfManyBatchesIsRecognizedWhenItComesAgain() throws {
        let first = alice.batch([alice.account("a")])
        var second = alice.batch([alice.account("b")])
        second.previous = first.id
        var third = alice.batch([alice.account("c")])
        third.previous = second.id
        _ = try alice.exchange(SyncRequest(hello: alice.hello, batches: [first, second]))
        let answers = try alice.exchange(
            SyncRequest(hello: alice.hello, batches: [first, second, third])
        ).answers
        #expect(answers.count == 3)
        for answer in answers {
            guard case .accepted = answer else {
                Issue.record("not accepted")
                return
            }
        }
        try alice.pull()
        #expect(alice.records.count == 3)
    }

    @Test mutating func aCopiedDiskIsBornAgainAndLosesNothing() throws {
        try alice.push(alice.account("shared"))
        var copy = alice
        let shared = copy.account("before-the-copy")
        try alice.push(shared, alice.account("a"))
        let batch = copy.batch([shared, copy.account("b")])
        let answer = try copy.exchange(SyncRequest(hello: copy.hello, batches: [batch])).answers
        guard case .rebirth(batch.id, let reborn)? = answer.first else {
            Issue.record("no rebirth")
            return
        }
        copy.replica = reborn
        copy.lastBatch = .zero
        let again = try copy.send(copy.batch(batch.ops))
        #expect(again.map(\.isDuplicate) == [true, false])
        try alice.push(alice.account("c"))
        try copy.push(copy.account("d"))
        try alice.pull()
        #expect(alice.records.count == 6)
        let devices = try world.server.perform(
            AdminDevicesRequest(user: "alice"), by: world.admin
        ).devices
        #expect(devices.map(\.rebirths) == [1])
    }

    @Test mutating func aDeviceThatKnowsAnotherHistoryIsRefusedBeforeAnythingIsWritten() throws {
        try alice.push(alice.account("northwind"))
        try alice.pull()
        let point = try #require(alice.history)
        for other in [
            HistoryPoint(lineage: world.id(), seq: point.seq, chain: point.chain),
            HistoryPoint(lineage: point.lineage, seq: point.seq, chain: [1]),
            HistoryPoint(lineage: point.lineage, seq: point.seq + 1, chain: point.chain),
            HistoryPoint(lineage: point.lineage, seq: 0, chain: [1]),
        ] {
            alice.history = other
            let response = try alice.exchange(
                SyncRequest(
                    hello: alice.hello, batches: [alice.batch([alice.account("x")])],
                    pull: alice.pullRequest))
            #expect(response.welcome.refusal == .historyDiffers)
            #expect(response.answers.isEmpty && response.pages.isEmpty)
        }
        #expect(try world.store.read { try $0.shard()?.seq } == point.seq)
    }

    @Test mutating func anOlderPointOfTheSameHistoryIsKnown() throws {
        try alice.push(alice.account("a"))
        try alice.pull()
        let old = alice.history
        try alice.push(alice.account("b"))
        alice.history = old
        try alice.pull()
        #expect(alice.records.count == 2)
    }

    @Test mutating func aForeignReplicaIsRefused() throws {
        let bob = try world.laptop("bob")
        alice.replica = bob.replica
        let response = try alice.exchange(SyncRequest(hello: alice.hello, pull: alice.pullRequest))
        #expect(response.welcome.refusal == .replicaUnknown)
    }

    @Test mutating func aBatchThatIsTooLargeOrTornIsRefusedWhole() throws {
        let large = alice.batch((0..<6).map { alice.account("a\($0)") })
        let refused = try alice.exchange(SyncRequest(hello: alice.hello, batches: [large])).answers
        #expect(refused == [.refused(large.id, .tooLarge)])
        var ops = (0..<3).map { alice.account("b\($0)") }
        ops[2].transaction = ops[0].transaction
        let torn = alice.batch(ops)
        let answers = try alice.exchange(SyncRequest(hello: alice.hello, batches: [torn])).answers
        #expect(answers == [.refused(torn.id, .malformed)])
        #expect(try alice.push(ops[0]).map(\.verdict) == [.applied])
    }

    @Test mutating func aBatchThatWasTakenBeforeTheLimitsShrankIsARepetition() throws {
        let batch = alice.batch((0..<3).map { alice.account("a\($0)") })
        try alice.send(batch)
        alice.world = World(world, over: world.store, limits: SyncLimits(opsPerBatchMax: 2))
        guard
            case .accepted(batch.id, let answers)? = try alice.exchange(
                SyncRequest(hello: alice.hello, batches: [batch])
            ).answers.first
        else {
            Issue.record("it was not taken for a repetition")
            return
        }
        #expect(answers.allSatisfy { $0.isDuplicate && $0.verdict == .applied })
    }

    @Test mutating func aRepeatedBatchWithOtherOpsIsRefused() throws {
        let batch = alice.batch([alice.account("a")])
        try alice.send(batch)
        var forged = batch
        forged.ops.append(alice.account("b"))
        let answers = try alice.exchange(SyncRequest(hello: alice.hello, batches: [forged])).answers
        #expect(answers == [.refused(batch.id, .identityReuse)])
    }

    @Test mutating func aRevokedDeviceReceivesNothing() throws {
        guard let known = try world.server.authenticate(token: alice.token) else {
            throw Unexpected(what: "token")
        }
        _ = try world.server.perform(
            AdminRevokeRequest(device: alice.replica.description), by: world.admin)
        #expect(throws: Problem.tokenRevoked) {
            try world.server.authenticate(token: alice.token)
        }
        let request = SyncRequest(hello: alice.hello, pull: alice.pullRequest)
        #expect(throws: Problem.tokenRevoked) { try world.server.sync(request, from: known) }
    }
}
