// Two laptops and a server end with the same bytes, whatever happens to their requests.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import Testing

@Suite struct ConvergenceTests {
    @Test func twoLaptopsAndTheServerConverge() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        try expectEqual(world, alice, bob)
        #expect(try alice.export().isEmpty == false)
        #expect(try bob.value(account, "name") == "Northwind")
    }

    @Test(arguments: [Fault.requestLost, .answerLost, .duplicated, .garbled])
    func everyExchangeMayFailOnce(_ fault: Fault) throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 3, pageRecordsMax: 2))
        let (alice, bob, account) = try pair(world)
        for round in 0..<4 {
            for index in 0..<5 {
                try alice.set(account, "phone", "a\(round)\(index)")
                try alice.sync()
                try bob.set(account, "website", "b\(round)\(index)")
                _ = try bob.createAccount("bob-\(round)-\(index)")
            }
            for laptop in [alice, bob, alice] {
                laptop.faults = Array(repeating: [fault, .none], count: 20).flatMap { $0 }
                try laptop.syncUntilDone()
                laptop.faults = []
            }
        }
        try bob.sync()
        try alice.sync()
        #expect(try alice.conflicts().isEmpty)
        try expectEqual(world, alice, bob)
    }

    @Test func aLostAnswerIsResentWithinTheSync() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        alice.options.resendsMax = 1
        try alice.set(account, "phone", "2")
        alice.faults = [.answerLost]
        let report = try alice.sync()
        #expect(report.sent == 1)
        try bob.sync()
        #expect(try bob.value(account, "phone") == "2")
        try expectEqual(world, alice, bob)
    }

    @Test func aSyncThatDiesBetweenVerdictsAndPagesGoesOn() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        try alice.set(account, "phone", "2")
        try bob.set(account, "phone", "3")
        try alice.sync()
        bob.tamper = { response in
            for page in response.pages.indices { response.pages[page].cursor = .zero }
        }
        #expect(throws: SyncFailure.self) { try bob.sync() }
        #expect(try bob.store.syncState().pendingOps == 0)
        #expect(try bob.value(account, "phone") == "3")
        try bob.set(account, "website", "between the two")
        bob.tamper = nil
        try bob.sync()
        try alice.sync()
        #expect(try alice.conflicts().count == 1)
        try expectEqual(world, alice, bob)
    }

    @Test func differentFieldsMergeWithoutConflict() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        try alice.set(account, "phone", "2")
        try bob.set(account, "website", "northwind.example")
        try alice.sync()
        let report = try bob.sync()
        #expect(report.merged == 1 && report.conflicts.isEmpty && report.lost.isEmpty)
        try alice.sync()
        #expect(try alice.value(account, "website") == "northwind.example")
        try expectEqual(world, alice, bob)
    }

    @Test func theSameFieldIsAConflictAndTheLoserIsTold() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        try alice.set(account, "phone", "from alice")
        try bob.set(account, "phone", "from bob")
        try bob.sync()
        let report = try alice.sync()
        #expect(report.lost.map(\.record) == [account])
        #expect(report.lost.first?.units.count == 1)
        #expect(report.conflicts.count == 1)
        #expect(report.lost.first?.conflicts == report.conflicts)
        #expect(try alice.value(account, "phone") == "from bob")
        try bob.sync()
        try expectEqual(world, alice, bob)
        try keepMine(alice, "from alice")
        try alice.sync()
        try bob.sync()
        #expect(try bob.value(account, "phone") == "from alice")
        #expect(try bob.conflicts().isEmpty)
        try expectEqual(world, alice, bob)
    }

    @Test func anEditSurvivesADeletionItHadNotSeen() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        let contact = try alice.write {
            try $0.create("contact", account: account, RecordChanges(["name": .text("Dana")]))
        }
        try alice.sync()
        try bob.sync()
        _ = try alice.write { try $0.delete(contact) }
        try bob.set(contact, "title", "Head of purchasing")
        try alice.sync()
        try bob.sync()
        try alice.sync()
        for laptop in [alice, bob] {
            #expect(try laptop.store.read { try $0.record(contact)?.isAlive } == true)
            #expect(try laptop.conflicts().map(\.conflict.unit) == [.life])
        }
        try expectEqual(world, alice, bob)
    }

    @Test(arguments: [-10, 10])
    func aWrongClockNeitherWinsNorBlocks(_ years: Int64) throws {
        let world = try World()
        let (alice, bob, account) = try pair(world, bobsOffset: years * 365 * 86_400)
        try bob.set(account, "phone", "bob, first")
        try alice.set(account, "phone", "alice, second")
        try bob.sync()
        try alice.sync()
        try bob.sync()
        #expect(try bob.value(account, "phone") == "alice, second")
        try bob.set(account, "website", "bob, first")
        try alice.set(account, "website", "alice, second")
        try alice.sync()
        try bob.sync()
        #expect(try bob.value(account, "website") == "alice, second")
        try alice.sync()
        try expectEqual(world, alice, bob)
    }

    @Test func anIdleSyncMovesNothing() throws {
        let world = try World()
        let (alice, bob, _) = try pair(world)
        try alice.sync()
        let report = try alice.sync()
        #expect(report.isIdle && report.roundTrips == 1)
        #expect(report.bytesSent + report.bytesReceived < 350)
        try expectEqual(world, alice, bob)
    }

    @Test func manyRecordsComeInPages() throws {
        let world = try World(
            limits: SyncLimits(opsPerBatchMax: 7, pageRecordsMax: 5, pagesPerResponseMax: 2))
        let (alice, bob, account) = try pair(world)
        for index in 0..<60 {
            _ = try alice.write {
                try $0.create(
                    "contact", account: account, RecordChanges(["name": .text("Dana \(index)")]))
            }
        }
        #expect(try alice.sync().sent == 60)
        #expect(try bob.sync().received == 60)
        try expectEqual(world, alice, bob)
        let carol = try world.laptop("bob", "second laptop")
        #expect(try carol.sync().received == 61)
        try expectEqual(world, carol, bob)
    }
}

/// Alice with an account that Bob has too, both in step.
func pair(
    _ world: World, bobsOffset: Int64 = 0
) throws -> (alice: Laptop, bob: Laptop, account: RecordID) {
    let alice = try world.laptop("alice")
    let bob = try world.laptop("bob", wallOffsetSeconds: bobsOffset)
    let account = try alice.createAccount("northwind")
    try alice.sync()
    try world.assign(account, to: "bob")
    try bob.sync()
    try alice.sync()
    return (alice, bob, account)
}

/// Whether the copies of two people who have the same accounts are those of the server.
func expectEqual(
    _ world: World, _ first: Laptop, _ second: Laptop,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    for laptop in [first, second] {
        let handle = try #require(try laptop.store.identity()).handle
        #expect(
            try laptop.export() == world.export(handle), "\(handle)",
            sourceLocation: sourceLocation)
        #expect(try laptop.store.syncState().pendingOps == 0, sourceLocation: sourceLocation)
    }
}

/// Settles the only open conflict with the value that is given.
func keepMine(_ laptop: Laptop, _ text: String) throws {
    let conflict = try #require(try laptop.conflicts().first).conflict
    let value = FieldValue.text(text).canonicalBytes
    let member = try #require(conflict.members.first { $0.value == value })
    _ = try laptop.write { try $0.keep(member.op, of: conflict.id) }
}
