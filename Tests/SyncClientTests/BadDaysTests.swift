// Accounts come and go, laptops are copied and revoked, answers lie: nothing is lost.

import AccountRecords
import CausalCore
import Foundation
import ReplicaStore
import SyncClient
import SyncProtocol
import Testing

@Suite struct BadDaysTests {
    @Test func anAccountThatLeavesTakesItsRowsButNotTheEdits() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        try bob.set(account, "phone", "written before the loss was seen")
        try world.unassign([account], from: "bob")
        let report = try bob.sync()
        #expect(report.retracted == [account])
        #expect(report.held.count == 1)
        #expect(try bob.store.read { try $0.record(account) } == nil)
        #expect(try bob.store.read { try $0.held().count } == 1)
        #expect(try bob.export() == world.export("bob"))
        try world.assign(account, to: "bob")
        let again = try bob.sync()
        #expect(again.gained == [account])
        #expect(try bob.value(account, "phone") == "1")
        try expectEqual(world, alice, bob)
    }

    @Test func aCopiedLaptopIsRebornAndBothCopiesKeepTheirEdits() throws {
        let world = try World()
        let temporary = try TemporaryFolder()
        defer { withExtendedLifetime(temporary) {} }
        let folder = temporary.path
        let alice = try world.laptop("alice", path: folder + "/replica.sqlite")
        let account = try alice.createAccount("northwind")
        try alice.sync()
        try alice.set(account, "phone", "unsent when the disk was copied")
        try alice.store.close()
        try FileManager.default.copyItem(
            atPath: folder + "/replica.sqlite", toPath: folder + "/copy.sqlite")
        let first = try reopened(alice, folder + "/replica.sqlite", seed: 101)
        let second = try reopened(alice, folder + "/copy.sqlite", seed: 102)
        try first.set(account, "website", "first")
        try second.set(account, "website", "second")
        #expect(try first.sync().rebirths == 0)
        #expect(try second.sync().rebirths == 1)
        #expect(try first.replica() != second.replica())
        try first.sync()
        try second.sync()
        #expect(try first.value(account, "phone") == "unsent when the disk was copied")
        #expect(try first.value(account, "website") == "second")
        try expectEqual(world, first, second)
    }

    @Test func aLaptopPutBackToAnOldCopyHeals() throws {
        let world = try World()
        let temporary = try TemporaryFolder()
        defer { withExtendedLifetime(temporary) {} }
        let folder = temporary.path
        let alice = try world.laptop("alice", path: folder + "/replica.sqlite")
        let account = try alice.createAccount("northwind")
        try alice.sync()
        try alice.store.close()
        try FileManager.default.copyItem(
            atPath: folder + "/replica.sqlite", toPath: folder + "/old.sqlite")
        let present = try reopened(alice, folder + "/replica.sqlite", seed: 101)
        try present.set(account, "phone", "after the backup")
        _ = try present.createAccount("contoso")
        try present.sync()
        let old = try reopened(alice, folder + "/old.sqlite", seed: 102)
        try old.set(account, "website", "written on the old copy")
        #expect(try old.sync().rebirths == 1)
        try expectEqual(world, old, old)
        #expect(try old.value(account, "phone") == "after the backup")
    }

    @Test func aRevokedLaptopIsToldAndKeepsItsEdits() throws {
        let world = try World()
        let (_, bob, account) = try pair(world)
        try bob.set(account, "phone", "unsent")
        try world.revoke(bob)
        let failure = #expect(throws: SyncFailure.self) { try bob.sync() }
        #expect(failure?.code == .revoked)
        #expect(failure?.exitStatus == 77)
        #expect(try bob.value(account, "phone") == "unsent")
        let outcome = try #require(try bob.store.syncState().outcome)
        #expect(outcome.failureCode == "revoked")
    }

    @Test func aChecksumThatDiffersFetchesTheAccountAgain() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        try alice.set(account, "phone", "2")
        try alice.sync()
        var lies = 1
        bob.tamper = { response in
            for page in response.pages.indices where lies > 0 {
                for sum in response.pages[page].checksums.indices {
                    response.pages[page].checksums[sum].checksum ^= 1
                    lies -= 1
                }
            }
        }
        let report = try bob.sync()
        #expect(report.refetched == [account] && report.differing.isEmpty)
        try expectEqual(world, alice, bob)
    }

    @Test func aChecksumThatAlwaysDiffersEndsTheSyncAllTheSame() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        try alice.set(account, "phone", "2")
        try alice.sync()
        bob.tamper = { response in
            for page in response.pages.indices {
                for sum in response.pages[page].checksums.indices {
                    response.pages[page].checksums[sum].checksum ^= 1
                }
            }
        }
        #expect(try bob.sync().differing == [account])
        bob.tamper = nil
        try bob.sync()
        try expectEqual(world, alice, bob)
    }

    @Test func aServerThatWouldEmptyTheLaptopIsStopped() throws {
        let world = try World()
        let alice = try world.laptop("alice")
        let bob = try world.laptop("bob")
        let accounts = try (0..<24).map { try alice.createAccount("account-\($0)") }
        try alice.sync()
        for account in accounts { try world.assign(account, to: "bob") }
        try bob.sync()
        try world.unassign(Array(accounts.dropFirst(4)), from: "bob")
        let failure = #expect(throws: SyncFailure.self) { try bob.sync() }
        #expect(failure?.safetyStop == .massRemoval(of: .accounts, taken: 20, held: 24))
        #expect(failure?.exitStatus == 76)
        #expect(try bob.store.heldAccounts().count == 24)
        bob.options.allowsRemoval = true
        #expect(try bob.sync().retracted.count == 20)
        #expect(try bob.export() == world.export("bob"))
    }

    @Test func deletingMostRecordsIsAskedAboutElsewhere() throws {
        let world = try World()
        let (alice, bob, account) = try pair(world)
        let contacts = try (0..<24).map { index in
            try alice.write {
                try $0.create(
                    "contact", account: account, RecordChanges(["name": .text("\(index)")]))
            }
        }
        try alice.sync()
        try bob.sync()
        for contact in contacts.dropLast(4) { _ = try alice.write { try $0.delete(contact) } }
        try alice.sync()
        let failure = #expect(throws: SyncFailure.self) { try bob.sync() }
        #expect(failure?.safetyStop == .massRemoval(of: .records, taken: 20, held: 25))
        bob.options.allowsRemoval = true
        try bob.sync()
        try expectEqual(world, alice, bob)
    }

    @Test func anotherServerIsNotWrittenTo() throws {
        let world = try World()
        let (alice, _, account) = try pair(world)
        try alice.set(account, "phone", "2")
        alice.tamper = { $0.welcome.history.lineage = LineageID(high: 6, low: 6) }
        let before = try alice.store.syncState()
        let failure = #expect(throws: SyncFailure.self) { try alice.sync() }
        #expect(failure?.code == .safetyStop)
        let after = try alice.store.syncState()
        #expect(after.pendingOps == 1 && after.cursor == before.cursor)
        #expect(after.anchors == before.anchors)
        // Not even the failure is noted: the server may not be this laptop's at all.
        #expect(after.outcome == before.outcome)
    }

    @Test func aTransactionThatTheServerRefusesCostsNoIdentity() throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 3))
        let alice = try world.laptop("alice")
        let kept = try alice.createAccount("northwind")
        try alice.write { editor in
            for name in ["Dana", "Kim", "Lee", "Pat"] {
                _ = try editor.create(
                    "contact", account: kept, RecordChanges(["name": .text(name)]))
            }
        }
        let behind = try alice.createAccount("contoso")
        let report = try alice.sync()
        #expect(report.rejected.count == 4)
        #expect(report.rebirths == 0)
        #expect(try alice.sync().rebirths == 0)
        #expect(try alice.store.syncState().pendingOps == 0)
        #expect(try [kept, behind].map { try world.seq(of: $0) > 0 } == [true, true])
        try expectEqual(world, alice, alice)
    }
}

/// Opens a copy of a laptop's file as a laptop of its own.
private func reopened(_ laptop: Laptop, _ path: String, seed: UInt64) throws -> Laptop {
    let copy = try Laptop(world: laptop.world, seed: seed, wallOffsetSeconds: 0, path: path)
    copy.token = laptop.token
    return copy
}
