// Acknowledged edits go when a backup has them, or after a warning when there are too many.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct RetentionTests {
    private let day: UInt64 = 86_400_000

    /// No age and no number protects an edit that a backup has.
    private var strict: RetentionLimits {
        var limits = RetentionLimits()
        limits.newestOpsKept = 0
        return limits
    }

    private func later(_ days: UInt64) -> Stamp {
        Stamp(milliseconds: 1_700_000_000_000 + days * day)
    }

    private func synced() throws -> (TestDevice, PaperServer, RecordID) {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.set(account, "phone", "1")
        try alice.sync(with: server)
        return (alice, server, account)
    }

    private func kept(_ device: TestDevice) throws -> Int {
        try device.store.read { try $0.outbox(.all) }.count
    }

    @Test func whatABackupHasGoesAfterTheTimeForUndo() throws {
        let (alice, server, account) = try synced()
        let count = try kept(alice)
        try alice.store.retain(backupSeq: server.seq, now: later(29), limits: strict)
        #expect(try kept(alice) == count)
        try alice.store.retain(backupSeq: server.seq, now: later(31), limits: strict)
        #expect(try kept(alice) == 0)
        #expect(try alice.text(account, "phone") == "1")
        #expect(try alice.store.read { try $0.unbacked() } == UnbackedEdits())
    }

    @Test func whatNoBackupHasStaysAndIsCounted() throws {
        let (alice, server, account) = try synced()
        let backup = server.seq
        try alice.set(account, "website", "2")
        try alice.sync(with: server)
        let edits = try alice.store.retain(backupSeq: backup, now: later(31), limits: strict)
        #expect(edits?.count == 1)
        #expect(edits?.since == server.time(backup + 1))
        #expect(edits?.letGoFrom == nil)
        #expect(try kept(alice) == 1)
    }

    @Test func aBackupOfWhatWasNeverSeenCountsOnlyAsFarAsWasSeen() throws {
        let (alice, server, _) = try synced()
        try alice.store.retain(backupSeq: 1 << 50, now: later(1), limits: strict)
        #expect(try alice.store.read { try $0.connection.backupSeq() } == server.seq)
    }

    @Test func theNewestEditsCanAlwaysBeUndone() throws {
        let (alice, server, _) = try synced()
        let count = try kept(alice)
        try alice.store.retain(backupSeq: server.seq, now: later(300))
        #expect(try kept(alice) == count)
    }

    @Test func whatIsStillNamedStays() throws {
        let (alice, server, account) = try synced()
        try alice.set(account, "website", "sent")
        try alice.push(to: server)
        // The read has seen an op that the server's state here does not cover yet.
        let (_, token) = try alice.store.openEdit(account)
        #expect(!token.context.own.isEmpty)
        try alice.pull(from: server)
        try alice.store.retain(backupSeq: server.seq, now: later(40), limits: strict)
        let left = try alice.store.read { try $0.outbox(.all) }
        #expect(Set(left.map(\.op.id)).isSuperset(of: token.context.own))
    }

    @Test func aSideOfAnOpenConflictStays() throws {
        let (alice, server, account) = try synced()
        let mine = try alice.set(account, "website", "mine")
        try alice.push(to: server)
        let theirs = server.write(account, field: 9, "theirs")
        server.conflicts = [
            server.conflict(
                on: account, field: 9, loser: (mine, alice.user, "mine"),
                winner: (theirs, UserID(high: 9, low: 9), "theirs"))
        ]
        server.records[account]?.seq = server.seq
        try alice.pull(from: server)
        try alice.store.retain(backupSeq: server.seq, now: later(40), limits: strict)
        #expect(try alice.store.read { try $0.ownOp(mine) } != nil)
    }

    @Test func nothingIsLetGoBeforeAWarningHasStood() throws {
        let (alice, server, _) = try synced()
        let count = try kept(alice)
        let first = try alice.store.retain(backupSeq: 0, now: later(390))
        #expect(first?.letGoFrom == later(404))
        #expect(try kept(alice) == count)
        let second = try alice.store.retain(backupSeq: 0, now: later(403))
        #expect(second?.letGo == 0)
        #expect(try kept(alice) == count)
        let third = try alice.store.retain(backupSeq: 0, now: later(405))
        #expect(third?.letGo == count)
        #expect(try kept(alice) == 0)
        #expect(server.seq > 0)
    }

    @Test func tooManyEditsAreLetGoOldestFirst() throws {
        let (alice, server, account) = try synced()
        for number in 0..<8 {
            try alice.set(account, "phone", "\(number)")
            try alice.sync(with: server)
        }
        var limits = RetentionLimits()
        limits.unbackedOpsMax = 4
        let before = try alice.store.read { try $0.outbox(.all) }
        try alice.store.retain(backupSeq: 0, now: later(1), limits: limits)
        #expect(try kept(alice) == before.count)
        try alice.store.retain(backupSeq: 0, now: later(16), limits: limits)
        #expect(try alice.store.read { try $0.outbox(.all) } == Array(before.suffix(4)))
    }

    @Test func lookingThroughCostsNothingBetweenBackups() throws {
        let (alice, server, _) = try synced()
        #expect(try alice.store.retain(backupSeq: server.seq, now: later(1)) != nil)
        #expect(try alice.store.retain(backupSeq: server.seq, now: later(1)) == nil)
        #expect(try alice.store.retain(backupSeq: server.seq, now: later(3)) != nil)
    }

    @Test func anAccountThatWentKeepsOnlyWhatNoBackupHas() throws {
        let (alice, server, account) = try synced()
        let backup = server.seq
        try alice.store.retain(backupSeq: backup, now: later(1))
        let mine = try alice.set(account, "website", "after the backup")
        try alice.sync(with: server)
        server.scope[alice.replica] = []
        try alice.pull(from: server)
        let left = try alice.store.read { try $0.outbox(.all) }
        #expect(left.map(\.op.id) == [mine])
        #expect(left[0].replaced == nil)
        try alice.store.retain(backupSeq: server.seq, now: later(2))
        #expect(try kept(alice) == 0)
    }
}
