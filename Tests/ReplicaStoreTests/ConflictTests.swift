// Conflicts on the device: whose side is whose, who is told, and how they are settled.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct ConflictTests {
    private let bob = UserID(high: 0xB0B, low: 1)

    /// Alice's op lost to Bob's on the account's phone.
    private func collision() throws -> (TestDevice, PaperServer, RecordID, OpID, ConflictRecord) {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let mine = try alice.set(account, "phone", "mine")
        try alice.push(to: server)
        let theirs = server.write(account, field: 10, "theirs")
        let conflict = server.conflict(
            on: account, field: 10, loser: (mine, alice.user, "mine"),
            winner: (theirs, bob, "theirs"))
        server.conflicts = [conflict]
        try alice.pull(from: server)
        return (alice, server, account, mine, conflict)
    }

    @Test func theOwnSideIsMarkedAndTheLoserIsToldOnce() throws {
        let (alice, server, account, mine, conflict) = try collision()
        let views = try alice.store.read { try $0.conflicts(.open) }
        #expect(views.map(\.conflict) == [conflict])
        #expect(views[0].ownOps == [mine] && views[0].ownAuthorOps == [mine])
        #expect(try alice.store.read { try $0.untoldLosses() }.map(\.conflict.id) == [conflict.id])
        #expect(try alice.store.read { try $0.counts() }.lossesUntold == 1)
        try alice.store.markTold([conflict.id])
        #expect(try alice.store.read { try $0.untoldLosses() }.isEmpty)
        // The same conflict again, with a later change: not told twice.
        server.seq += 1
        server.conflicts[0].seq = server.seq
        try alice.pull(from: server)
        #expect(try alice.store.read { try $0.untoldLosses() }.isEmpty)
        #expect(try alice.store.read { try $0.conflicts(record: account) }.count == 1)
    }

    @Test func theWinnerIsNotTold() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let mine = try alice.set(account, "phone", "mine")
        try alice.push(to: server)
        let conflict = server.conflict(
            on: account, field: 10, loser: (OpID(high: 3, low: 3), bob, "theirs"),
            winner: (mine, alice.user, "mine"), needsReview: true)
        server.conflicts = [conflict]
        try alice.pull(from: server)
        #expect(try alice.store.read { try $0.untoldLosses() }.isEmpty)
        let counts = try alice.store.read { try $0.counts() }
        #expect(counts.conflictsOpen == 1 && counts.conflictsToReview == 1)
    }

    @Test func keepingASideWritesItsValueAndNamesTheConflict() throws {
        let (alice, _, account, mine, conflict) = try collision()
        #expect(try alice.text(account, "phone") == "theirs")
        try alice.write { try $0.keep(mine, of: conflict.id, reason: "asked them") }
        let op = try #require(try alice.outbox().last?.op)
        #expect(op.action == .set && op.resolves == [conflict.id] && op.reason == "asked them")
        #expect(op.context.seen == 3 && op.context.own == [])
        #expect(try alice.text(account, "phone") == "mine")
        let unknown = #expect(throws: StoreError.self) {
            try alice.write { try $0.keep(OpID(high: 1, low: 1), of: conflict.id) }
        }
        #expect(unknown?.code == .notFound)
    }

    @Test func aReviewWritesNoUnit() throws {
        let (alice, _, account, _, conflict) = try collision()
        try alice.write { try $0.review(conflict.id, reason: "fine") }
        let op = try #require(try alice.outbox().last?.op)
        #expect(op.action == .review && op.units.isEmpty && op.resolves == [conflict.id])
        #expect(try alice.text(account, "phone") == "theirs")
    }

    @Test func aClosedConflictIsListedAmongAllOnly() throws {
        let (alice, server, _, _, conflict) = try collision()
        server.seq += 1
        server.conflicts[0].seq = server.seq
        server.conflicts[0].closing = ConflictClosing(
            op: OpID(high: 1, low: 9), author: bob, reason: "settled", stamp: server.time(9))
        let summary = try alice.pull(from: server)
        #expect(summary.conflictsOpened.isEmpty)
        #expect(try alice.store.read { try $0.conflicts(.open) }.isEmpty)
        let all = try alice.store.read { try $0.conflicts(.all) }
        #expect(all.map(\.conflict) == server.conflicts)
        #expect(try alice.store.read { try $0.conflict(conflict.id) } == all[0])
        #expect(try alice.export().count == 1)
    }

    @Test func aDeletionAgainstAnEditIsSettledByDeletingOrRestoring() throws {
        let (alice, server, account, _, _) = try collision()
        var conflict = server.conflict(
            on: account, field: 0, loser: (OpID(high: 3, low: 3), bob, ""),
            winner: (OpID(high: 3, low: 4), alice.user, ""))
        conflict.members[0].value = lifeValue(alive: false)
        conflict.members[1].value = lifeValue(alive: true)
        server.conflicts.append(conflict)
        try alice.pull(from: server)
        try alice.write { try $0.keep(conflict.members[0].op, of: conflict.id) }
        #expect(try alice.outbox().last?.op.action == .delete)
        #expect(try alice.column("account", account, "name") == nil)
        try alice.write { try $0.keep(conflict.members[1].op, of: conflict.id) }
        #expect(try alice.outbox().last?.op.action == .restore)
    }

    @Test func aConflictIsFoundByItsShortID() throws {
        let (alice, _, _, _, conflict) = try collision()
        let short = ShortID.text(of: conflict.id, letter: ShortID.conflictLetter)
        #expect(try alice.store.read { try $0.resolveConflict(short) } == conflict.id)
        #expect(
            try alice.store.read { try $0.resolveConflict(conflict.id.description) } == conflict.id)
        let error = #expect(throws: StoreError.self) {
            try alice.store.read { try $0.resolveConflict("x-zzzz") }
        }
        #expect(error?.code == .notFound)
    }
}
