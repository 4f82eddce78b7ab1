// When two edits become one op: the rules of folding, one by one.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct FoldTests {
    @Test func aSecondEditOfTheSameUnitTakesThePlaceOfTheFirstUnderANewID() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let first = try alice.set(account, "phone", "1")
        let evidence = try #require(try alice.outbox().first?.op.evidence)
        let second = try alice.set(account, "phone", "2")
        let ops = try alice.outbox().map(\.op)
        #expect(ops.count == 1)
        #expect(first != second && ops[0].id == second)
        #expect(ops[0].units.map(\.value) == [FieldValue.text("2").canonicalBytes])
        #expect(ops[0].context == ReadContext(seen: 1, seenTime: server.time(1)))
        #expect(ops[0].evidence != evidence)
        #expect(try alice.text(account, "phone") == "2")
        #expect(try alice.view(account)?.context.own == [second])
    }

    @Test func anEditOfEveryUnitOfACreateBecomesTheCreate() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let contact = try alice.write { editor in
            try editor.create("contact", account: account, RecordChanges(["name": .text("Dna")]))
        }
        try alice.set(contact, "name", "Dana")
        let ops = try alice.outbox().map(\.op)
        #expect(ops.count == 2 && ops[1].action == .create)
        #expect(try alice.text(contact, "name") == "Dana")
        #expect(try alice.column("contact", contact, "name") == .text("Dana"))
    }

    @Test func anEditThatLeavesAUnitOutIsNotFolded() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let visit = try alice.visit(account)
        try alice.set(visit, "summary", "other")
        #expect(try alice.outbox().count == 3)
        try alice.set(visit, "body", "different unit")
        #expect(try alice.outbox().count == 4)
    }

    @Test func anEditIsNotFoldedAcrossAPullThatBroughtTheRecord() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "1")
        server.write(account, field: 9, "theirs")
        try alice.pull(from: server)
        try alice.set(account, "phone", "2")
        #expect(try alice.outbox().map(\.op.context.seen) == [1, 2])
    }

    @Test func aSealedOpIsNotFoldedAlsoAfterARebirth() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let first = try alice.set(account, "phone", "1")
        _ = try alice.nextBatch()
        try alice.set(account, "phone", "2")
        #expect(try alice.outbox().count == 2)
        try alice.store.adopt(rebirth: ReplicaID(50))
        try alice.set(account, "phone", "3")
        let ops = try alice.outbox().map(\.op)
        #expect(ops.count == 2 && ops[0].id == first)
        #expect(ops[1].context.own == [first])
    }

    @Test func anOpThatAnOpenEditHasSeenIsNotFolded() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let first = try alice.set(account, "phone", "1")
        let token = try alice.store.openEdit(account).token
        try alice.set(account, "phone", "2")
        #expect(try alice.outbox().map(\.op.id).first == first)
        #expect(try alice.outbox().count == 2)
        try alice.store.closeEdit(token)
    }

    @Test func anOpThatAnotherOpNamesIsNotFolded() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let token = try { () throws -> EditToken in
            try alice.set(account, "phone", "1")
            return try alice.store.read { try $0.editToken(for: account) }
        }()
        try alice.set(account, "website", "named")
        try alice.set(account, "phone", "2", token: token)
        #expect(try alice.outbox().count == 3)
    }

    @Test func aTokenFromBeforeAFoldStandsBesideTheFoldedOp() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "1")
        let token = try alice.store.read { try $0.editToken(for: account) }
        try alice.set(account, "phone", "2")
        #expect(try alice.outbox().count == 1)
        try alice.set(account, "phone", "3", token: token)
        let ops = try alice.outbox().map(\.op)
        #expect(ops.count == 2)
        #expect(ops[1].context == ReadContext(seen: 1, seenTime: server.time(1), own: []))
    }

    @Test func transactionsOfSeveralOpsAreFoldedOnlyWithinThemselves() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        let other = try alice.visit(account)
        try alice.sync(with: server)
        try alice.write { editor in
            try editor.set(account, RecordChanges(["phone": .text("1")]))
            try editor.set(account, RecordChanges(["phone": .text("2")]))
            try editor.set(other, RecordChanges(["summary": .text("x")]))
        }
        #expect(try alice.outbox().count == 2)
        try alice.set(account, "phone", "3")
        #expect(try alice.outbox().count == 3)
        try alice.write { editor in
            try editor.set(account, RecordChanges(["phone": .text("4")]))
            try editor.set(other, RecordChanges(["summary": .text("y")]))
        }
        #expect(try alice.outbox().count == 5)
    }

    @Test func aResolutionIsNeverFolded() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "1")
        try alice.write { editor in
            try editor.set(
                account, RecordChanges(["phone": .text("2")]),
                resolves: [ConflictID(high: 1, low: 1)], reason: "checked")
        }
        try alice.set(account, "phone", "3")
        #expect(try alice.outbox().count == 3)
    }

    @Test func deletesAndRestoresAreNeverFolded() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let visit = try alice.visit(account)
        try alice.write { try $0.delete(visit) }
        try alice.write { try $0.restore(visit) }
        #expect(try alice.outbox().count == 4)
    }
}
