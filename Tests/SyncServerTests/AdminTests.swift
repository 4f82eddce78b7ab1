// People, codes, admins' acts, and what is written down of them.

import AccountRecords
import CausalCore
import SyncProtocol
import Synchronization
import Testing

@testable import SyncServer

@Suite struct AdminTests {
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
        try alice.pull()
    }

    func enroll(_ code: String) throws -> EnrollResponse {
        try world.server.enroll(
            EnrollRequest(code: code, device: "x", clock: World.sample(world.clock), schema: 1))
    }

    @Test func aCodeMakesOneDeviceAlsoUnderParallelRequests() async throws {
        let code = try world.server.perform(
            AdminInviteRequest(name: "Carol", handle: "carol"), by: world.admin
        ).code
        let successes = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask { (try? enroll(code)) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(successes == 1)
    }

    @Test func aCodeIsRefusedWhenUnknownUsedOrExpired() throws {
        func code(_ body: () throws -> EnrollResponse) -> String {
            do {
                _ = try body()
                return "none"
            } catch { return (error as? Problem)?.code ?? "\(error)" }
        }
        let first = try world.server.perform(AdminInviteRequest(name: "C"), by: world.admin).code
        let shouted = first.lowercased().replacing("-", with: " ").replacing("0", with: "o")
        #expect(code { try enroll(shouted) } == "none")
        #expect(code { try enroll(first) } == "code_used")
        #expect(code { try enroll("AAAA-AAAA-AAAA-AAAA") } == "code_unknown")
        let second = try world.server.perform(AdminInviteRequest(name: "D"), by: world.admin).code
        world.clock.pass(seconds: 15 * 60 + 1)
        #expect(code { try enroll(second) } == "code_expired")
    }

    @Test func tokensAndCodesHaveTheirForms() throws {
        #expect(alice.token.hasPrefix("kith_"))
        #expect(alice.token.count == 48)
        #expect(try world.server.authenticate(token: alice.token + "x") == nil)
        let code = try world.server.perform(AdminInviteRequest(name: "C"), by: world.admin).code
        #expect(code.split(separator: "-").map(\.count) == [4, 4, 4, 4])
    }

    @Test func repsActNotAsAdminsAndTheAttemptIsWrittenDown() throws {
        let device = try #require(try world.server.authenticate(token: alice.token))
        #expect(throws: Problem.notAllowed) {
            try world.server.perform(AdminInviteRequest(name: "X"), by: device)
        }
        let rows = try world.server.auditRows()
        #expect(rows.last?.isDone == false)
        #expect(rows.last?.actor == alice.user)
        #expect(try world.server.verifyAudit() == nil)
    }

    @Test func whatCannotBeReadIsNamedByVerify() throws {
        #expect(try world.server.verify().faults == [])
        let row = try #require(try world.store.read { try $0.records([account]).first })
        try world.store.write { transaction in
            guard let shard = try transaction.shard() else { return }
            var effects = CommitEffects(shard: shard)
            effects.amended = [LogAmendment(seq: row.seq, body: [1])]
            try transaction.commit(effects)
        }
        let faults = try world.server.verify().faults
        #expect(faults.contains { $0.contains("op at seq \(row.seq) cannot be read") })
        #expect(faults.contains { $0.contains("record \(account) cannot be read") })
    }

    @Test func theLastAdminsDeviceIsNotRevokedByAccident() throws {
        let request = AdminRevokeRequest(device: "office")
        do {
            _ = try world.server.perform(request, by: world.admin)
            Issue.record("revoked")
        } catch {
            #expect(error.code == "last_admin_device")
        }
        _ = try world.server.perform(request, by: .operator)
        #expect(throws: Problem.tokenRevoked) {
            try world.server.authenticate(token: world.adminToken)
        }
    }

    @Test mutating func aHeldOpIsAppliedAsANewOneAndItsDeviceIsTold() throws {
        let late = bob.set(account, ["phone": "late"])
        #expect(try bob.push(late)[0].verdict == .held(.notAvailable))
        try bob.pull()
        let held = try world.server.perform(AdminHeldRequest(user: "bob"), by: world.admin).ops
        #expect(held.map(\.writes) == [[AdminWrite(unit: "phone", value: "late")]])
        let answer = try world.server.perform(
            AdminHeldApplyRequest(op: held[0].shortID, seen: held[0].recordSeq, reason: "ok"),
            by: world.admin)
        #expect(answer.verdict == "applied")
        try alice.pull()
        #expect(alice.value("phone", of: account) == "late")
        try bob.pull()
        #expect(bob.pages.flatMap(\.notices).map(\.outcome) == [.applied])
        #expect(bob.pages.flatMap(\.notices).map(\.op) == [late.id])
        #expect(try bob.push(late)[0].verdict == .held(.notAvailable))
        try bob.pull()
        #expect(bob.pages.flatMap(\.notices).isEmpty)
    }

    @Test mutating func aHeldOpIsArchivedOnce() throws {
        let late = bob.set(account, ["phone": "late"])
        try bob.push(late)
        let request = AdminHeldArchiveRequest(op: late.id.description, reason: "no")
        _ = try world.server.perform(request, by: world.admin)
        #expect(throws: Problem.self) { try world.server.perform(request, by: world.admin) }
        #expect(try world.server.perform(AdminHeldRequest(), by: world.admin).ops.isEmpty)
        let all = try world.server.perform(
            AdminHeldRequest(includesSettled: true), by: world.admin
        ).ops
        #expect(all.map { $0.settled?.outcome } == ["archived"])
    }

    @Test mutating func anAdminsResolutionIsAnOrdinaryOpThatEverybodyReceives() throws {
        try world.assign("bob", account)
        try bob.pull()
        let first = alice.set(account, ["phone": "a"])
        try alice.push(first)
        world.clock.pass(seconds: 1)
        try bob.push(bob.set(account, ["phone": "b"]))
        let list = try world.server.perform(AdminConflictsRequest(), by: world.admin).conflicts
        let shown = try world.server.perform(
            AdminConflictRequest(conflict: list[0].shortID), by: world.admin)
        #expect(shown.conflict.current == "b")
        #expect(shown.conflict.members.map(\.prevails) == [false, true])
        let answer = try world.server.perform(
            AdminResolveRequest(
                conflict: list[0].shortID, choice: .keep(op: first.id), seen: shown.seen,
                reason: "called them"), by: world.admin)
        #expect(answer.verdict == "applied")
        #expect(answer.conflict.closing?.by == "ada")
        #expect(answer.conflict.closing?.reason == "called them")
        try alice.pull()
        try bob.pull()
        #expect(alice.value("phone", of: account) == "a")
        #expect(alice.conflicts.values.map(\.isOpen) == [false])
        #expect(alice.checksum(account) == bob.checksum(account))
    }

    @Test mutating func aResolutionOfAnOldPageDoesNotCloseWhatItHadNotSeen() throws {
        try world.assign("bob", account)
        try bob.pull()
        try alice.push(alice.set(account, ["phone": "a"]))
        let id = account
        let rows = try world.store.read { try $0.records([id]) }
        let seen = try #require(rows.first).seq
        try bob.push(bob.set(account, ["phone": "b"]))
        let list = try world.server.perform(AdminConflictsRequest(), by: world.admin).conflicts
        let answer = try world.server.perform(
            AdminResolveRequest(
                conflict: list[0].id.description, choice: .edit(value: "c"), seen: seen),
            by: world.admin)
        #expect(answer.verdict == "won")
        #expect(answer.conflict.closing == nil)
        #expect(answer.conflict.members.map(\.value) == ["a", "b", "c"])
    }

    @Test mutating func devicesSayWhenTheyWereSeen() throws {
        alice.skewMilliseconds = 60_000
        try alice.pull()
        let devices = try world.server.perform(
            AdminDevicesRequest(user: "alice"), by: world.admin
        ).devices
        #expect(devices.map(\.clockSkewMilliseconds) == [60_000])
        try world.server.flush()
        let rows = try world.store.read { try $0.devices() }
        #expect(rows.contains { $0.sighting.skewMilliseconds == 60_000 })
    }

    @Test mutating func assigningTwiceChangesNothing() throws {
        try world.assign("bob", account)
        let answer = try world.server.perform(
            AdminAssignRequest(user: "bob", accounts: ["northwind"], role: "backup"),
            by: world.admin)
        #expect(answer.assigned.isEmpty && answer.unchanged == 1)
        let status = try world.server.perform(AdminStatusRequest(), by: world.admin)
        #expect(status.accounts == 1 && status.users == 3 && status.openConflicts == 0)
    }

    @Test mutating func aHeldOpThatCannotBeAppliedStaysAndACreateIsApplied() throws {
        var create = bob.account("southwind")
        create.schema = 99
        #expect(try bob.push(create)[0].verdict == .held(.newerSchema))
        let request = AdminHeldApplyRequest(op: create.id.description, seen: 0)
        #expect(throws: Problem.self) { try world.server.perform(request, by: world.admin) }
        #expect(try world.server.perform(AdminHeldRequest(), by: world.admin).ops.count == 1)
        let contact = bob.op(
            .create, world.id(), kind: KindNumber.contact, account: account,
            units: [unit("name", "Dana", kind: KindNumber.contact)])
        #expect(try bob.push(contact)[0].verdict == .held(.notAvailable))
        let answer = try world.server.perform(
            AdminHeldApplyRequest(op: contact.id.description, seen: 0), by: .operator)
        #expect(answer.verdict == "applied")
        try alice.pull()
        #expect(alice.value("name", of: contact.record) == "Dana")
    }
}
