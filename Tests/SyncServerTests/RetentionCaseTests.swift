// Trimming, case by case: what holds it back, what comes back, what is known again after years.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct RetentionCaseTests {
    private static let day: UInt64 = 86_400

    /// Alice has written a phone number five times, with 40 days between; Bob has seen the second.
    private struct Years {
        let world: World
        var alice: Laptop
        var bob: Laptop
        let account: RecordID
        var ops: [Op] = []

        init() throws {
            world = try World()
            alice = try world.laptop("alice")
            bob = try world.laptop("bob")
            let create = alice.account("northwind")
            account = create.record
            try alice.push(create)
            try world.assign("bob", create.record)
            for number in 1...5 {
                try alice.pull()
                let op = alice.set(account, ["phone": "\(number)"])
                ops.append(op)
                try alice.push(op)
                if number == 2 { for _ in 1...2 { try bob.pull() } }
                world.clock.pass(seconds: 40 * RetentionCaseTests.day)
            }
            try alice.pull()
            try alice.pull()
            try sitOut()
        }

        /// The admin's own laptop, which nobody uses in these tests, is up to date.
        mutating func sitOut() throws {
            var office = world.adminLaptop
            try office.pull()
            try office.pull()
        }

        func values() throws -> [String] {
            try world.store.read { try $0.logged(on: account, after: 0) }
                .map { try JudgedOp($0) }.map { $0.isTrimmed ? "-" : "+" }
        }
    }

    @Test func theLogWaitsForABackupForThirtyDaysAndForEveryActiveDevice() throws {
        var years = try Years()
        let world = years.world
        #expect(try world.server.trim().ops == 0, "no backup")
        try world.backUp()
        #expect(try world.server.trim(isDryRun: true).ops == 1, "Bob is active")
        #expect(try world.server.trim().ops == 1)
        #expect(try years.values() == ["+", "-", "+", "+", "+", "+"])
        world.clock.pass(seconds: 181 * Self.day)
        try years.alice.pull()
        try years.sitOut()
        try world.server.flush()
        let dry = try world.server.trim(isDryRun: true)
        #expect(dry.ops == 1 && dry.silent == 1 && dry.bytes > 0)
        #expect(try years.values() == ["+", "-", "+", "+", "+", "+"], "only counted")
        #expect(try world.server.trim().ops == 1)
        // The create has the name, 2 is what Bob may have seen, 4 is what 5 began from.
        #expect(try years.values() == ["+", "-", "+", "-", "+", "+"])
        #expect(try world.server.trim().ops == 0)
        _ = try world.server.perform(
            AdminRevokeRequest(device: years.bob.replica.description), by: world.admin)
        #expect(try world.server.trim().ops == 1)
        #expect(
            try years.values() == ["+", "-", "-", "-", "+", "+"], "a revoked one never returns")
    }

    @Test func whatIsYoungerThanThirtyDaysStays() throws {
        let world = try World()
        var alice = try world.laptop("alice")
        let create = alice.account("northwind")
        try alice.push(create)
        for number in 1...3 {
            try alice.pull()
            try alice.push(alice.set(create.record, ["phone": "\(number)"]))
        }
        try alice.pull()
        try alice.pull()
        var office = world.adminLaptop
        try office.pull()
        try office.pull()
        try world.backUp()
        world.clock.pass(seconds: 29 * Self.day)
        #expect(try world.server.trim().ops == 0)
        world.clock.pass(seconds: 2 * Self.day)
        #expect(try world.server.trim().ops == 1)
    }

    @Test func aLaptopBackAfterAYearFindsWhatItsEditBeganFrom() throws {
        var answers: [Acknowledgement] = []
        for isTrimmed in [false, true] {
            var years = try Years()
            try years.world.backUp()
            years.world.clock.pass(seconds: 365 * Self.day)
            try years.alice.pull()
            try years.sitOut()
            if isTrimmed { #expect(try years.world.server.trim().ops > 0) }
            let late = years.bob.set(years.account, ["phone": "late"])
            answers += try years.bob.push(late)
            try years.bob.pull()
            let conflict = try #require(years.bob.conflicts.values.first)
            #expect(conflict.members.map(\.base) == ["4", "2"].map { unit("phone", $0).value })
            #expect(conflict.members.allSatisfy { !$0.isBaseForgotten })
        }
        #expect(answers[0] == answers[1])
    }

    @Test func anOpThatIsOfferedAgainAfterYearsIsKnown() throws {
        var years = try Years()
        try years.world.backUp()
        years.world.clock.pass(seconds: 365 * Self.day)
        try years.alice.pull()
        try years.sitOut()
        #expect(try years.world.server.trim().ops == 2)
        let head = try years.world.store.read { try $0.shard()?.seq }
        let again = try years.alice.send(years.alice.batch([years.ops[0], years.ops[2]]))
        #expect(again.map(\.isDuplicate) == [true, true])
        #expect(again.map(\.verdict) == [.applied, .applied])
        #expect(try years.world.store.read { try $0.shard()?.seq } == head)
        var other = years.ops[0]
        other.units = [unit("phone", "forged")]
        let forged = try years.alice.send(years.alice.batch([other]))
        #expect(forged.map(\.verdict) == [.rejected(.identityReuse)])
    }

    @Test func anEditOlderThanAnythingKnownSaysThatItsBeginningIsNoLongerKept() throws {
        var years = try Years()
        try years.world.backUp()
        years.world.clock.pass(seconds: 365 * Self.day)
        try years.alice.pull()
        try years.sitOut()
        #expect(try years.world.server.trim().ops == 2)
        var context = years.bob.context(of: years.account)
        context.seen -= 1
        let late = years.bob.op(
            .set, years.account, units: [unit("phone", "from an old copy")], context: context)
        let verdict = try #require(try years.bob.push(late).first).verdict
        #expect(verdict == .won)
        try years.bob.pull()
        let conflict = try #require(years.bob.conflicts.values.first)
        #expect(conflict.members.map(\.isBaseForgotten) == [false, true])
        #expect(conflict.members.last?.base == nil)
    }

    @Test func aStubTravelsAndAnEditBringsTheValuesBack() throws {
        let world = try World()
        var alice = try world.laptop("alice")
        var bob = try world.laptop("bob")
        var office = world.adminLaptop
        let create = alice.account("northwind")
        try alice.push(create)
        try world.assign("bob", create.record)
        let contact: RecordID = world.id()
        let dana = alice.op(
            .create, contact, kind: KindNumber.contact, account: create.record,
            units: [unit("name", "Dana", kind: KindNumber.contact)])
        try alice.push(dana)
        for _ in 1...2 { try alice.pull(); try bob.pull() }
        let late = bob.op(
            .set, contact, kind: KindNumber.contact, account: create.record,
            units: [unit("title", "Buyer", kind: KindNumber.contact)],
            context: bob.context(of: contact))
        let delete = alice.op(
            .delete, contact, kind: KindNumber.contact, account: create.record,
            context: alice.context(of: contact))
        try alice.push(delete)
        for _ in 1...2 { try alice.pull(); try bob.pull(); try office.pull() }
        world.clock.pass(seconds: 31 * Self.day)
        #expect(try world.server.trim().stubs == 1)
        #expect(try world.server.trim().stubs == 0)
        try alice.pull()
        let stub = try #require(alice.pages.flatMap(\.records).first { $0.record == contact })
        #expect(stub.isStub && stub.cells.isEmpty && !stub.vector.entries.isEmpty)
        #expect(alice.records[contact]?.cells.isEmpty == true)
        try expectSums(world, create.record, [alice])
        var carol = try world.laptop("bob", device: "second")
        try carol.pull()
        #expect(carol.records[contact]?.cells.isEmpty == true)
        // Bob's edit had not seen the deletion: the contact shows again, whole.
        #expect(try bob.push(late).map(\.verdict) == [.won])
        for _ in 1...2 { try alice.pull(); try bob.pull(); try carol.pull() }
        for laptop in [alice, bob, carol] {
            #expect(laptop.records[contact]?.isAlive == true)
            #expect(laptop.value("name", of: contact) == "Dana")
            #expect(laptop.value("title", of: contact) == "Buyer")
            #expect(laptop.conflicts.values.map(\.unit) == [.life])
        }
        try expectSums(world, create.record, [alice, bob, carol])
    }

    @Test func aStubStaysOneUnderAnotherDeleteAndARestoreEndsIt() throws {
        let world = try World()
        var alice = try world.laptop("alice")
        let create = alice.account("northwind")
        try alice.push(create)
        try alice.pull()
        try alice.push(alice.delete(create.record))
        var office = world.adminLaptop
        for _ in 1...2 { try alice.pull(); try office.pull() }
        world.clock.pass(seconds: 31 * Self.day)
        #expect(try world.server.trim().stubs == 1)
        try alice.pull()
        try alice.push(alice.delete(create.record))
        try alice.pull()
        #expect(alice.records[create.record]?.cells.isEmpty == true)
        try expectSums(world, create.record, [alice])
        try alice.push(
            alice.op(.restore, create.record, context: alice.context(of: create.record)))
        try alice.pull()
        #expect(alice.records[create.record]?.isAlive == true)
        #expect(alice.value("handle", of: create.record) == "northwind")
        try expectSums(world, create.record, [alice])
        let before = try world.store.read { try $0.accounts([create.record]).first?.handle }
        #expect(before == "northwind")
    }

    @Test func manyStepsTrimAsOneWould() throws {
        let world = try World()
        var alice = try world.laptop("alice")
        let create = alice.account("northwind")
        try alice.push(create)
        for round in 0..<5 {
            try alice.pull()
            var own: [OpID] = []
            var ops: [Op] = []
            for number in 0..<90 {
                let op = alice.set(create.record, ["phone": "\(round) \(number)"], own: own)
                own = [op.id]
                ops.append(op)
            }
            try alice.send(alice.batch(ops))
        }
        var office = world.adminLaptop
        for _ in 1...2 { try alice.pull(); try office.pull() }
        world.clock.pass(seconds: 31 * Self.day)
        try world.backUp()
        #expect(try world.server.trim().ops == 448)
        try alice.pull()
        #expect(alice.value("phone", of: create.record) == "4 89")
        let retention = try world.store.read { try $0.retention() }
        #expect(retention?.trimmedThrough == (try world.store.read { try $0.shard()?.seq }))
    }

    private func expectSums(_ world: World, _ account: RecordID, _ laptops: [Laptop]) throws {
        let row = try world.store.read { try $0.accounts([account]).first }
        for laptop in laptops { #expect(laptop.checksum(account) == row?.checksum) }
    }
}
