// The server was put back, and the laptops bring back what it has lost: real cores, real bytes.

import AccountRecords
import CausalCore
import Foundation
import ReplicaStore
import SyncProtocol
import Testing

@testable import SyncClient

@Suite struct RestoredServerTests {
    let world: World
    let alice: Laptop
    let bob: Laptop
    let account: RecordID

    init() throws {
        world = try World()
        alice = try world.laptop("alice")
        bob = try world.laptop("bob")
        account = try alice.createAccount("northwind")
        try alice.sync()
        try world.assign(account, to: "bob")
        try bob.sync()
    }

    /// All copies are equal, byte for byte, and nothing waits.
    private func expectAgreement(_ others: Laptop...) throws {
        for _ in 0..<2 { for laptop in [alice, bob] + others { try laptop.sync() } }
        let server = try world.export("alice")
        for laptop in [alice, bob] + others {
            #expect(try laptop.export() == server)
            #expect(try laptop.store.syncState().pendingOps == 0)
            #expect(try laptop.store.syncState().refetch.isEmpty)
        }
    }

    private func stamp(_ laptop: Laptop, _ field: String) throws -> Stamp? {
        let view = try #require(try laptop.store.read { try $0.record(account) })
        let unit = try Schema.current.unit(named: field, kind: view.kind)
        return view.units[unit]?.server?.stamp
    }

    @Test func whatWasKnownOfTheLostHistoryIsNotTakenForKnownOfTheNewOne() throws {
        let backup = try world.backup()
        // Only the acknowledgement comes, and the pages behind it do not.
        alice.tamper = { $0.pages = [] }
        let contact = try alice.write {
            try $0.create("contact", account: account, RecordChanges(["name": .text("Dana")]))
        }
        #expect(throws: SyncFailure.self) { try alice.sync() }
        alice.tamper = nil
        let known = try alice.store.syncState().known
        #expect(known.ranges.count == 1)
        try world.restore(backup)
        try bob.set(account, "phone", "3")
        try bob.sync()
        let seq = try world.seq(of: account)
        #expect(known.ranges.contains { $0.contains(seq) })
        let report = try alice.sync()
        #expect(report.repair.restores == 1 && report.differing.isEmpty)
        #expect(try alice.store.syncState().known.isEmpty)
        try expectAgreement()
        #expect(try alice.value(account, "phone") == "3")
        #expect(try bob.value(contact, "name") == "Dana")
    }

    @Test func whatWasAcknowledgedComesBackWithItsFirstTime() throws {
        let backup = try world.backup()
        try alice.set(account, "phone", "2")
        try alice.sync()
        try bob.sync()
        try bob.set(account, "website", "bob.example")
        try bob.set(account, "phone", "3")
        try bob.sync()
        try alice.sync()
        let before = try (stamp(alice, "phone"), stamp(alice, "website"))
        world.time.pass(seconds: 3600)
        try world.restore(backup)
        let hers = try alice.sync().repair
        #expect(hers.restores == 1 && hers.offered == 1)
        #expect(hers.answered == 1 && hers.returned == 1)
        #expect(hers.commonTime != nil)
        let his = try bob.sync().repair
        #expect(his.answered == 2 && his.returned == 2)
        try expectAgreement()
        #expect(try alice.value(account, "phone") == "3")
        #expect(try alice.value(account, "website") == "bob.example")
        #expect(try stamp(alice, "phone") == before.0)
        #expect(try stamp(alice, "website") == before.1)
        #expect(try alice.conflicts().isEmpty && bob.conflicts().isEmpty)
        #expect(try alice.sync().isIdle)
    }

    @Test func theOrderInWhichLaptopsComeBackDoesNotMatter() throws {
        let backup = try world.backup()
        try alice.set(account, "phone", "2")
        try alice.sync()
        try bob.sync()
        try bob.set(account, "phone", "3")
        try bob.sync()
        try world.restore(backup)
        // Bob's edit had seen Alice's, which arrives behind it.
        try bob.sync()
        try alice.sync()
        try expectAgreement()
        #expect(try alice.value(account, "phone") == "3")
        #expect(try alice.conflicts().isEmpty)
    }

    @Test func editsFromBeforeDuringAndAfterTheRestoreAllArrive() throws {
        try bob.set(account, "website", "offline.example")
        let backup = try world.backup()
        let visits = try (0..<3).map { try visit("Visit \($0)") }
        try alice.sync()
        try alice.set(account, "phone", "offline")
        try world.restore(backup)
        try alice.set(account, "website", "later.example")
        try alice.sync()
        let last = try visit("after")
        try expectAgreement()
        for record in visits + [last] {
            #expect(try bob.store.read { try $0.record(record) }?.isAlive == true)
        }
        #expect(try bob.value(account, "phone") == "offline")
        #expect(try bob.value(account, "website") == "later.example")
        #expect(try bob.conflicts().count == 1)
    }

