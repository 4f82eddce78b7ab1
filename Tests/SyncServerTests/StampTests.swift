// Stamps: what no clock can poison, and what the server does when its own clock leaps.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct StampTests {
    let world: World
    var alice: Laptop
    var bob: Laptop
    let account: RecordID

    init() throws {
        world = try World()
        alice = try world.laptop("alice")
        bob = try world.laptop("bob")
        let create = alice.account("northwind")
        account = create.record
        try alice.push(create)
        try world.assign("bob", account)
        try alice.pull()
        try bob.pull()
    }

    /// The same op as if the device had restarted since, without an anchor.
    func restarted(_ op: Op, wallMilliseconds: Int64) -> Op {
        var op = op
        op.evidence = ClockSample(
            boot: BootID(high: 5, low: 5), boottimeNanoseconds: 1,
            wallNanoseconds: wallMilliseconds * 1_000_000)
        return op
    }

    @Test mutating func aClockYearsFastIsCorrectedByTheBootClock() throws {
        bob.skewMilliseconds = 5 * 365 * 86_400_000
        let early = bob.set(account, ["phone": "b"])
        world.clock.pass(seconds: 60)
        try alice.push(alice.set(account, ["phone": "a"]))
        let answer = try bob.push(early)[0]
        #expect(answer.quality == .boottime)
        #expect(answer.verdict.isAccepted && answer.verdict != .won)
    }

    @Test mutating func aStampIsNeverAfterArrival() throws {
        let future = restarted(
            bob.set(account, ["phone": "b"]),
            wallMilliseconds: Int64(world.clock.milliseconds) + 5 * 365 * 86_400_000)
        let answer = try bob.push(future)[0]
        #expect(answer.quality == .clamped)
        #expect(answer.stamp <= world.clock.now())
    }

    @Test mutating func anEditBeatsWhatItsAuthorSawWhateverItsClockSays() throws {
        let before = try alice.push(alice.set(account, ["phone": "a"]))[0].stamp
        try bob.pull()
        let past = restarted(bob.set(account, ["phone": "b"]), wallMilliseconds: 1)
        let answer = try bob.push(past)[0]
        #expect(answer.verdict == .applied)
        #expect(answer.stamp > before)
        #expect(answer.quality == .clamped)
    }

    @Test mutating func aLiarCannotContainAnOpWithAGreaterStamp() throws {
        let first = bob.set(account, ["phone": "1"])
        let second = bob.set(account, ["phone": "2"], own: [first.id])
        let stamps = try bob.push(first, second).map(\.stamp)
        #expect(stamps[0] < stamps[1])
        var liar = bob.set(account, ["phone": "3"])
        liar.context = ReadContext(seen: 1, seenTime: .zero, own: [second.id])
        liar = restarted(liar, wallMilliseconds: 1)
        let answer = try bob.push(liar)[0]
        #expect(answer.verdict == .applied)
        #expect(answer.stamp > stamps[1])
    }

    @Test mutating func foreignAndUnknownOwnOpsAreIgnored() throws {
        let foreign = alice.set(account, ["phone": "a"])
        try alice.push(foreign)
        let claim = bob.set(account, ["phone": "b"], own: [foreign.id, world.id()])
        #expect(try bob.push(claim)[0].verdict == .won)
        #expect(
            try bob.push(bob.set(account, ["website": "w"], own: [claim.id]))[0].verdict
                == .applied)
    }

    @Test mutating func anEditorThatWasOpenHasNotSeenWhatWasSavedMeanwhile() throws {
        let open = alice.set(account, ["phone": "editor"])
        let quick = alice.set(account, ["phone": "quick"])
        try alice.push(quick, open)
        let rows = try world.server.perform(
            AdminConflictsRequest(includesClosed: true), by: world.admin)
        #expect(rows.conflicts.map(\.members.count) == [2])
    }

    @Test mutating func commitTimesGrowWhenTheServersClockStepsBack() throws {
        try alice.push(alice.set(account, ["phone": "1"]))
        try alice.pull()
        let before = try #require(alice.records[account]?.time)
        world.clock.leap(seconds: -7_200)
        let answer = try alice.push(alice.set(account, ["phone": "2"]))[0]
        #expect(answer.verdict == .applied)
        try alice.pull()
        #expect(try #require(alice.records[account]?.time) > before)
        #expect(alice.value("phone", of: account) == "2")
    }

    @Test mutating func aLeapOfTheServersClockIsRefusedUntilAnOperatorSaysItIsRight() throws {
        world.clock.pass(seconds: 7_200)
        try alice.push(alice.set(account, ["phone": "1"]))
        world.clock.leap(seconds: 7_200)
        let op = alice.set(account, ["phone": "2"])
        #expect(throws: Problem.clockAhead) { try alice.push(op) }
        try world.server.acceptClock()
        #expect(try alice.push(op)[0].verdict.isAccepted)
    }
}
