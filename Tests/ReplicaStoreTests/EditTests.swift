// Editing: rows and ops together, contexts of the read, what is refused before it is written.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct EditTests {
    @Test func aCreateIsOneOpWithAllItsUnits() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let visit = try alice.visit(account)
        let ops = try alice.outbox().map(\.op)
        #expect(ops.map(\.action) == [.create, .create])
        #expect(ops[1].record == visit && ops[1].account == account)
        #expect(ops[1].units.count == 5)
        #expect(ops[1].units == ops[1].units.sorted { $0.key < $1.key })
        #expect(ops[1].context == ReadContext())
        #expect(ops[1].author == alice.user)
        #expect(ops[0].account == ops[0].record)
    }

    @Test func opsOfOneWriteShareATransaction() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        try alice.write { editor in
            _ = try editor.create("visit", account: account, TestDevice.visit("one"))
            _ = try editor.create("visit", account: account, TestDevice.visit("two"))
        }
        let transactions = try alice.outbox().map(\.op.transaction)
        #expect(transactions[1] == transactions[2])
        #expect(transactions[0] != transactions[1])
    }

    @Test func theTypedTableShowsWhatWasWritten() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let order = try alice.write { editor in
            try editor.create(
                "order", account: account,
                RecordChanges([
                    "number": .text("4711"),
                    "placed_on": try .init(text: "2026-12-01", type: .date),
                    "value": .money(Money(minorUnits: 120_050, currency: .euro)),
                ]))
        }
        #expect(try alice.column("order", order, "number") == .text("4711"))
        #expect(try alice.column("order", order, "placed_on")?.text == "2026-12-01")
        #expect(
            try alice.column("order", order, "value")
                == .money(Money(minorUnits: 120_050, currency: .euro)))
        #expect(
            try alice.number("SELECT value FROM customer_order WHERE value_currency = 'EUR'")
                == 120_050)
    }

    @Test func setsAndLogsHaveTablesOfTheirOwn() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        try alice.write { editor in
            var changes = RecordChanges()
            changes.add("vip", to: "tags")
            changes.add("energy", to: "tags")
            try editor.set(account, changes)
        }
        try alice.write { editor in
            var changes = RecordChanges()
            changes.remove("vip", from: "tags")
            try editor.set(account, changes)
        }
        #expect(try alice.view(account)?.sets()["tags"] == ["energy"])
        #expect(
            try alice.number("SELECT count(*) FROM account_tags WHERE element = 'energy'") == 1)
        #expect(try alice.number("SELECT count(*) FROM account_tags") == 1)
        let promise = try alice.write { editor in
            try editor.create(
                "commitment", account: account,
                RecordChanges([
                    "direction": .choice("us"), "text": .text("Send the report"),
                    "owner": .user(alice.user),
                ]))
        }
        try alice.write { editor in
            var changes = RecordChanges()
            changes.append("halfway", to: "updates")
            try editor.set(promise, changes)
        }
        #expect(try alice.view(promise)?.logs()["updates"]?.map(\.text) == ["halfway"])
        #expect(try alice.number("SELECT count(*) FROM commitment_updates") == 1)
    }

    @Test func theContextIsThatOfTheServersStateAndTheOpsOverIt() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let first = try alice.set(account, "phone", "1")
        let second = try alice.set(account, "website", "a.example")
        let ops = try alice.outbox().map(\.op)
        #expect(ops[0].context == ReadContext(seen: 1, seenTime: server.time(1), own: []))
        #expect(ops[1].context == ReadContext(seen: 1, seenTime: server.time(1), own: [first]))
        #expect(try alice.view(account)?.context.own == [second])
    }

    @Test func theContextIsThatOfTheReadAndNotOfTheSave() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let token = try alice.store.openEdit(account).token
        server.write(account, field: 10, "theirs")
        try alice.pull(from: server)
        #expect(try alice.text(account, "phone") == "theirs")
        try alice.set(account, "phone", "mine", token: token)
        let op = try #require(try alice.outbox().last?.op)
        #expect(op.context.seen == 1)
        #expect(op.context.seenTime == server.time(1))
        #expect(try alice.text(account, "phone") == "mine")
    }

    @Test func theContextIsNotReadAgainWhenTheOpIsSent() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        try alice.set(account, "phone", "mine")
        server.write(account, field: 9, "theirs")
        try alice.pull(from: server)
        let batch = try #require(try alice.nextBatch())
        #expect(batch.ops.map(\.context.seen) == [1])
        #expect(try alice.view(account)?.seq == 2)
    }

    @Test func aTokenOutlivesTheProcess() throws {
        let folder = try TemporaryFolder()
        let server = PaperServer()
        let account: RecordID
        let text: String
        do {
            let alice = try TestDevice(path: folder.file)
            account = try alice.account()
            try alice.sync(with: server)
            text = try alice.store.openEdit(account).token.description
            try alice.store.close()
        }
        let alice = try TestDevice(path: folder.file)
        let token = try #require(EditToken(text))
        server.write(account, field: 9, "theirs")
        try alice.pull(from: server)
        try alice.set(account, "phone", "1", token: token)
        #expect(try alice.outbox().last?.op.context.seen == 1)
        #expect(try alice.number("SELECT count(*) FROM token") == 0)
        #expect(EditToken("not a token") == nil && EditToken("00") == nil)
    }

    @Test func anEditorThatWasOpenStandsBesideWhatWasSavedMeanwhile() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let create = try #require(try alice.outbox().first?.op.id)
        let token = try alice.store.openEdit(account).token
        let direct = try alice.set(account, "phone", "1")
        let saved = try alice.set(account, "phone", "2", token: token)
        let ops = try alice.outbox().map(\.op)
        #expect(ops[1].context.own == [create])
        #expect(ops[2].context.own == [create])
        #expect(Set(try #require(try alice.view(account)).context.own) == [direct, saved])
    }

    @Test func anEditThatHadNotSeenTheDeletionIsSaved() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let visit = try alice.visit(account)
        let token = try alice.store.openEdit(visit).token
        try alice.write { try $0.delete(visit) }
        #expect(try alice.column("visit", visit, "summary") == nil)
        let error = #expect(throws: StoreError.self) { try alice.set(visit, "summary", "new") }
        #expect(error?.code == .notAlive)
        try alice.set(visit, "summary", "new", token: token)
        #expect(try alice.column("visit", visit, "summary") == .text("new"))
    }

    @Test func aDeletedRecordCanBeRestored() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let visit = try alice.visit(account)
        try alice.write { try $0.delete(visit) }
        #expect(try alice.store.read { try $0.count(RecordQuery("visit")) } == 0)
        #expect(try alice.view(visit)?.isAlive == false)
        try alice.write { try $0.restore(visit) }
        #expect(try alice.column("visit", visit, "summary") == .text("Met Dana"))
        #expect(try alice.outbox().map(\.op.action) == [.create, .create, .delete, .restore])
    }

    @Test func whatTheServerWouldRefuseIsRefusedHere() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let missing = #expect(throws: StoreError.self) {
            try alice.write { editor in
                try editor.create("contact", account: account, RecordChanges())
            }
        }
        #expect(missing?.code == .invalidValue)
        for field in ["tier", "handle", "nonsense", "tags"] {
            let error = #expect(throws: StoreError.self) { try alice.set(account, field, "key") }
            #expect(error?.code == .invalidValue)
        }
        #expect(try alice.outbox().count == 1)
    }

    @Test func aDoneVisitIsFixedForWhoeverHasSeenItDone() throws {
        let alice = try TestDevice()
        let visit = try alice.visit(try alice.account())
        let token = try alice.store.openEdit(visit).token
        try alice.write { try $0.set(visit, RecordChanges(["status": .choice("done")])) }
        let error = #expect(throws: StoreError.self) { try alice.set(visit, "summary", "new") }
        #expect(error?.code == .invalidValue)
        try alice.set(visit, "summary", "begun before", token: token)
        #expect(try alice.text(visit, "summary") == "begun before")
    }

    @Test func aTransactionThatFitsNoBatchIsRefusedWhenItIsWritten() throws {
        let options = StoreOptions(batchLimits: BatchLimits(opsMax: 3, bytesMax: 100_000))
        let alice = try TestDevice(options: options)
        let account = try alice.account()
        func visits(_ count: Int) throws {
            try alice.write { editor in
                for index in 0..<count {
                    _ = try editor.create(
                        "visit", account: account, TestDevice.visit("\(index)"))
                }
            }
        }
        try visits(3)
        let error = #expect(throws: StoreError.self) { try visits(4) }
        #expect(error?.code == .transactionTooLarge)
        #expect(try alice.store.read { try $0.count(RecordQuery("visit")) } == 3)
        try alice.store.setBatchLimits(BatchLimits(opsMax: 4, bytesMax: 100_000))
        try visits(4)
        try alice.store.setBatchLimits(BatchLimits(opsMax: 4, bytesMax: 200))
        #expect(throws: StoreError.self) { try visits(4) }
    }
}
