// The server was put back from a backup: who is told what, and what comes back from the laptops.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct RestoreTests {
    let world: World
    var alice: Laptop
    var bob: Laptop
    var account: RecordID

    init() throws {
        world = try World()
        alice = try world.laptop("alice")
        bob = try world.laptop("bob")
        let create = alice.account("northwind")
        try alice.push(create)
        account = create.record
        try world.assign("bob", account)
        try alice.pull()
        try bob.pull()
    }

    private func refusal(_ laptop: Laptop) throws -> SessionRefusal? {
        let answer = try laptop.exchange(
            SyncRequest(
                hello: laptop.hello, batches: [laptop.batch([laptop.account("x")])],
                pull: laptop.pullRequest))
        #expect(answer.answers.isEmpty || answer.welcome.refusal == nil)
        return answer.welcome.refusal
    }

    @Test mutating func aDeviceThatSyncedBeyondTheBackupIsToldAndFindsTheCommonPoint() throws {
        let common = try #require(alice.history)
        let backup = try Backup(world)
        try alice.push(alice.set(account, ["phone": "1"]))
        try alice.pull()
        alice.world = try backup.restore(world)
        #expect(try refusal(alice) == .historyRestored)
        let former = alice.replica
        let present = try alice.world.server.history().point
        #expect(present.seq == backup.seq)
        let answer = try alice.repair([common])
        #expect(answer.common.seq == common.seq && answer.common.chain == common.chain)
        #expect(answer.common.lineage == present.lineage)
        #expect(answer.commonTime > .zero && answer.replica != former)
        #expect(try refusal(alice) == nil)
    }

    @Test mutating func aDeviceThatDidNotSyncBeyondTheBackupLearnsTheLineageToo() throws {
        let restored = try Backup(world).restore(world)
        let point = try #require(bob.history)
        bob.world = restored
        #expect(try refusal(bob) == .historyRestored)
        let answer = try bob.repair()
        #expect(answer.common.seq == point.seq)
        try bob.push(bob.set(account, ["phone": "1"]))
        try bob.pull()
        #expect(bob.value("phone", of: account) == "1")
    }

    @Test mutating func aDeviceWithNothingInCommonStartsAgainFromNothing() throws {
        let early = try Backup(world)
        try alice.push(alice.set(account, ["phone": "1"]))
        try alice.pull()
        let answer = try alice.follow(try early.restore(world))
        #expect(answer.common.seq == 0 && answer.common.chain.isEmpty)
        #expect(answer.commonTime == .zero)
    }

    @Test mutating func aServerPutBackInSilenceStopsEverybodyAndWritesNothing() throws {
        let backup = try Backup(world)
        try alice.push(alice.set(account, ["phone": "1"]))
        try alice.pull()
        let silent = try backup.putBack(world)
        alice.world = silent
        #expect(try refusal(alice) == .historyDiffers)
        let asked = try alice.exchange(
            SyncRequest(hello: alice.hello, repair: RepairRequest(points: [])))
        #expect(asked.repair == nil && asked.welcome.refusal == .historyDiffers)
        #expect(try silent.server.history().point.seq == backup.seq)
        _ = try silent.server.declareRestored()
        #expect(try refusal(alice) == .historyRestored)
    }

    @Test mutating func anotherServersHistoryIsNeverARestore() throws {
        alice.world = try Backup(world).restore(world)
        alice.history?.lineage = world.id()
        #expect(try refusal(alice) == .historyDiffers)
    }

    @Test mutating func firstStampsComeBackAndNothingIsDoubled() throws {
        let backup = try Backup(world)
        alice.skewMilliseconds = 90_000
        let first = alice.set(account, ["phone": "1"])
        let second = alice.set(account, ["name": "Nord"], own: [first.id])
        let before = try alice.push(first, second)
        try alice.pull()
        world.clock.pass(seconds: 86_400)
        let answer = try alice.follow(try backup.restore(world))
        let ops = [first.lowered(to: answer), second.lowered(to: answer)]
        let after = try alice.offer(ops, before)
        #expect(after.map(\.stamp) == before.map(\.stamp))
        #expect(after.map(\.quality) == before.map(\.quality))
        #expect(after.map(\.receipt) == before.map(\.receipt))
        #expect(after.map(\.isDuplicate) == [false, false])
        var copy = alice
        copy.lastBatch = .zero
        let again = try alice.offer(ops, before)
        #expect(again.map(\.isDuplicate) == [true, true])
        try alice.pull()
        #expect(alice.value("phone", of: account) == "1")
        #expect(try alice.world.ops(on: account).count == 3)
        #expect(try alice.world.causalFaults(on: account).isEmpty)
    }

    @Test mutating func receiptsOfOtherOpsOtherStampsOrOtherServersAreWorthNothing() throws {
        let backup = try Backup(world)
        let first = alice.set(account, ["phone": "1"])
        let second = alice.account("other")
        let before = try alice.push(first, second)
        try alice.pull()
        world.clock.pass(seconds: 1_000)
        let restored = try backup.restore(world)
        let answer = try alice.follow(restored)
        var swapped = before[1]
        swapped.op = first.id
        #expect(try alice.offer([first.lowered(to: answer)], [swapped])[0].verdict == .applied)
        var later = before[1]
        later.stamp = Stamp(milliseconds: later.stamp.milliseconds + 900_000)
        let given = try alice.offer([second.lowered(to: answer)], [later])
        #expect(given[0].stamp != later.stamp && given[0].verdict == .applied)
        let audit = try restored.server.auditRows().filter { $0.action == "receipts" }
        #expect(audit.count == 2 && audit.allSatisfy { !$0.isDone })

        var other = alice
        other.world = try backup.restore(world, receiptKey: world.randomness.bytes(32))
        other.history = HistoryPoint(
            lineage: try world.server.history().point.lineage, seq: 0, chain: [])
        let met = try other.repair()
        #expect(try other.offer([first.lowered(to: met)], before)[0].verdict == .applied)
        #expect(try other.world.server.auditRows().contains { $0.action == "receipts" })
    }

    @Test mutating func aReceiptNeverGivesAStampBelowWhatItsAuthorHadSeen() throws {
        let backup = try Backup(world)
        let second = alice.set(account, ["phone": "2"])
        let before = try alice.push(second)
        try alice.pull()
        world.clock.pass(seconds: 5_000)
        let answer = try alice.follow(try backup.restore(world))
        let forged = alice.set(account, ["phone": "1"]).lowered(to: answer)
        try alice.push(forged)
        var op = second.lowered(to: answer)
        op.context.own = []
        op.context.lost = [forged.id]
        let after = try alice.offer([op], before)
        #expect(after[0].stamp > before[0].stamp && after[0].quality == .clamped)
        #expect(try alice.world.causalFaults(on: account).isEmpty)
    }

    @Test mutating func aHeldOpKeepsItsStampAndMayBeAcceptedNow() throws {
        let backup = try Backup(world)
        try world.unassign("bob", account)
        let op = bob.set(account, ["phone": "1"])
        let before = try bob.push(op)
        #expect(before[0].verdict == .held(.notAvailable) && before[0].receipt.count == 8)
        world.clock.pass(seconds: 5_000)
        let answer = try bob.follow(try backup.restore(world))
        let after = try bob.offer([op.lowered(to: answer)], before)
        #expect(after[0].verdict == .applied && after[0].stamp == before[0].stamp)
    }

    @Test mutating func twoRestoresFromOneBackupAreBothRemembered() throws {
        let backup = try Backup(world)
        let first = try backup.restore(world)
        try alice.follow(first)
        let op = alice.set(account, ["phone": "1"])
        let before = try alice.push(op)
        try alice.pull()
        let second = try backup.restore(first)
        #expect(try second.server.history().lineages.count == 3)
        alice.world = second
        #expect(try refusal(alice) == .historyRestored)
        let answer = try alice.repair()
        let after = try alice.offer([op.lowered(to: answer)], before)
        #expect(after[0].stamp == before[0].stamp)
        bob.world = second
        #expect(try refusal(bob) == .historyRestored)
    }

    @Test mutating func aForkNeverSharesALinkWithTheHistoryItLost() throws {
        let backup = try Backup(world)
        let op = alice.set(account, ["phone": "1"])
        let before = try alice.push(op)
        try alice.pull()
        let lost = try #require(alice.history)
        world.clock.pass(seconds: 60)
        let restored = try backup.restore(world)
        let answer = try alice.follow(restored)
        try alice.offer([op.lowered(to: answer)], before)
        let present = try restored.server.history().point
        #expect(present.seq == lost.seq && present.chain != lost.chain)
        #expect(try restored.server.knows(lost) == false)
    }

    @Test mutating func askingTwiceOrFromTwoCopiesGivesOneIdentity() throws {
        alice.world = try Backup(world).restore(world)
        var copy = alice
        let first = try alice.repair()
        let second = try copy.repair()
        #expect(first == second)
        try alice.push(alice.set(account, ["phone": "1"]))
        let batch = copy.batch([copy.set(account, ["phone": "2"])])
        let answer = try copy.exchange(SyncRequest(hello: copy.hello, batches: [batch])).answers
        guard case .rebirth? = answer.first else {
            Issue.record("two copies write as one replica")
            return
        }
    }

    @Test mutating func aRevokedDeviceStaysRevoked() throws {
        let backup = try Backup(world)
        _ = try world.server.perform(
            AdminRevokeRequest(device: bob.replica.description), by: world.admin)
        let silent = try backup.putBack(world)
        #expect(throws: Problem.tokenRevoked) {
            try silent.server.authenticate(token: bob.token)
        }
        let known = AuthenticatedDevice(
            device: bob.replica, user: bob.user, handle: "bob", name: "Bob", role: .rep)
        let request = SyncRequest(hello: bob.hello, pull: bob.pullRequest)
        #expect(throws: Problem.tokenRevoked) { try silent.server.sync(request, from: known) }
        let summary = try silent.server.declareRestored()
        #expect(summary.revocationsKept == 1)
        let devices = try silent.server.perform(AdminDevicesRequest(user: "bob"), by: world.admin)
        #expect(devices.devices.map(\.isRevoked) == [true])
    }

    @Test mutating func aRevocationThatCannotBeKeptDoesNotCount() throws {
        struct DiskFull: Error {}
        let server = SyncServer(
            store: world.store, clock: world.clock, randomness: world.randomness,
            revocations: RevocationRegister(keep: { _ in throw DiskFull() }))
        #expect(throws: Problem.storeFailed) {
            try server.perform(
                AdminRevokeRequest(device: bob.replica.description), by: world.admin)
        }
        #expect(try server.authenticate(token: bob.token) != nil)
    }

    @Test mutating func theServersOwnReplicaBeginsAgain() throws {
        let backup = try Backup(world)
        let former = try world.store.read { try $0.shard()?.serverReplica }
        let restored = try backup.restore(world)
        let present = try #require(try restored.store.read { try $0.shard()?.serverReplica })
        #expect(present != former)
        #expect(try restored.store.read { try $0.replica(present)?.user } == UserID.zero)
    }

    @Test mutating func enrollingAgainKeepsTheFamilyAndAnswersThePoints() throws {
        let point = try #require(alice.history)
        let invited = try world.server.perform(
            AdminInviteRequest(name: "", handle: "alice", role: nil), by: world.admin)
        let answer = try world.server.enroll(
            EnrollRequest(
                code: invited.code, device: "new", clock: alice.sample,
                predecessor: alice.replica, schema: 1,
                points: [HistoryPoint(lineage: world.id(), seq: 9, chain: [9]), point]))
        #expect(answer.repair?.replica == answer.replica)
        #expect(answer.repair?.common == point)
        let both = [answer.replica, alice.replica]
        let rows = try world.store.read { try $0.replicas(both) }
        #expect(Set(rows.map(\.family)).count == 1)
        let foreign = try world.server.perform(
            AdminInviteRequest(name: "", handle: "bob", role: nil), by: world.admin)
        let other = try world.server.enroll(
            EnrollRequest(
                code: foreign.code, device: "new", clock: alice.sample,
                predecessor: alice.replica, schema: 1))
        #expect(other.repair == nil)
        #expect(
            try world.store.read { try $0.replica(other.replica)?.family } == other.replica)
    }

    @Test mutating func aBackupIsNotedOnlyForTheHistoryItHas() throws {
        let point = try world.server.history().point
        try world.server.noteBackup(
            upTo: HistoryPoint(lineage: world.id(), seq: point.seq, chain: point.chain))
        try world.server.noteBackup(
            upTo: HistoryPoint(lineage: point.lineage, seq: point.seq + 1, chain: [1]))
        #expect(try world.store.read { try $0.shard()?.backupSeq } == 0)
        try world.server.noteBackup(upTo: point)
        let welcome = try alice.exchange(SyncRequest(hello: alice.hello)).welcome
        #expect(welcome.backupSeq == point.seq)
    }
}
