// Pulls: cursors of two numbers, gained and lost accounts, checksums, names, idleness.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct PullTests {
    let world: World
    var alice: Laptop
    var bob: Laptop

    init() throws {
        world = try World(
            limits: SyncLimits(pageRecordsMax: 3, pagesPerResponseMax: 1))
        alice = try world.laptop("alice")
        bob = try world.laptop("bob")
    }

    mutating func accounts(_ count: Int) throws -> [RecordID] {
        let ops = (0..<count).map { alice.account("account-\($0)") }
        try alice.send(alice.batch(ops))
        try alice.pull()
        return ops.map(\.record)
    }

    func expectEqual(_ first: Laptop, _ second: Laptop, _ account: RecordID) {
        #expect(first.checksum(account) == second.checksum(account))
    }

    @Test mutating func aFirstPullBringsEverythingInPagesAndEnds() throws {
        let all = try accounts(10)
        #expect(alice.records.count == 10)
        #expect(alice.held == all.sorted())
        #expect(alice.cursor.start == alice.cursor.at)
        try alice.pull()
        #expect(alice.pages.count == 1)
        #expect(alice.pages[0].records.isEmpty && alice.pages[0].checksums.isEmpty)
    }

    /// What the row of a record keeps, by the first byte of its cells.
    private func forms(_ records: [RecordID]) throws -> [UInt8?] {
        let rows = try world.store.read { try $0.records(records) }
        return records.map { id in rows.first { $0.id == id }?.cells.first }
    }

    @Test mutating func valuesAreInTheLogAloneUntilAnotherOpTouchesTheRecord() throws {
        let (once, edited, deleted) = (
            alice.account("once"), alice.account("edited"), alice.account("deleted")
        )
        var edit = alice.set(edited.record, ["phone": "1"])
        edit.context.own = [edited.id]
        let delete = alice.delete(deleted.record, own: [deleted.id])
        try alice.send(alice.batch([once, edited, edit, deleted, delete]))
        let all = [once, edited, deleted].map(\.record)
        #expect(try forms(all) == [CellCoding.loggedForm, 1, 1])
        try alice.pull()
        for account in all { try world.assign("bob", account) }
        try bob.pull()
        #expect(bob.records[once.record]?.cells.map(\.value) == once.units.map(\.value))
        try bob.push(bob.set(once.record, ["phone": "2"]))
        #expect(try forms(all) == [1, 1, 1])
        try alice.pull()
        try bob.pull()
        for account in all { expectEqual(alice, bob, account) }
        #expect(alice.records[once.record]?.cells.count == once.units.count + 1)
    }

    @Test mutating func anIdlePullWritesNothing() throws {
        _ = try accounts(2)
        let before = try world.store.read { try $0.shard() }
        try alice.pull()
        #expect(try world.store.read { try $0.shard() } == before)
        #expect(alice.pages.map(\.isLast) == [true])
    }

    @Test mutating func aRecordThatMovesBetweenPagesLosesNoUnit() throws {
        let all = try accounts(8)
        for account in all { try world.assign("bob", account) }
        try bob.pull()
        for account in all {
            try alice.push(alice.set(account, ["phone": "1"]))
        }
        var request = bob.pullRequest
        let first = try bob.exchange(SyncRequest(hello: bob.hello, pull: request))
        #expect(first.pages[0].isLast == false)
        bob.take(first.pages[0])
        try alice.pull()
        for account in all { try alice.push(alice.set(account, ["website": "2"])) }
        request = bob.pullRequest
        #expect(request.cursor.start < request.cursor.at)
        try bob.pull()
        try alice.pull()
        for account in all {
            #expect(bob.value("phone", of: account) == "1")
            #expect(bob.value("website", of: account) == "2")
            expectEqual(alice, bob, account)
        }
    }

    @Test mutating func onlyChangedUnitsTravelToThoseWhoHoldTheAccount() throws {
        let account = try accounts(1)[0]
        try alice.push(alice.set(account, ["phone": "1"]))
        try alice.pull()
        let cells = alice.pages.flatMap(\.records).flatMap(\.cells)
        #expect(cells.map(\.key) == [unit("phone", "").key])
    }

    @Test mutating func aGainedAccountComesWholeAndAtTheCursorsSeq() throws {
        let all = try accounts(5)
        try bob.pull()
        try world.assign("bob", all[3], all[1])
        try alice.push(alice.set(all[1], ["phone": "1"]))
        try bob.pull()
        try alice.pull()
        #expect(bob.held == [all[1], all[3]].sorted())
        #expect(Set(bob.pages.flatMap(\.gained).map(\.account)) == [all[1], all[3]])
        #expect(bob.pages.flatMap(\.completed).sorted() == bob.held)
        for account in bob.held { expectEqual(alice, bob, account) }
    }

    @Test mutating func aLargeGainedAccountBackfillsResumably() throws {
        let account = try accounts(1)[0]
        for number in 0..<10 {
            try alice.push(
                alice.op(
                    .create, world.id(), kind: KindNumber.contact, account: account,
                    units: [unit("name", "Person \(number)", kind: KindNumber.contact)]))
        }
        try world.assign("bob", account)
        let first = try bob.exchange(SyncRequest(hello: bob.hello, pull: bob.pullRequest))
        #expect(first.pages[0].backfill?.account == account)
        #expect(first.pages[0].completed.isEmpty)
        bob.take(first.pages[0])
        try alice.pull()
        try alice.push(alice.set(account, ["phone": "moved"]))
        try bob.pull()
        try alice.pull()
        #expect(bob.records.count == 11)
        expectEqual(alice, bob, account)
        let sums = bob.pages.flatMap(\.checksums).filter { $0.accounts == [account] }
        #expect(sums.last == AccountSum(accounts: [account], of: [bob.checksum(account)]))
    }

    @Test mutating func aLostAccountIsRetractedAndItsOpsAreHeld() throws {
        let all = try accounts(3)
        try world.assign("bob", all[0], all[1])
        try bob.pull()
        try world.unassign("bob", all[0])
        let late = bob.set(all[0], ["phone": "late"])
        #expect(try bob.push(late)[0].verdict == .held(.notAvailable))
        try bob.pull()
        #expect(bob.pages.flatMap(\.retracted) == [all[0]])
        #expect(bob.held == [all[1]])
        #expect(bob.records[all[0]] == nil)
        try world.assign("bob", all[0])
        try bob.pull()
        #expect(bob.records[all[0]] != nil)
        #expect(bob.value("phone", of: all[0]) == nil)
    }

    @Test mutating func aTombstoneBackfillsToo() throws {
        let account = try accounts(1)[0]
        try alice.push(alice.delete(account))
        try world.assign("bob", account)
        try bob.pull()
        #expect(bob.records[account]?.isAlive == false)
    }

    @Test mutating func aRolledBackLaptopHeals() throws {
        let all = try accounts(4)
        try world.assign("bob", all[0], all[1])
        try bob.pull()
        let old = bob
        try world.unassign("bob", all[0])
        try world.assign("bob", all[2])
        try alice.push(alice.set(all[1], ["phone": "1"]))
        try bob.pull()
        bob = old
        try bob.pull()
        try alice.pull()
        #expect(bob.held == [all[1], all[2]].sorted())
        for account in bob.held { expectEqual(alice, bob, account) }
    }

    @Test mutating func allAccountsCoverFutureOnesToo() throws {
        _ = try accounts(2)
        _ = try world.server.perform(
            AdminAssignRequest(user: "bob", isAll: true, role: "viewer"), by: world.admin)
        try bob.pull()
        #expect(bob.held.count == 2)
        let create = alice.account("later")
        try alice.push(create)
        try bob.pull()
        #expect(bob.held.count == 3)
        try alice.pull()
        expectEqual(alice, bob, create.record)
    }

    @Test mutating func aRefetchedAccountComesWholeAgain() throws {
        let all = try accounts(3)
        alice.records[all[1]]?.cells.removeLast()
        alice.held.removeAll { $0 == all[1] }
        var request = alice.pullRequest
        request.refetch = [all[1]]
        request.held = alice.held
        let response = try alice.exchange(SyncRequest(hello: alice.hello, pull: request))
        alice.take(response.pages[0])
        #expect(response.pages[0].completed == [all[1]])
        #expect(
            response.pages[0].checksums == [
                AccountSum(accounts: [all[1]], of: [alice.checksum(all[1])])
            ])
    }

    @Test mutating func theDirectoryNamesThoseWhoAppearAndNobodyElse() throws {
        let account = try accounts(1)[0]
        _ = try world.laptop("mallory")
        try world.assign("bob", account)
        try bob.pull()
        let names = Set(bob.pages.flatMap(\.directory).map(\.handle))
        #expect(names == ["alice", "bob"])
        try bob.push(bob.set(account, ["phone": "b"]))
        try alice.pull()
        let entries = alice.pages.flatMap(\.directory)
        #expect(entries.contains { $0.replica == bob.replica && $0.handle == "bob" })
    }

    @Test mutating func noByteOfAForeignAccountIsInAnyPage() throws {
        let all = try accounts(2)
        try world.assign("bob", all[0])
        try alice.push(alice.set(all[1], ["phone": "foreign"]))
        try bob.pull()
        let states = bob.pages.flatMap { $0.records + $0.backfilled }
        #expect(states.allSatisfy { $0.account == all[0] })
        #expect(bob.pages.flatMap(\.checksums).allSatisfy { $0.accounts == [all[0]] })
    }

    @Test mutating func theVersionVectorComesWithEveryRecord() throws {
        let account = try accounts(1)[0]
        try world.assign("bob", account)
        try bob.pull()
        try bob.push(bob.set(account, ["phone": "b"]))
        try alice.pull()
        let vector = try #require(alice.records[account]?.vector)
        #expect(vector[alice.replica] == 1)
        #expect(vector[bob.replica] == 1)
    }

    @Test mutating func theExportOfAScopeIsThatOfADevice() throws {
        let all = try accounts(4)
        try world.assign("bob", all[0], all[2])
        try alice.push(alice.set(all[0], ["phone": "a"]))
        try bob.pull()
        try bob.push(bob.set(all[0], ["phone": "b"]))
        try alice.pull()
        try alice.push(alice.set(all[2], ["phone": "c"]))
        try bob.pull()
        var lines: [String] = []
        try world.server.canonicalExport(user: "bob") { lines.append($0) }
        let states = bob.records.values.filter(\.isAlive).sorted(by: CanonicalExport.precedes)
        let open = bob.conflicts.values.filter(\.isOpen).sorted(by: CanonicalExport.precedes)
        let own =
            states.map { CanonicalExport.recordLine($0) }
            + open.map { CanonicalExport.conflictLine($0) }
        #expect(lines == own)
        #expect(!lines.isEmpty)
    }
}
