// Copies that enroll again: everything kept, under a new identity.

import AccountRecords
import CausalCore
import Foundation
import Testing

@testable import ReplicaStore

@Suite struct EnrollmentTests {
    @Test func aBackupHoldsEverythingButTheIdentity() throws {
        let folder = try TemporaryFolder()
        let (alice, server) = (try TestDevice(path: folder.file), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let unsent = try alice.set(account, "phone", "unsent")
        _ = try alice.store.openEdit(account)
        _ = try alice.nextBatch()
        let path = folder.path + "/backup.sqlite"
        try alice.store.backup(to: path)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path).contains(
                "backup.sqlite"))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let copy = try ReplicaStore.open(path: path)
        #expect(try copy.identity() == nil)
        #expect(
            try copy.predecessor()
                == Predecessor(
                    replica: alice.replica, user: alice.user, handle: "alice", name: "Alice",
                    lineage: server.lineage))
        #expect(try copy.syncState().sealedBatch == nil)
        #expect(try copy.read { try $0.outbox() }.map(\.op.id) == [unsent])
        #expect(try copy.rememberedPoints() == alice.store.rememberedPoints())
        // The original goes on as if nothing had happened.
        #expect(try alice.store.identity()?.replica == alice.replica)
        #expect(try alice.store.syncState().sealedBatch != nil)
    }

    @Test func aBackupOverwritesNothing() throws {
        let folder = try TemporaryFolder()
        let alice = try TestDevice(path: folder.file)
        #expect(throws: StoreError.self) { try alice.store.backup(to: folder.file) }
        #expect(try alice.store.identity() != nil)
    }

    @Test func anEnrolledCopyTakesANewIdentityAndKeepsEverything() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let unsent = try alice.set(account, "phone", "unsent")
        let sealed = try #require(try alice.nextBatch())
        var identity = alice.identity
        identity.replica = ReplicaID(77)
        let point = try #require(try alice.store.rememberedPoints().first)
        try alice.store.enrollAgain(as: identity, from: point)
        #expect(try alice.store.identity() == identity)
        #expect(try alice.outbox().map(\.op.id) == [unsent])
        #expect(try alice.text(account, "phone") == "unsent")
        #expect(try alice.store.heldAccounts() == [account])
        let again = try #require(try alice.nextBatch())
        #expect(again.ops == sealed.ops && again.previous == .zero)
    }

    @Test func aCopyThatWasNeverEnrolledHasNoPredecessor() throws {
        #expect(try TestDevice(enroll: false).store.predecessor() == nil)
    }
}
