// Records that a laptop made: their first states are its own work, and nothing brings them back.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import Testing

@Suite struct BirthTests {
    /// What the server sent of records in one sync.
    private func sent(_ laptop: Laptop) throws -> [RecordState] {
        var states: [RecordState] = []
        laptop.tamper = { states += $0.pages.flatMap { $0.records + $0.backfilled } }
        defer { laptop.tamper = nil }
        try laptop.sync()
        return states
    }

    private func note(_ laptop: Laptop, _ account: RecordID, _ name: String) throws -> RecordID {
        try laptop.write {
            try $0.create("contact", account: account, RecordChanges(["name": .text(name)]))
        }
    }

    @Test func whatWasMadeHereDoesNotComeBack() throws {
        let world = try World()
        let alice = try world.laptop("alice")
        let account = try alice.createAccount("northwind")
        _ = try note(alice, account, "Dana")
        #expect(try sent(alice).isEmpty)
        #expect(try alice.store.read { try $0.counts() }.accountsComplete == 1)
        try expectEqual(world, alice, alice)
        _ = try note(alice, account, "Kim")
        #expect(try sent(alice).isEmpty)
        try expectEqual(world, alice, alice)
    }

    @Test func severalBatchesComeBackAsLittle() throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 3, pageRecordsMax: 2))
        let alice = try world.laptop("alice")
        var accounts: [RecordID] = []
        for index in 0..<5 { accounts.append(try alice.createAccount("account-\(index)")) }
        for (index, account) in accounts.enumerated() {
            for number in 0...index { _ = try note(alice, account, "Dana \(number)") }
        }
        #expect(try sent(alice).map(\.seq) == [])
        #expect(try alice.store.syncState().known.isEmpty)
        try expectEqual(world, alice, alice)
        let bob = try world.laptop("bob")
        for account in accounts { try world.assign(account, to: "bob") }
        try bob.sync()
        try expectEqual(world, alice, bob)
    }

    @Test func anEditBehindItsRecordComesBack() throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 1))
        let alice = try world.laptop("alice")
        let account = try alice.createAccount("northwind")
        let contact = try note(alice, account, "Dana")
        alice.beforeExchange = {
            alice.beforeExchange = nil
            try alice.set(account, "phone", "2")
        }
        try alice.sync()
        try alice.sync()
        #expect(try alice.value(account, "phone") == "2")
        #expect(try alice.value(contact, "name") == "Dana")
        #expect(try alice.sync().received == 0)
        try expectEqual(world, alice, alice)
    }

    @Test func whatOthersWroteMeanwhileComesWhole() throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 1))
        let (alice, bob, account) = try pair(world)
        let contacts = [try note(alice, account, "Dana"), try note(alice, account, "Kim")]
        var exchanges = 0
        alice.beforeExchange = {
            exchanges += 1
            guard exchanges == 2 else { return }
            try bob.sync()
            try bob.set(contacts[0], "title", "Director")
            try bob.sync()
        }
        try alice.sync()
        #expect(try alice.value(contacts[0], "title") == "Director")
        #expect(try alice.value(contacts[0], "name") == "Dana")
        try bob.sync()
        try expectEqual(world, alice, bob)
        #expect(try alice.conflicts().isEmpty)
    }

    @Test func aHandleThatTheServerChangedComesBack() throws {
        let world = try World()
        let alice = try world.laptop("alice")
        let bob = try world.laptop("bob")
        _ = try alice.createAccount("northwind")
        try alice.sync()
        let other = try bob.createAccount("northwind")
        #expect(try sent(bob).map(\.record) == [other])
        #expect(try bob.value(other, "handle") != "northwind")
        try expectEqual(world, alice, bob)
    }

    @Test func anAnswerThatWasLostIsMadeGoodByPages() throws {
        let world = try World()
        let alice = try world.laptop("alice")
        let account = try alice.createAccount("northwind")
        _ = try note(alice, account, "Dana")
        alice.faults = [.answerLost]
        #expect(throws: SyncFailure.self) { try alice.sync() }
        #expect(try sent(alice).count == 2)
        try expectEqual(world, alice, alice)
        #expect(try sent(alice).isEmpty)
    }

    @Test func aSyncThatEndsAfterTheAcknowledgementGoesOnWithoutThem() throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 2))
        let alice = try world.laptop("alice")
        try alice.sync()
        let account = try alice.createAccount("northwind")
        for name in ["Dana", "Kim", "Lee"] { _ = try note(alice, account, name) }
        alice.faults = [.none, .requestLost]
        #expect(throws: SyncFailure.self) { try alice.sync() }
        #expect(try alice.store.syncState().known.ranges.count == 1)
        #expect(try sent(alice).isEmpty)
        #expect(try alice.store.syncState().known.isEmpty)
        try expectEqual(world, alice, alice)
    }

    @Test func anAccountTakenAwayBeforeThePullGoes() throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 1))
        let alice = try world.laptop("alice")
        let account = try alice.createAccount("northwind")
        _ = try note(alice, account, "Dana")
        var exchanges = 0
        alice.beforeExchange = {
            exchanges += 1
            if exchanges == 3 { try world.unassign([account], from: "alice") }
        }
        _ = try note(alice, account, "Kim")
        try alice.syncUntilDone()
        try alice.syncUntilDone()
        #expect(try alice.value(account, "name") == nil)
        #expect(try alice.export() == world.export("alice"))
        try world.assign(account, to: "alice")
        try alice.sync()
        #expect(try alice.value(account, "name") == "Northwind")
        #expect(try alice.export() == world.export("alice"))
    }

    @Test func whatWasRefusedHereAndIsBornAfterARestoreIsListedAgain() throws {
        let world = try World()
        let alice = try world.laptop("alice")
        let account = try alice.createAccount("northwind")
        try alice.sync()
        let contact = try note(alice, account, "Dana")
        let sealed = try alice.store.nextBatch(
            newID: alice.ids.next(wallMilliseconds: 1),
            limits: BatchLimits(opsMax: 10, bytesMax: 1_000_000))
        let batch = try #require(sealed)
        let refusals = batch.ops.map {
            Acknowledgement(
                op: $0.id, verdict: .rejected(.limitExceeded), isDuplicate: false, seq: 0,
                stamp: .zero, quality: .wall)
        }
        try alice.store.acknowledge(batch: batch.id, refusals)
        func listed() throws -> Int {
            try alice.store.read { try $0.count(RecordQuery("contact")) }
        }
        #expect(try listed() == 1)
        try alice.sync()
        #expect(try listed() == 0)
        try world.restore(try world.backup())
        try alice.sync()
        #expect(try listed() == 1)
        #expect(try alice.value(contact, "name") == "Dana")
        try alice.set(contact, "title", "Director")
        try alice.sync()
        try expectEqual(world, alice, alice)
    }

    @Test func editsBeginFromTheStateThatWasBorn() throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 1))
        let (alice, bob, account) = try pair(world)
        let contact = try note(alice, account, "Dana")
        _ = try note(alice, account, "Kim")
        alice.faults = [.none, .requestLost]
        #expect(throws: SyncFailure.self) { try alice.sync() }
        // Bob edits what Alice's next edit, begun from her own state, has not seen: a conflict.
        try bob.sync()
        try bob.set(contact, "title", "Director")
        try bob.sync()
        try alice.set(contact, "title", "Head of Purchasing")
        try alice.sync()
        try bob.sync()
        #expect(try alice.conflicts().count == 1)
        #expect(try bob.conflicts().count == 1)
        try expectEqual(world, alice, bob)
    }

    @Test func valuesStayWhenTheEditThatBroughtThemIsLetGo() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        let contacts = [try note(alice, account, "Dana"), try note(alice, account, "Kim")]
        try alice.set(contacts[1], "title", "Director")
        try alice.sync()
        let shown = try alice.store.read { reader in try contacts.map { try reader.record($0) } }
        var limits = RetentionLimits()
        limits.newestOpsKept = 0
        try alice.store.retain(
            backupSeq: world.seq(of: contacts[1]),
            now: Stamp(milliseconds: world.time.now().milliseconds + 400 * 86_400_000),
            limits: limits)
        #expect(try alice.store.read { try $0.outbox(.all) }.isEmpty)
        #expect(
            try alice.store.read { reader in try contacts.map { try reader.record($0) } } == shown)
        try bob.sync()
        for contact in contacts { try bob.set(contact, "phone", "2") }
        try bob.sync()
        try alice.sync()
        #expect(try contacts.map { try alice.value($0, "name") } == ["Dana", "Kim"])
        #expect(try contacts.map { try alice.value($0, "phone") } == ["2", "2"])
        try expectEqual(world, alice, bob)
    }
}
