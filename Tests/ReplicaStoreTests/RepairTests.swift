// A server that was put back: what waits again, what goes back, what is fetched anew.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct RepairTests {
    private static let phone: UInt16 = 10
    private static let website: UInt16 = 9

    /// Alice's device with one account, and a backup of the server from then.
    private func backedUp() throws -> (TestDevice, PaperServer, RecordID, PaperServer.Backup) {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        return (alice, server, account, server.backup())
    }

    private func accepted(_ device: TestDevice) throws -> [OwnOp] {
        try device.store.read { try $0.outbox(.all) }.filter { $0.seq > 0 }
    }

    @Test func whatWasAcknowledgedSinceWaitsAgainWithItsReceipt() throws {
        let (alice, server, account, backup) = try backedUp()
        let first = try alice.set(account, "phone", "1")
        try alice.sync(with: server)
        let second = try alice.set(account, "website", "2")
        try alice.sync(with: server)
        let given = try #require(try alice.store.read { try $0.ownOp(second) })
        server.restore(backup)
        let summary = try alice.repair(with: server)
        #expect(summary.offeredAgain == 2)
        #expect(try alice.outbox().map(\.op.id) == [first, second])
        #expect(try alice.text(account, "website") == "2")
        let batch = try #require(try alice.nextBatch())
        #expect(batch.previous == .zero)
        #expect(batch.receipts.keys.sorted() == [first, second].sorted())
        #expect(batch.receipts[second]?.stamp == given.stamp)
        #expect(batch.receipts[second]?.mac.count == OpReceipt.macByteCount)
        let answer = try alice.store.acknowledge(
            batch: batch.id,
            server.accept(batch.ops, from: alice.replica, author: alice.user),
            history: server.history)
        #expect(answer.offeredAgain == 2 && answer.returned == 2)
        try alice.sync(with: server)
        #expect(try alice.text(account, "phone") == "1")
        #expect(try alice.text(account, "website") == "2")
        #expect(try alice.outbox().isEmpty)
        #expect(try alice.store.syncState().identity?.lineage == server.lineage)
        #expect(try alice.store.syncState().history == server.history)
    }

    @Test func contextsGoBackAndNameWhatTheyHadSeen() throws {
        let (alice, server, account, backup) = try backedUp()
        let common = server.seq
        let bobs = server.write(account, field: Self.phone, "Bob's")
        try alice.pull(from: server)
        let sent = try alice.set(account, "phone", "after Bob")
        try alice.sync(with: server)
        let unsent = try alice.set(account, "phone", "later")
        server.restore(backup)
        let summary = try alice.repair(with: server)
        #expect(summary.lowered == 2)
        let ops = try alice.outbox()
        #expect(ops.map(\.op.id) == [sent, unsent])
        #expect(ops.allSatisfy { $0.op.context.seen == common })
        #expect(ops[0].op.context.lost == [bobs])
        #expect(ops[0].op.context.seenTime == server.time(common + 1))
        #expect(Set(ops[1].op.context.lost) == [sent])
        #expect(ops[1].op.context.own.isEmpty)
    }

    @Test func aDeletionNamesEverythingThatItHadSeen() throws {
        let (alice, server, account, backup) = try backedUp()
        let phone = server.write(account, field: Self.phone, "1")
        let website = server.write(account, field: Self.website, "2")
        try alice.pull(from: server)
        try alice.write { _ = try $0.delete(account) }
        server.restore(backup)
        try alice.repair(with: server)
        #expect(Set(try alice.outbox()[0].op.context.lost) == [phone, website])
    }

    @Test func whatWasNotSeenIsNotNamed() throws {
        let (alice, server, account, backup) = try backedUp()
        let (_, token) = try alice.store.openEdit(account)
        server.write(account, field: Self.phone, "unseen")
        try alice.pull(from: server)
        try alice.set(account, "phone", "from before", token: token)
        server.restore(backup)
        try alice.repair(with: server)
        let op = try alice.outbox()[0].op
        #expect(op.context.lost.isEmpty)
        #expect(op.context.seen == token.context.seen)
    }

    @Test func aSettlingNamesTheSidesOfItsConflict() throws {
        let (alice, server, account, backup) = try backedUp()
        let mine = try alice.set(account, "phone", "mine")
        try alice.push(to: server)
        let theirs = server.write(account, field: Self.phone, "theirs")
        let other = UserID(high: 9, low: 9)
        var conflict = server.conflict(
            on: account, field: Self.phone, loser: (mine, alice.user, "mine"),
            winner: (theirs, other, "theirs"))
        conflict.members[0].seq = 2
        conflict.members[1].seq = 3
        server.records[account]?.seq = server.seq
        server.conflicts = [conflict]
        try alice.pull(from: server)
        try alice.write { _ = try $0.review(conflict.id) }
        server.restore(backup)
        try alice.repair(with: server)
        let review = try #require(try alice.outbox().last?.op)
        #expect(Set(review.context.lost).isSuperset(of: [mine, theirs]))
    }

    @Test func anOpenEditGoesBackToo() throws {
        let (alice, server, account, backup) = try backedUp()
        let common = server.seq
        let bobs = server.write(account, field: Self.phone, "Bob's")
        try alice.pull(from: server)
        let (_, kept) = try alice.store.openEdit(account)
        let loose = try alice.store.read { try $0.editToken(for: account) }
        let text = kept.description
        server.restore(backup)
        try alice.repair(with: server)
        try alice.sync(with: server)
        server.write(account, field: Self.website, "new history")
        try alice.sync(with: server)
        let reread = try #require(EditToken(text))
        let first = try alice.set(account, "phone", "kept", token: reread)
        let second = try alice.set(account, "website", "loose", token: loose)
        let ops = try alice.outbox()
        #expect(ops.map(\.op.id) == [first, second])
        #expect(ops[0].op.context.seen == common)
        #expect(ops[0].op.context.lost == [bobs])
        #expect(ops[1].op.context.seen == common)
        #expect(ops[1].op.context.lost.isEmpty)
    }

    @Test func anEditBeforeTheRefetchNamesWhatStillShows() throws {
        let (alice, server, account, backup) = try backedUp()
        let common = server.seq
        let bobs = server.write(account, field: Self.phone, "Bob's")
        try alice.pull(from: server)
        server.restore(backup)
        try alice.repair(with: server)
        #expect(try alice.text(account, "phone") == "Bob's")
        try alice.set(account, "website", "between")
        let op = try alice.outbox()[0].op
        #expect(op.context.seen == common)
        #expect(op.context.lost == [bobs])
        try alice.sync(with: server)
        #expect(try alice.text(account, "phone") == nil)
        #expect(try alice.text(account, "website") == "between")
        #expect(try alice.view(account)?.context.lost == [])
    }

    @Test func whatTheServerNoLongerKnowsGoesAndWhatIsOwnStays() throws {
        let (alice, server, account, backup) = try backedUp()
        let bob = try TestDevice(2)
        server.scope[bob.replica] = [account]
        try bob.pull(from: server)
        let theirs = try bob.visit(account, summary: "Bob's visit")
        try bob.push(to: server)
        let mine = try alice.visit(account, summary: "Alice's visit")
        try alice.sync(with: server)
        let lost = server.write(account, field: Self.phone, "theirs")
        server.conflicts = [
            server.conflict(
                on: account, field: Self.phone, loser: (OpID(high: 1, low: 1), bob.user, "x"),
                winner: (lost, bob.user, "theirs"))
        ]
        try alice.pull(from: server)
        #expect(try alice.store.read { try $0.conflicts() }.count == 1)
        try alice.write {
            try $0.saveDraft(
                Draft(
                    id: alice.newID(), account: account, form: "note", body: "draft",
                    changedMilliseconds: 1))
        }
        server.restore(backup)
        try alice.repair(with: server)
        // The refetch may come before what is offered again was answered.
        try alice.pull(from: server)
        #expect(try alice.view(theirs) == nil)
        #expect(try alice.column("visit", theirs, "summary") == nil)
        #expect(try alice.text(account, "phone") == nil)
        #expect(try alice.store.read { try $0.conflicts(.all) }.isEmpty)
        #expect(try alice.column("visit", mine, "summary") == .text("Alice's visit"))
        #expect(try alice.store.read { try $0.drafts() }.count == 1)
        try alice.sync(with: server)
        #expect(try alice.column("visit", mine, "summary") == .text("Alice's visit"))
        #expect(try alice.store.syncState().refetch.isEmpty)
        let page = server.page(for: try alice.store.syncState(), alice.replica)
        #expect(try alice.store.apply(page: page, history: server.history).checksumMismatches == [])
    }

    @Test func heldAndRefusedEditsAreOfferedAgainToo() throws {
        let (alice, server, account, backup) = try backedUp()
        let held = try alice.set(account, "phone", "held")
        let batch = try #require(try alice.nextBatch())
        _ = try alice.store.acknowledge(
            batch: batch.id,
            [
                Acknowledgement(
                    op: held, verdict: .held(.notAvailable), isDuplicate: false, seq: 0,
                    stamp: Stamp(milliseconds: 5), quality: .wall,
                    receipt: [UInt8](repeating: 3, count: 8))
            ], history: server.history)
        try alice.pull(from: server)
        #expect(try alice.text(account, "phone") == nil)
        server.restore(backup)
        #expect(try alice.repair(with: server).offeredAgain == 1)
        let again = try #require(try alice.nextBatch())
        #expect(again.ops.map(\.id) == [held])
        #expect(again.receipts[held]?.stamp == Stamp(milliseconds: 5))
    }

    @Test func anEmptiedServerGetsEverythingBack() throws {
        let (alice, server, account, _) = try backedUp()
        let visit = try alice.visit(account)
        try alice.sync(with: server)
        let empty = PaperServer()
        server.restore(empty.backup())
        #expect(try alice.repair(with: server).offeredAgain == 2)
        #expect(try alice.store.syncState().cursor == .zero)
        #expect(try alice.text(visit, "summary") == "Met Dana")
        try alice.sync(with: server)
        #expect(try alice.text(account, "name") == "Northwind")
        #expect(try alice.text(visit, "summary") == "Met Dana")
        #expect(try alice.export().count == 2)
    }

    @Test func twoRestoresInARowLoseNothing() throws {
        let (alice, server, account, backup) = try backedUp()
        let bobs = server.write(account, field: Self.website, "Bob's")
        try alice.pull(from: server)
        let first = try alice.set(account, "website", "1")
        try alice.sync(with: server)
        server.restore(backup)
        try alice.repair(with: server)
        let between = server.backup()
        let second = try alice.set(account, "phone", "2")
        try alice.sync(with: server)
        server.restore(between)
        #expect(try alice.repair(with: server).offeredAgain == 2)
        let ops = try alice.outbox()
        #expect(ops.map(\.op.id) == [first, second])
        #expect(ops[0].op.context.lost == [bobs])
        #expect(ops.allSatisfy { $0.op.context.seen <= between.seq })
        try alice.sync(with: server)
        #expect(try alice.text(account, "website") == "1")
        #expect(try alice.text(account, "phone") == "2")
    }

    @Test func aPointThatWasNeverSeenChangesNothing() throws {
        let (alice, server, account, _) = try backedUp()
        try alice.set(account, "phone", "1")
        try alice.sync(with: server)
        let before = try alice.store.syncState()
        let lineage = LineageID(high: 8, low: 8)
        let wrong = [
            HistoryPoint(lineage: lineage, seq: 1, chain: [9]),
            HistoryPoint(lineage: lineage, seq: 77, chain: [1]),
            HistoryPoint(lineage: lineage, seq: 0, chain: [1]),
        ]
        for point in wrong {
            let error = #expect(throws: StoreError.self) {
                try alice.store.repair(to: point, as: ReplicaID(5))
            }
            #expect(error?.code == .implausibleAnswer)
        }
        let zero = #expect(throws: StoreError.self) {
            try alice.store.repair(
                to: HistoryPoint(lineage: lineage, seq: 1, chain: [1]), as: ReplicaID(0))
        }
        #expect(zero?.code == .implausibleAnswer)
        #expect(try alice.store.syncState() == before)
    }

    @Test func halfOfAPullIsForgotten() throws {
        let (alice, server, account, backup) = try backedUp()
        let start = server.seq
        server.write(account, field: Self.phone, "staged")
        var page = server.page(for: try alice.store.syncState(), alice.replica)
        page.cursor = CausalCore.Cursor(start: start, at: start + 1)
        (page.isLast, page.hasMore, page.checksums) = (false, true, [])
        _ = try alice.store.apply(page: page, history: server.history)
        server.restore(backup)
        try alice.repair(with: server)
        #expect(try alice.number("SELECT count(*) FROM staged") == 0)
        #expect(try alice.store.syncState().cursor == CausalCore.Cursor(start: start, at: start))
        try alice.sync(with: server)
        #expect(try alice.text(account, "phone") == nil)
    }
}
