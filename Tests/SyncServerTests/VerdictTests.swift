// Every verdict that an op can get, and what the server keeps of it.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct VerdictTests {
    let world: World
    var alice: Laptop
    var bob: Laptop

    init() throws {
        world = try World()
        alice = try world.laptop("alice")
        bob = try world.laptop("bob")
    }

    /// An account of Alice's that Bob has too, pulled by both.
    mutating func sharedAccount(_ handle: String = "northwind") throws -> RecordID {
        let create = alice.account(handle)
        try alice.push(create)
        try world.assign("bob", create.record)
        try alice.pull()
        try bob.pull()
        return create.record
    }

    @Test mutating func anOpThatMeetsNobodyIsApplied() throws {
        let answer = try alice.push(alice.account("northwind"))
        #expect(answer.map(\.verdict) == [.applied])
        #expect(answer.map(\.seq) == [1])
        try alice.pull()
        #expect(alice.records.count == 1)
    }

    @Test mutating func aKnownOpIsADuplicateWithItsFirstVerdict() throws {
        let account = try sharedAccount()
        let first = bob.set(account, ["phone": "1"])
        let second = alice.set(account, ["phone": "2"])
        try bob.push(first)
        let verdict = try alice.push(second)[0].verdict
        #expect(verdict == .won)
        let again = try alice.push(second)[0]
        #expect(again.isDuplicate)
        #expect(again.verdict == .won)
    }

    @Test mutating func anIdUsedForOtherContentIsRejected() throws {
        let account = try sharedAccount()
        var op = alice.set(account, ["phone": "1"])
        try alice.push(op)
        op.units = [unit("phone", "2")]
        op.transaction = world.id()
        #expect(try alice.push(op)[0].verdict == .rejected(.identityReuse))
        try bob.pull()
        #expect(bob.value("phone", of: account) == "1")
    }

    @Test mutating func aCreateOfAKnownRecordIsRejectedWithItsValueKept() throws {
        let account = try sharedAccount()
        let again = alice.account("southwind", id: account)
        #expect(try alice.push(again)[0].verdict == .rejected(.createOfKnownRecord))
        let held = try world.server.perform(AdminHeldRequest(), by: world.admin).ops
        #expect(held.map(\.op) == [again.id])
        #expect(held[0].writes.contains { $0.value == "southwind" })
    }

    @Test mutating func anUnknownFieldIsHeldForANewerSchema() throws {
        let account = try sharedAccount()
        var op = alice.set(account, ["phone": "1"])
        op.units = [UnitWrite(key: UnitKey(field: 4_000), value: [1])]
        #expect(try alice.push(op)[0].verdict == .held(.newerSchema))
    }

    @Test mutating func unknownAndNotYoursHaveTheSameAnswer() throws {
        let create = alice.account("northwind")
        try alice.push(create)
        let foreign = bob.set(create.record, ["phone": "1"])
        let unknown = bob.set(world.id(), ["phone": "1"])
        #expect(try bob.push(foreign)[0].verdict == .held(.notAvailable))
        #expect(try bob.push(unknown)[0].verdict == .held(.notAvailable))
        var claim = bob.set(create.record, ["phone": "2"])
        claim.context.seen = 900_000
        claim.resolves = [world.id()]
        #expect(try bob.push(claim)[0].verdict == .held(.notAvailable))
        let theft = bob.account("mine", id: create.record)
        #expect(try bob.push(theft)[0].verdict == .held(.notAvailable))
    }

    @Test mutating func aTransactionIsAcceptedWholeOrNotAtAll() throws {
        let account = try sharedAccount()
        let transaction: TransactionID = world.id()
        var good = alice.set(account, ["phone": "1"])
        good.transaction = transaction
        var unavailable = alice.set(world.id(), ["phone": "2"])
        unavailable.transaction = transaction
        var bad = alice.set(account, ["website": "x"])
        bad.units = [UnitWrite(key: unit("website", "x").key, value: [255, 255])]
        bad.transaction = transaction
        let behind = alice.set(account, ["hotline": "3"])
        let answers = try alice.push(good, unavailable, bad, behind)
        #expect(answers.prefix(3).allSatisfy { $0.verdict == .rejected(.invalidValue) })
        #expect(answers[3].verdict == .applied)
        try bob.pull()
        #expect(bob.value("phone", of: account) == nil)
        #expect(bob.value("hotline", of: account) == "3")
    }

    @Test mutating func aSeenAboveTheRecordIsRejected() throws {
        let account = try sharedAccount()
        var op = alice.set(account, ["phone": "1"])
        op.context.seen += 1
        #expect(try alice.push(op)[0].verdict == .rejected(.impossibleContext))
    }

    @Test mutating func aConflictOfAnotherRecordCannotBeResolved() throws {
        let account = try sharedAccount()
        let op = alice.set(account, ["phone": "1"], resolves: [world.id()])
        #expect(try alice.push(op)[0].verdict == .rejected(.unknownConflict))
    }

    @Test mutating func aViewerCannotWrite() throws {
        let account = try sharedAccount()
        var carol = try world.laptop("carol", role: .viewer)
        try world.assign("carol", account)
        try carol.pull()
        #expect(
            try carol.push(carol.set(account, ["phone": "1"]))[0].verdict
                == .rejected(.notAllowed))
    }

    @Test mutating func aServerFieldFromADeviceIsRejected() throws {
        let account = try sharedAccount()
        let op = alice.set(account, ["tier": "key"])
        #expect(try alice.push(op)[0].verdict == .rejected(.policy))
    }

    @Test mutating func aHandleIsMadeUniqueByTheServer() throws {
        let first = alice.account("northwind")
        let second = alice.account("northwind")
        try alice.push(first, second)
        var third = alice.account("northwind")
        third.transaction = world.id()
        try alice.push(third)
        try alice.pull()
        let handles = [first, second, third].map { alice.value("handle", of: $0.record) }
        #expect(handles == ["northwind", "northwind-2", "northwind-3"])
        #expect(try alice.push(second)[0].isDuplicate)
    }

    @Test mutating func theAuthorOfAnAccountOwnsItFromTheSameTransactionOn() throws {
        let create = alice.account("northwind")
        let contact = alice.op(
            .create, world.id(), kind: KindNumber.contact, account: create.record,
            units: [unit("name", "Dana", kind: KindNumber.contact)])
        #expect(try alice.push(create, contact).map(\.verdict) == [.applied, .applied])
        let accounts = try world.server.perform(AdminAccountsRequest(), by: world.admin).accounts
        #expect(accounts[0].assignments.map(\.handle) == ["alice"])
        #expect(accounts[0].assignments.map(\.role) == ["owner"])
    }

    @Test mutating func heldAndRejectedOpsRemainLinksOfLaterContexts() throws {
        let account = try sharedAccount()
        var rejected = alice.set(account, ["phone": "1"])
        rejected.units = [UnitWrite(key: unit("phone", "1").key, value: [255])]
        let stamp = try alice.push(rejected)[0].stamp
        let later = alice.set(account, ["phone": "2"], own: [rejected.id])
        #expect(try alice.push(later)[0].stamp > stamp)
    }

    @Test mutating func aVisitSeenDoneIsFixedAndOneNotSeenDoneIsNot() throws {
        let account = try sharedAccount()
        let kind = KindNumber.visit
        let visit = alice.op(
            .create, world.id(), kind: kind, account: account,
            units: [
                unit("status", "planned", kind: kind), unit("channel", "call", kind: kind),
                unit("purpose", "service", kind: kind),
                unit("starts_at", "2026-12-01T10:00:00Z", kind: kind),
            ])
        #expect(try alice.push(visit)[0].verdict == .applied)
        try bob.pull()
        let done = alice.op(
            .set, visit.record, kind: kind, account: account,
            units: [unit("status", "done", kind: kind)],
            context: ReadContext(own: [visit.id]))
        let unaware = bob.op(
            .set, visit.record, kind: kind, account: account,
            units: [unit("summary", "late", kind: kind)],
            context: bob.context(of: visit.record))
        let aware = alice.op(
            .set, visit.record, kind: kind, account: account,
            units: [unit("summary", "again", kind: kind)],
            context: ReadContext(own: [done.id]))
        #expect(try alice.push(done)[0].verdict == .applied)
        #expect(try bob.push(unaware)[0].verdict == .applied)
        #expect(try alice.push(aware)[0].verdict == .rejected(.policy))
    }
}
