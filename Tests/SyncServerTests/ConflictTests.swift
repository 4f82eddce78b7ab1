// Conflict records: when they arise, what they hold, how they end.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct ConflictTests {
    let world: World
    var alice: Laptop
    var bob: Laptop
    var carol: Laptop
    let account: RecordID

    init() throws {
        world = try World()
        alice = try world.laptop("alice")
        bob = try world.laptop("bob")
        carol = try world.laptop("carol")
        let create = alice.account("northwind")
        account = create.record
        try alice.push(create)
        try alice.pull()
        try alice.push(alice.set(account, ["phone": "0"]))
        try world.assign("bob", account)
        try world.assign("carol", account)
        try alice.pull()
        try bob.pull()
        try carol.pull()
    }

    var conflicts: [AdminConflict] {
        get throws {
            try world.server.perform(
                AdminConflictsRequest(includesClosed: true), by: world.admin
            ).conflicts
        }
    }

    @Test mutating func differentFieldsMergeWithoutConflict() throws {
        try alice.push(alice.set(account, ["phone": "1"]))
        #expect(try bob.push(bob.set(account, ["website": "b"]))[0].verdict == .applied)
        try bob.pull()
        #expect(bob.value("phone", of: account) == "1")
        #expect(bob.value("website", of: account) == "b")
        #expect(try conflicts.isEmpty)
    }

    @Test mutating func theEarlierWriterLosesAlsoWhenTheyArriveLast() throws {
        let early = bob.set(account, ["phone": "b"])
        world.clock.pass(seconds: 60)
        try alice.push(alice.set(account, ["phone": "a"]))
        world.clock.pass(seconds: 3_600)
        let answer = try bob.push(early)[0]
        #expect(answer.verdict == .lost([unit("phone", "").key]))
        #expect(answer.conflicts.count == 1)
        try bob.pull()
        #expect(bob.value("phone", of: account) == "a")
        let conflict = try #require(bob.conflicts.values.first)
        #expect(conflict.members.map(\.author) == [alice.user, bob.user])
        #expect(
            conflict.members.map(\.base) == [unit("phone", "0").value, unit("phone", "0").value])
        #expect(conflict.members.map { $0.received >= $0.stamp } == [true, true])
        #expect(conflict.prevailing?.author == alice.user)
        #expect(conflict.members[1].context.entries == conflict.members[0].context.entries)
        #expect(conflict.isOpen)
    }

    @Test mutating func equalValuesWrittenConcurrentlyAreNoConflict() throws {
        try alice.push(alice.set(account, ["phone": "1"]))
        #expect(try bob.push(bob.set(account, ["phone": "1"]))[0].verdict == .applied)
        #expect(try conflicts.isEmpty)
    }

    @Test mutating func aSupersededValueDoesNotComeBackAsARival() throws {
        let first = alice.set(account, ["phone": "1"])
        try alice.push(first)
        try alice.push(alice.set(account, ["phone": "2"], own: [first.id]))
        #expect(try bob.push(bob.set(account, ["phone": "2"]))[0].verdict == .applied)
        #expect(try conflicts.isEmpty)
    }

    @Test mutating func aThirdRivalExtendsTheOpenRecord() throws {
        try alice.push(alice.set(account, ["phone": "a"]))
        try bob.push(bob.set(account, ["phone": "b"]))
        try carol.push(carol.set(account, ["phone": "c"]))
        #expect(try conflicts.count == 1)
        #expect(try conflicts[0].members.map(\.value) == ["a", "b", "c"])
    }

    @Test mutating func anEditThatHasSeenAllOvertakesAndDoesNotClose() throws {
        try alice.push(alice.set(account, ["phone": "a"]))
        try bob.push(bob.set(account, ["phone": "b"]))
        try carol.pull()
        try carol.push(carol.set(account, ["phone": "c"]))
        let conflict = try conflicts[0]
        #expect(conflict.isOvertaken)
        #expect(conflict.members.map(\.isReplaced) == [true, true])
        #expect(conflict.closing == nil)
    }

    @Test mutating func anOpThatNamesItAndHasSeenAllCloses() throws {
        try alice.push(alice.set(account, ["phone": "a"]))
        try bob.push(bob.set(account, ["phone": "b"]))
        let blind = carol.set(account, ["website": "c"], resolves: [try conflicts[0].id])
        #expect(try carol.push(blind)[0].verdict == .applied)
        #expect(try conflicts[0].closing == nil)
        try bob.pull()
        let seeing = bob.set(account, ["phone": "a"], resolves: [try conflicts[0].id])
        #expect(try bob.push(seeing)[0].conflicts == [try conflicts[0].id])
        #expect(try conflicts[0].closing?.by == "bob")
    }

    @Test mutating func aReviewClosesAndWritesNothing() throws {
        try alice.push(alice.set(account, ["phone": "a"]))
        try bob.push(bob.set(account, ["phone": "b"]))
        try bob.pull()
        let before = bob.value("phone", of: account)
        let review = bob.op(
            .review, account, context: bob.context(of: account),
            resolves: [try conflicts[0].id])
        #expect(try bob.push(review)[0].verdict == .applied)
        #expect(try conflicts[0].closing?.by == "bob")
        try bob.pull()
        #expect(bob.value("phone", of: account) == before)
    }

    @Test mutating func aRivalThatHadNotSeenTheClosingReopens() throws {
        try alice.push(alice.set(account, ["phone": "a"]))
        try bob.push(bob.set(account, ["phone": "b"]))
        try bob.pull()
        try bob.push(bob.set(account, ["phone": "z"], resolves: [try conflicts[0].id]))
        try carol.push(carol.set(account, ["phone": "c"]))
        #expect(try conflicts.count == 1)
        #expect(try conflicts[0].closing == nil)
        #expect(try conflicts[0].members.map(\.value) == ["a", "b", "z", "c"])
    }

    @Test mutating func aRivalThatHadSeenTheClosingOpensANewOne() throws {
        try alice.push(alice.set(account, ["phone": "a"]))
        try bob.push(bob.set(account, ["phone": "b"]))
        try bob.pull()
        try bob.push(bob.set(account, ["phone": "z"], resolves: [try conflicts[0].id]))
        try alice.pull()
        try carol.pull()
        try alice.push(alice.set(account, ["phone": "y"]))
        try carol.push(carol.set(account, ["phone": "x"]))
        #expect(try conflicts.count == 2)
        #expect(try conflicts.filter { $0.closing == nil }.count == 1)
    }

    @Test mutating func onePersonOnTwoLaptopsIsClosedByPolicyAndKept() throws {
        var other = try world.laptop("alice", device: "desktop")
        try other.pull()
        try alice.push(alice.set(account, ["phone": "a"]))
        try other.push(other.set(account, ["phone": "b"]))
        let conflict = try conflicts[0]
        #expect(conflict.closing?.op == nil)
        #expect(conflict.closing?.reason.isEmpty == false)
        #expect(conflict.members.map(\.value) == ["a", "b"])
        try carol.push(carol.set(account, ["phone": "c"]))
        #expect(try conflicts.map(\.closing) == [nil])
    }

    @Test(arguments: [true, false])
    mutating func aDeleteAgainstAnEditIsOneConflictOnLifeInEitherOrder(deleteFirst: Bool) throws {
        let delete = alice.delete(account)
        let edit = bob.set(account, ["phone": "b", "website": "w"])
        if deleteFirst {
            #expect(try alice.push(delete)[0].verdict == .applied)
            #expect(try bob.push(edit)[0].verdict == .won)
        } else {
            #expect(try bob.push(edit)[0].verdict == .applied)
            #expect(try alice.push(delete)[0].verdict == .lost([.life]))
        }
        try carol.pull()
        #expect(carol.records[account]?.isAlive == true)
        #expect(carol.value("phone", of: account) == "b")
        let conflict = try #require(carol.conflicts.values.first)
        #expect(carol.conflicts.count == 1)
        #expect(conflict.unit == .life)
        #expect(Set(conflict.members.map(\.action)) == [.delete, .set])
        #expect(conflict.needsReview)
        #expect(conflict.prevailing?.action == .set)
    }

    @Test mutating func aDeleteThatHasSeenEverythingHidesUntilRestored() throws {
        #expect(try alice.push(alice.delete(account))[0].verdict == .applied)
        try bob.pull()
        #expect(bob.records[account]?.isAlive == false)
        #expect(bob.value("phone", of: account) == "0")
        let restore = bob.op(.restore, account, context: bob.context(of: account))
        #expect(try bob.push(restore)[0].verdict == .applied)
        try alice.pull()
        #expect(alice.records[account]?.isAlive == true)
        #expect(alice.value("phone", of: account) == "0")
        #expect(try conflicts.isEmpty)
    }

    @Test mutating func editsBesideADeleteAreNoLifeConflictAmongThemselves() throws {
        try bob.push(bob.set(account, ["phone": "b"]))
        try carol.push(carol.set(account, ["website": "c"]))
        #expect(try conflicts.isEmpty)
    }

    @Test mutating func anEditConcurrentWithADeletedValueKeepsBothValues() throws {
        let edit = alice.set(account, ["phone": "a"])
        try alice.push(edit)
        try alice.push(alice.delete(account, own: [edit.id]))
        try bob.push(bob.set(account, ["phone": "b"]))
        let units = Set(try conflicts.map(\.unit))
        #expect(units == ["life", "phone"])
    }

    @Test mutating func anInformationalConflictClosesItselfAfterThirtyDays() throws {
        try alice.push(alice.set(account, ["phone": "a", "values": "a"]))
        try bob.push(bob.set(account, ["phone": "b", "values": "b"]))
        #expect(try world.server.closeInformationalConflicts() == 0)
        world.clock.pass(seconds: 31 * 86_400)
        #expect(try world.server.closeInformationalConflicts() == 1)
        try carol.pull()
        let closed = carol.conflicts.values.filter { !$0.isOpen }
        #expect(closed.map(\.unit) == [unit("phone", "").key])
        #expect(closed.map(\.members.count) == [2])
        #expect(carol.conflicts.values.count(where: \.isOpen) == 1)
    }
}