    private func visit(_ summary: String) throws -> RecordID {
        try alice.write {
            try $0.create(
                "visit", account: account,
                RecordChanges([
                    "status": .choice("planned"), "channel": .choice("call"),
                    "purpose": .choice("service"),
                    "starts_at": .instant(milliseconds: 1_800_000_000_000),
                    "summary": .text(summary),
                ]))
        }
    }

    @Test func twoRestoresInARowLoseNothing() throws {
        let backup = try world.backup()
        try alice.set(account, "phone", "2")
        try alice.sync()
        try bob.sync()
        try world.restore(backup)
        try bob.set(account, "website", "bob.example")
        try bob.sync()
        let second = try world.backup()
        try alice.sync()
        try world.restore(second)
        try bob.set(account, "phone", "3")
        try world.restore(backup)
        try expectAgreement()
        #expect(try alice.value(account, "website") == "bob.example")
        #expect(try ["2", "3"].contains(alice.value(account, "phone") ?? ""))
    }

    @Test func aCopyOfADiskThatRepairsTooDoublesNothing() throws {
        let folder = try TemporaryFolder()
        let carol = try world.laptop("carol", path: folder.path + "/a.sqlite")
        try world.assign(account, to: "carol")
        try carol.sync()
        let backup = try world.backup()
        try carol.set(account, "phone", "carol's")
        try carol.sync()
        try world.restore(backup)
        // The disk is copied when the copy has gone back and pushed nothing yet.
        var runner = SyncRunner(
            store: carol.store, clock: carol.clock, ids: carol.ids, options: carol.options)
        while try carol.store.syncState().pendingOps == 0 {
            if case .exchange(let body) = try runner.step() { runner.deliver(carol.exchange(body)) }
        }
        try carol.store.backup(to: folder.path + "/b.sqlite")
        let twin = try Laptop(
            world: world, seed: 77, wallOffsetSeconds: 0, path: folder.path + "/b.sqlite")
        twin.token = carol.token
        try twin.store.setIdentity(try #require(try carol.store.identity()))
        try carol.set(account, "website", "carol.example")
        try twin.set(account, "industry", "twin's")
        try carol.sync()
        try twin.sync()
        try expectAgreement(carol, twin)
        #expect(try bob.value(account, "phone") == "carol's")
        #expect(try bob.value(account, "website") == "carol.example")
        #expect(try bob.value(account, "industry") == "twin's")
        #expect(try bob.conflicts().isEmpty)
    }

    @Test func aProcessThatDiesAnywhereInARepairLosesNothing() throws {
        for steps in 1...200 {
            let world = RestoredServerTests.worldOfItsOwn
            let (fresh, alice, account) = try world()
            let backup = try fresh.backup()
            try alice.set(account, "phone", "acknowledged")
            try alice.sync()
            try alice.set(account, "website", "pending.example")
            try fresh.restore(backup)
            var runner = SyncRunner(
                store: alice.store, clock: alice.clock, ids: alice.ids, options: alice.options)
            var isDone = false
            for _ in 0..<steps {
                switch try runner.step() {
                case .exchange(let body): runner.deliver(alice.exchange(body))
                case .finished: isDone = true
                case .receive, nil: break
                }
                if isDone { break }
            }
            try alice.sync()
            #expect(try alice.export() == fresh.export("alice"), "after \(steps) steps")
            #expect(try alice.value(account, "phone") == "acknowledged")
            #expect(try alice.value(account, "website") == "pending.example")
            #expect(try alice.store.syncState().pendingOps == 0)
            #expect(try alice.conflicts().isEmpty)
            if isDone { return }
        }
        Issue.record("a repair has no end")
    }

    private static func worldOfItsOwn() throws -> (World, Laptop, RecordID) {
        let world = try World()
        let alice = try world.laptop("alice")
        let account = try alice.createAccount("northwind")
        try alice.sync()
        return (world, alice, account)
    }

    @Test(arguments: Fault.allCases)
    func everyFaultOfTheWireInARepairPasses(_ fault: Fault) throws {
        for place in 0..<5 {
            let (fresh, alice, account) = try Self.worldOfItsOwn()
            let backup = try fresh.backup()
            try alice.set(account, "phone", "acknowledged")
            try alice.sync()
            try fresh.restore(backup)
            alice.faults = [Fault](repeating: .none, count: place) + [fault, fault]
            try alice.syncUntilDone()
            #expect(try alice.value(account, "phone") == "acknowledged")
            #expect(try alice.export() == fresh.export("alice"), "\(fault) at \(place)")
        }
    }

    @Test func aServerPutBackInSilenceStopsTheSyncAndNothingIsWritten() throws {
        let folder = try TemporaryFolder()
        let carol = try world.laptop("carol", path: folder.path + "/a.sqlite")
        try world.assign(account, to: "carol")
        try carol.sync()
        let backup = try world.backup()
        try carol.set(account, "phone", "acknowledged")
        try carol.sync()
        try world.restore(backup, saysSo: false)
        try expectStop(carol, folder)
        // What waits is sealed before the question is asked; the answer itself changes nothing.
        try carol.set(account, "website", "pending.example")
        #expect(throws: SyncFailure.self) { try carol.sync() }
        try expectStop(carol, folder)
        #expect(try carol.store.syncState().pendingOps == 1)
        try world.declareRestored(knowing: backup)
        #expect(try carol.sync().repair.returned == 1)
        try expectAgreement(carol)
        #expect(try bob.value(account, "website") == "pending.example")
    }

    private func expectStop(_ laptop: Laptop, _ folder: TemporaryFolder) throws {
        let before = try folder.bytes("a.sqlite")
        let failure = #expect(throws: SyncFailure.self) { try laptop.sync() }
        #expect(failure?.exitStatus == ExitStatus.protocolStop)
        #expect(failure?.safetyStop != nil)
        #expect(try folder.bytes("a.sqlite") == before)
    }

    @Test func anEmptiedServerIsFollowedOnlyWithANewLinkAndAWord() throws {
        let folder = try TemporaryFolder()
        let carol = try world.laptop("carol", path: folder.path + "/a.sqlite")
        let own = try carol.createAccount("contoso")
        try carol.sync()
        try carol.set(own, "phone", "2")
        try carol.sync()
        try world.empty()
        let invitation = try world.server.perform(
            AdminInviteRequest(name: "Carol", handle: "carol"), by: .operator)
        let before = try folder.bytes("a.sqlite")
        #expect(try carol.enrollAgain(invitation.code) == .otherHistory)
        #expect(try folder.bytes("a.sqlite") == before)
        let second = try world.server.perform(
            AdminInviteRequest(name: "", handle: "carol"), by: .operator)
        _ = try carol.enrollAgain(second.code, acceptsOtherHistory: true)
        try carol.sync()
        try carol.sync()
        #expect(try carol.value(own, "phone") == "2")
        #expect(try carol.export() == world.export("carol"))
        #expect(try carol.export().count == 1)
    }

    @Test func aRestoredBackupOfALaptopGoesOnUnderANewLink() throws {
        let folder = try TemporaryFolder()
        try alice.set(account, "phone", "sent")
        try alice.sync()
        try alice.set(account, "website", "unsent.example")
        try alice.store.backup(to: folder.path + "/b.sqlite")
        let again = try Laptop(
            world: world, seed: 99, wallOffsetSeconds: 0, path: folder.path + "/b.sqlite")
        let invitation = try world.server.perform(
            AdminInviteRequest(name: "", handle: "alice"), by: .operator)
        guard case .proceed = try again.enrollAgain(invitation.code) else {
            Issue.record("it was refused")
            return
        }
        try again.sync()
        // The old laptop was not lost after all: the same edit from both is one edit.
        try expectAgreement(again)
        #expect(try bob.value(account, "website") == "unsent.example")
        #expect(try bob.conflicts().isEmpty)
    }

    @Test func anotherPersonsLinkChangesNothing() throws {
        let folder = try TemporaryFolder()
        let carol = try world.laptop("carol", path: folder.path + "/a.sqlite")
        try carol.sync()
        let invitation = try world.server.perform(
            AdminInviteRequest(name: "", handle: "bob"), by: .operator)
        let before = try folder.bytes("a.sqlite")
        do {
            #expect(try carol.enrollAgain(invitation.code) == .otherPerson)
        } catch is Problem {}
        #expect(try folder.bytes("a.sqlite") == before)
        try carol.sync()
    }

    @Test func editsThatABackupHasAreForgottenAndOthersComeBack() throws {
        try alice.set(account, "phone", "in the backup")
        try alice.sync()
        let backup = try world.backup()
        try world.noteBackup()
        try alice.set(account, "website", "after.example")
        let report = try alice.sync()
        #expect(report.unbacked?.count == 1)
        try world.restore(backup)
        let repair = try alice.sync().repair
        #expect(repair.answered == 1 && repair.returned == 1)
        try expectAgreement()
        #expect(try bob.value(account, "website") == "after.example")
    }

    @Test func othersSettlingAndAdminsApplyingAreTold() throws {
        try alice.set(account, "phone", "alice's")
        try bob.set(account, "phone", "bob's")
        try alice.sync()
        try bob.sync()
        try alice.sync()
        let conflict = try #require(try alice.conflicts().first)
        let kept = try #require(conflict.conflict.members.first)
        _ = try bob.write { try $0.keep(kept.op, of: conflict.conflict.id, reason: "asked her") }
        try bob.sync()
        #expect(try alice.sync().settled == [conflict.conflict.id])
        #expect(try alice.sync().settled.isEmpty)
    }
}
