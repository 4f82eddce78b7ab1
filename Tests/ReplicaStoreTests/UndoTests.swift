// Undo: what nobody has seen is discarded, the rest is put back by ordinary ops.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct UndoTests {
    private func undoLast(_ device: TestDevice, force: Bool = false) throws {
        let last = try #require(try device.store.read { try $0.log(limit: 1) }.first)
        try device.write { try $0.undo(last.transaction, force: force) }
    }

    @Test func anEditThatNobodyHasSeenIsDiscarded() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "1")
        try undoLast(alice)
        #expect(try alice.outbox().isEmpty)
        #expect(try alice.text(account, "phone") == nil)
        #expect(try alice.column("account", account, "phone") == nil)
    }

    @Test func aSentEditIsPutBackByAnOrdinaryOp() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.set(account, "phone", "1")
        try alice.sync(with: server)
        try alice.set(account, "phone", "2")
        try alice.sync(with: server)
        try undoLast(alice)
        #expect(try alice.text(account, "phone") == "1")
        #expect(try alice.outbox().map(\.op.action) == [.set])
        try alice.sync(with: server)
        try undoLast(alice)
        #expect(try alice.text(account, "phone") == "2")
    }

    @Test func aFoldedEditGoesBackToWhatStoodBefore() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "1")
        try alice.set(account, "phone", "2")
        try undoLast(alice)
        #expect(try alice.text(account, "phone") == "1")
        #expect(try alice.outbox().count == 1)
    }

    @Test func aSealedEditIsNeverDiscarded() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        try alice.set(account, "phone", "1")
        _ = try alice.nextBatch()
        try undoLast(alice)
        #expect(try alice.outbox().count == 3)
        #expect(try alice.text(account, "phone") == nil)
    }

    @Test func anEditThatAnotherNamesIsNotDiscarded() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let first = try alice.set(account, "phone", "1")
        try alice.set(account, "website", "a.example")
        try alice.write { try $0.undo(op: first) }
        #expect(try alice.outbox().count == 3)
        #expect(try alice.text(account, "phone") == nil)
        #expect(try alice.text(account, "website") == "a.example")
    }

    @Test func undoRefusesWhenSomebodyWroteSinceUnlessForced() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.set(account, "phone", "before")
        try alice.sync(with: server)
        try alice.set(account, "phone", "mine")
        try alice.sync(with: server)
        server.write(account, field: 10, "theirs")
        try alice.pull(from: server)
        let error = #expect(throws: StoreError.self) { try undoLast(alice) }
        #expect(error?.code == .changedSince)
        #expect(try alice.text(account, "phone") == "theirs")
        try undoLast(alice, force: true)
        #expect(try alice.text(account, "phone") == "before")
    }

    @Test func aWholeTransactionIsUndoneAtOnce() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        try alice.write { editor in
            let visit = try editor.create("visit", account: account, TestDevice.visit("one"))
            try editor.set(visit, RecordChanges(["body": .text("text")]))
            try editor.set(account, RecordChanges(["phone": .text("1")]))
        }
        try undoLast(alice)
        #expect(try alice.store.read { try $0.count(RecordQuery("visit")) } == 0)
        #expect(try alice.text(account, "phone") == nil)
        #expect(try alice.outbox().count == 1)
    }

    @Test func aSentCreateIsUndoneByADeletionAndThatByARestore() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let visit = try alice.visit(try alice.account())
        try alice.sync(with: server)
        try undoLast(alice)
        #expect(try alice.view(visit)?.isAlive == false)
        try alice.sync(with: server)
        try undoLast(alice)
        #expect(try alice.view(visit)?.isAlive == true)
        #expect(try alice.column("visit", visit, "summary") == .text("Met Dana"))
    }

    @Test func anAccountWithRecordsIsNotDiscarded() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        _ = try alice.visit(account)
        let create = try #require(try alice.outbox().first?.op.id)
        try alice.write { try $0.undo(op: create) }
        #expect(try alice.outbox().count == 3)
    }

    @Test func entriesOfLogsStay() throws {
        let alice = try TestDevice()
        let visit = try alice.visit(try alice.account())
        try alice.write { editor in
            var changes = RecordChanges()
            changes.append("added", to: "amendments")
            try editor.set(visit, changes)
        }
        _ = try alice.nextBatch()
        let error = #expect(throws: StoreError.self) { try undoLast(alice) }
        #expect(error?.code == .nothingToUndo)
    }

    @Test func aTokenThatHasSeenADiscardedOpGoesOnWithoutIt() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "1")
        let token = try alice.store.read { try $0.editToken(for: account) }
        try undoLast(alice)
        try alice.set(account, "website", "a.example", token: token)
        #expect(try alice.outbox().last?.op.context.own == [])
    }
}
