// The outbox: batches that never change, answers that change nothing that shows, starting over.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct PushTests {
    @Test func aSealedBatchIsTheSameUntilItIsAcknowledged() throws {
        let folder = try TemporaryFolder()
        let (alice, server) = (try TestDevice(path: folder.file), PaperServer())
        let account = try alice.account()
        let first = try #require(try alice.nextBatch())
        try alice.set(account, "phone", "later")
        #expect(try alice.nextBatch() == first)
        let again = try TestDevice(path: folder.file)
        #expect(try again.nextBatch() == first)
        #expect(first.previous.isZero)
        let answers = server.accept(first.ops, from: alice.replica, author: alice.user)
        _ = try alice.store.acknowledge(batch: first.id, answers)
        let second = try #require(try alice.nextBatch())
        #expect(second.id != first.id && second.previous == first.id)
        #expect(second.ops.count == 1)
    }

    @Test func batchesHoldWholeTransactionsUpToTheLimits() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        for _ in 0..<3 {
            try alice.write { editor in
                _ = try editor.create("visit", account: account, TestDevice.visit("a"))
                _ = try editor.create("visit", account: account, TestDevice.visit("b"))
            }
        }
        let batch = try #require(try alice.nextBatch(BatchLimits(opsMax: 4, bytesMax: 1 << 20)))
        #expect(batch.ops.count == 3)
        try alice.store.adopt(rebirth: ReplicaID(50))
        let one = try #require(try alice.nextBatch(BatchLimits(opsMax: 1, bytesMax: 1 << 20)))
        #expect(one.ops.count == 1)
        try alice.store.adopt(rebirth: ReplicaID(51))
        let small = try #require(try alice.nextBatch(BatchLimits(opsMax: 9, bytesMax: 10)))
        #expect(small.ops.count == 1)
    }

    @Test func aTransactionLargerThanTheLimitsIsSealedAlone() throws {
        let alice = try TestDevice()
        try alice.write { editor in
            let account = try editor.create(
                "account",
                RecordChanges([
                    "handle": .text("a"), "name": .text("A"), "kind": .choice("external"),
                ]))
            _ = try editor.create("visit", account: account, TestDevice.visit("b"))
        }
        _ = try alice.account("Later")
        let batch = try #require(try alice.nextBatch(BatchLimits(opsMax: 1, bytesMax: 1)))
        #expect(batch.ops.count == 2)
    }

    @Test func nothingWaitsWhenEverythingIsAcknowledged() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        #expect(try alice.nextBatch() == nil)
        _ = try alice.account()
        #expect(try alice.store.syncState().pendingOps == 1)
        try alice.push(to: server)
        #expect(try alice.nextBatch() == nil)
        #expect(try alice.store.syncState().pendingOps == 0)
        #expect(try alice.store.syncState().sealedBatch == nil)
    }

    @Test func anAcknowledgementChangesNeitherWhatShowsNorWhatWasSeen() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let op = try alice.set(account, "phone", "mine")
        let before = try #require(try alice.view(account))
        // Between the acknowledgement and the page somebody else writes: it must not count as seen.
        try alice.push(to: server)
        server.write(account, field: 9, "theirs")
        let after = try #require(try alice.view(account))
        #expect(after.units.mapValues(\.value) == before.units.mapValues(\.value))
        #expect(after.context == before.context)
        #expect(after.context == ReadContext(seen: 1, seenTime: server.time(1), own: [op]))
        #expect(after.hasPending)
        try alice.pull(from: server)
        #expect(try alice.view(account)?.context.seen == 3)
        #expect(try alice.view(account)?.context.own == [])
        #expect(try alice.view(account)?.hasPending == false)
    }

    @Test func aLateAcknowledgementChangesNothingBeforeTheNextLastPage() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "mine")
        let batch = try #require(try alice.nextBatch())
        let answers = server.accept(batch.ops, from: alice.replica, author: alice.user)
        server.write(account, field: 10, "theirs")
        try alice.pull(from: server)
        #expect(try alice.text(account, "phone") == "mine")
        _ = try alice.store.acknowledge(batch: batch.id, answers)
        #expect(try alice.text(account, "phone") == "mine")
        #expect(try alice.view(account)?.context.own == [])
        try alice.pull(from: server)
        #expect(try alice.text(account, "phone") == "theirs")
        #expect(try alice.column("account", account, "phone") == .text("theirs"))
    }

    @Test func anAnswerToOtherOpsIsNotTakenIn() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        _ = try alice.account()
        _ = try alice.account("Contoso")
        let batch = try #require(try alice.nextBatch())
        let answers = server.accept(batch.ops, from: alice.replica, author: alice.user)
        for wrong in [Array(answers.dropLast()), answers + answers, [answers[0], answers[0]]] {
            let error = #expect(throws: StoreError.self) {
                try alice.store.acknowledge(batch: batch.id, wrong)
            }
            #expect(error?.code == .implausibleAnswer)
        }
        #expect(try alice.outbox().count == 2)
        let unknown = try alice.store.acknowledge(batch: BatchID(high: 9, low: 9), answers)
        #expect(unknown == AcknowledgeSummary())
        #expect(try alice.store.acknowledge(batch: batch.id, answers).applied == 2)
        #expect(try alice.store.acknowledge(batch: batch.id, answers).applied == 0)
    }

    @Test func aRebirthOffersTheSameOpsInNewBatches() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "1")
        let sealed = try #require(try alice.nextBatch())
        try alice.set(account, "website", "2")
        try alice.store.adopt(rebirth: ReplicaID(77))
        let offered = try #require(try alice.nextBatch())
        #expect(offered.id != sealed.id && offered.previous.isZero)
        #expect(offered.ops.count == 2 && offered.ops[0] == sealed.ops[0])
        #expect(try alice.store.identity()?.replica == ReplicaID(77))
        #expect(try alice.text(account, "phone") == "1")
        _ = try alice.store.acknowledge(
            batch: sealed.id, server.accept(sealed.ops, from: alice.replica, author: alice.user))
        #expect(try alice.outbox().count == 2)
    }

    @Test func everyVerdictIsKeptAndCounted() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        for field in ["phone", "website", "industry", "hotline", "downstream"] {
            try alice.set(account, field, "mine")
        }
        let batch = try #require(try alice.nextBatch())
        var answers = server.accept(batch.ops, from: alice.replica, author: alice.user)
        let verdicts: [Verdict] = [
            .applied, .won, .lost([UnitKey(field: 8)]), .held(.notAvailable), .rejected(.policy),
        ]
        for (index, verdict) in verdicts.enumerated() { answers[index].verdict = verdict }
        answers[1].conflicts = [ConflictID(high: 1, low: 2)]
        let summary = try alice.store.acknowledge(batch: batch.id, answers)
        #expect(summary.applied == 1 && summary.won == 1)
        #expect(summary.lost == [batch.ops[2].id] && summary.held == [batch.ops[3].id])
        #expect(summary.rejected == [batch.ops[4].id])
        let all = try alice.store.read { try $0.history(account) }.dropFirst()
        #expect(
            all.map(\.status) == [
                .accepted(.applied), .accepted(.won), .accepted(.lost([UnitKey(field: 8)])),
                .held(.notAvailable), .rejected(.policy),
            ])
        #expect(all.map(\.conflicts.count) == [0, 1, 0, 0, 0])
        #expect(try alice.store.read { try $0.counts() }.held == 1)
        #expect(try alice.store.read { try $0.counts() }.rejected == 1)
    }

    @Test func heldAndRejectedOpsLeaveTheViewWithTheNextLastPageAndStayListed() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let refused = try alice.set(account, "phone", "mine")
        let batch = try #require(try alice.nextBatch())
        let answer = Acknowledgement(
            op: refused, verdict: .rejected(.policy), isDuplicate: false, seq: 0,
            stamp: server.time(2), quality: .boottime)
        _ = try alice.store.acknowledge(batch: batch.id, [answer])
        #expect(try alice.text(account, "phone") == "mine")
        // A refused op that shows is a link of later contexts like every other.
        let next = try alice.set(account, "website", "a.example")
        #expect(try alice.outbox().last?.op.context.own == [refused])
        try alice.pull(from: server)
        #expect(try alice.text(account, "phone") == nil)
        #expect(try alice.column("account", account, "phone") == nil)
        #expect(try alice.text(account, "website") == "a.example")
        #expect(try alice.store.read { try $0.held() }.map(\.op.id) == [refused])
        #expect(try alice.view(account)?.context.own == [next])
    }
}
