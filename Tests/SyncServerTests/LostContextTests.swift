// What writers had seen of ops that a restored server lost: before they come back, and after.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct LostContextTests {
    let world: World
    let backup: Backup
    var alice: Laptop
    var bob: Laptop
    var carol: Laptop
    var account: RecordID

    init() throws {
        world = try World()
        alice = try world.laptop("alice")
        bob = try world.laptop("bob")
        carol = try world.laptop("carol")
        let create = alice.account("northwind")
        try alice.push(create)
        account = create.record
        try world.assign("bob", account)
        try world.assign("carol", account)
        try alice.pull()
        try bob.pull()
        try carol.pull()
        backup = try Backup(world)
    }

    /// Bob's op that is lost, with its answer.
    private mutating func lostPhone() throws -> (op: Op, answers: [Acknowledgement]) {
        let point = try #require(bob.history)
        let op = bob.set(account, ["phone": "1"])
        let answers = try bob.push(op)
        try alice.pull()
        world.clock.pass(seconds: 100)
        points = [point]
        return (op, answers)
    }

    private var points: [HistoryPoint] = []

    private func conflicts(_ world: World) throws -> [ConflictRow] {
        try world.store.read { [account] in try $0.conflicts(on: [account]) }
    }

    @Test mutating func aLostOpThatCameBackFirstIsInTheContext() throws {
        let lost = try lostPhone()
        let edit = alice.set(account, ["phone": "2"])
        let restored = try backup.restore(world)
        let theirs = try bob.follow(restored, points: points)
        try bob.offer([lost.op.lowered(to: theirs)], lost.answers)
        let mine = try alice.follow(restored, points: points)
        #expect(mine.common.seq == backup.seq)
        let answer = try alice.offer([edit.lowered(to: mine, lost: [lost.op.id])])
        #expect(answer[0].verdict == .applied)
        #expect(try conflicts(restored).isEmpty)
        #expect(try restored.causalFaults(on: account).isEmpty)
    }

    @Test mutating func aLostOpThatComesBackLaterJoinsTheContext() throws {
        let lost = try lostPhone()
        let edit = alice.set(account, ["phone": "2"])
        let more = alice.set(account, ["phone": "3"], own: [edit.id])
        let restored = try backup.restore(world)
        let mine = try alice.follow(restored, points: points)
        try alice.offer([
            edit.lowered(to: mine, lost: [lost.op.id]), more.lowered(to: mine),
        ])
        let theirs = try bob.follow(restored, points: points)
        let answer = try bob.offer([lost.op.lowered(to: theirs)], lost.answers)
        #expect(answer[0].verdict == .applied && answer[0].stamp == lost.answers[0].stamp)
        try alice.pull()
        #expect(alice.value("phone", of: account) == "3")
        #expect(try conflicts(restored).isEmpty)
        #expect(try restored.causalFaults(on: account).isEmpty)
        let history = try restored.ops(on: account)
        let last = try #require(history.last)
        let seen = history.filter { $0.position.contextContains(last.position) }
        #expect(Set(seen.map(\.op.id)) == [edit.id, more.id])
    }

    @Test mutating func aLostOpThatNobodyNamesIsAConflictTooManyAndNeverOneTooFew() throws {
        let lost = try lostPhone()
        let edit = alice.set(account, ["phone": "2"])
        let restored = try backup.restore(world)
        let mine = try alice.follow(restored, points: points)
        try alice.offer([edit.lowered(to: mine)])
        let theirs = try bob.follow(restored, points: points)
        let answer = try bob.offer([lost.op.lowered(to: theirs)], lost.answers)
        #expect(try conflicts(restored).count == 1)
        #expect(answer[0].verdict != .applied)
        #expect(try restored.causalFaults(on: account).isEmpty)
    }

    @Test mutating func aDeleteThatHadSeenALostEditStaysADelete() throws {
        let lost = try lostPhone()
        let delete = alice.delete(account)
        let restored = try backup.restore(world)
        let mine = try alice.follow(restored, points: points)
        try alice.offer([delete.lowered(to: mine, lost: [lost.op.id])])
        let theirs = try bob.follow(restored, points: points)
        let answer = try bob.offer([lost.op.lowered(to: theirs)], lost.answers)
        #expect(answer[0].verdict == .applied)
        let row = try restored.store.read { [account] in try $0.records([account]).first }
        #expect(row?.isAlive == false)
        #expect(try conflicts(restored).isEmpty)
    }

    @Test mutating func whoSawTheLaterEditHadSeenTheLostOneToo() throws {
        let lost = try lostPhone()
        let edit = alice.set(account, ["phone": "2"])
        let restored = try backup.restore(world)
        let mine = try alice.follow(restored, points: points)
        try alice.offer([edit.lowered(to: mine, lost: [lost.op.id])])
        try carol.follow(restored, points: points)
        try carol.pull()
        #expect(carol.value("phone", of: account) == "2")
        let early = carol.set(account, ["phone": "4"])
        let late = carol.set(account, ["phone": "5"], own: [early.id])
        try carol.push(early)
        let theirs = try bob.follow(restored, points: points)
        try bob.offer([lost.op.lowered(to: theirs)], lost.answers)
        try carol.push(late)
        #expect(try conflicts(restored).isEmpty)
        #expect(try restored.causalFaults(on: account).isEmpty)
        let view = carol.set(account, ["phone": "6"])
        #expect(try carol.push(view)[0].verdict != .rejected(.impossibleContext))
        #expect(try restored.causalFaults(on: account).isEmpty)
    }

    @Test mutating func whoSawAnEditBesideTheLostOneHadNotSeenThat() throws {
        let lost = try lostPhone()
        let edit = alice.set(account, ["website": "2"])
        let restored = try backup.restore(world)
        let mine = try alice.follow(restored, points: points)
        try alice.offer([edit.lowered(to: mine, lost: [lost.op.id])])
        try carol.follow(restored, points: points)
        try carol.pull()
        try carol.push(carol.set(account, ["phone": "4"]))
        let theirs = try bob.follow(restored, points: points)
        try bob.offer([lost.op.lowered(to: theirs)], lost.answers)
        #expect(try conflicts(restored).count == 1)
    }

    @Test mutating func anEditThatWasHeldBeforeIsNotTakenForSeen() throws {
        try world.unassign("bob", account)
        let held = bob.set(account, ["phone": "held"])
        #expect(try bob.push(held)[0].verdict == .held(.notAvailable))
        try world.assign("bob", account)
        let op = bob.set(account, ["phone": "1"])
        let answers = try bob.push(op)
        try alice.pull()
        let edit = alice.set(account, ["phone": "2"])
        let restored = try backup.restore(world)
        let theirs = try bob.follow(restored, points: [])
        try bob.offer([held.lowered(to: theirs), op.lowered(to: theirs)], answers)
        let mine = try alice.follow(restored, points: [])
        try alice.offer([edit.lowered(to: mine, lost: [op.id])])
        let members = try conflicts(restored).map(ConflictCoding.conflict)
            .flatMap(\.conflict.members).map(\.op)
        #expect(members.contains(held.id) && members.contains(edit.id))
        #expect(try restored.causalFaults(on: account).isEmpty)
    }

    @Test mutating func namesOfOtherRecordsOrOfNothingMeanNothing() throws {
        let other = bob.account("other")
        try bob.push(other)
        try alice.pull()
        try bob.push(bob.set(account, ["phone": "1"]))
        var edit = alice.set(account, ["phone": "2"])
        edit.context.lost = [other.id, world.id()] + (0..<2_000).map { _ in world.id() }
        #expect(try alice.push(edit)[0].verdict != .applied)
        #expect(try conflicts(world).count == 1)
    }

    @Test mutating func theSameOpWithAnotherContextIsTheSameOp() throws {
        let op = alice.set(account, ["phone": "1"])
        try alice.push(op)
        var again = op
        again.context.seen = 0
        again.context.seenTime = .zero
        again.context.lost = [world.id()]
        let answer = try alice.push(again)[0]
        #expect(answer.isDuplicate && answer.verdict == .applied)
        again.context.own = [world.id()]
        #expect(try alice.push(again)[0].verdict == .rejected(.identityReuse))
    }

    @Test mutating func seenMayBeAboveTheRecordOnlyUpToTheFork() throws {
        try bob.push(bob.account("filler"))
        let later = try Backup(world)
        let restored = try later.restore(world)
        try alice.follow(restored)
        var edit = alice.set(account, ["phone": "1"])
        edit.context.seen = later.seq
        #expect(try alice.push(edit)[0].verdict == .applied)
        var beyond = alice.set(account, ["phone": "2"])
        beyond.context.seen = later.seq + 2
        #expect(try alice.push(beyond)[0].verdict == .rejected(.impossibleContext))
        var world = world
        world = try World(seed: 7)
        var dora = try world.laptop("dora")
        let create = dora.account("a")
        try dora.push(create, dora.account("b"))
        try dora.pull()
        var plain = dora.set(create.record, ["phone": "1"])
        plain.context.seen += 1
        #expect(try dora.push(plain)[0].verdict == .rejected(.impossibleContext))
    }

    @Test mutating func aResolutionOfALostConflictIsAnOrdinaryEdit() throws {
        let first = alice.set(account, ["phone": "1"])
        let second = bob.set(account, ["phone": "2"])
        try alice.push(first)
        let answers = try bob.push(second)
        try alice.pull()
        let conflict = try #require(alice.conflicts.keys.first)
        let settled = alice.set(account, ["phone": "1"], resolves: [conflict])
        let before = try alice.push(settled)
        #expect(before[0].verdict == .applied)
        let restored = try backup.restore(world)
        let mine = try alice.follow(restored)
        let after = try alice.offer([settled.lowered(to: mine, lost: [second.id])], before)
        #expect(after[0].verdict == .applied && after[0].stamp == before[0].stamp)
        let theirs = try bob.follow(restored)
        try bob.offer([second.lowered(to: theirs)], answers)
        #expect(try conflicts(restored).isEmpty)
        try alice.pull()
        #expect(alice.value("phone", of: account) == "1")
    }
}
