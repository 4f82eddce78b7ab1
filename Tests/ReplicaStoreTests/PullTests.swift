// Pulls: pages that show together, accounts that come and go, answers that make no sense.

import AccountRecords
import CausalCore
import Foundation
import GRDB
import Testing

@testable import ReplicaStore

@Suite struct PullTests {
    /// Alice's device with one account, and Bob's edits on the server.
    private func pair() throws -> (TestDevice, PaperServer, RecordID) {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        return (alice, server, account)
    }

    @Test func aSyncFindsWhatToFetchAgainWithoutReadingAllAccounts() throws {
        let alice = try TestDevice()
        let plan = try alice.store.inspect { database in
            try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + Connection.refetchSQL)
                .map { $0["detail"] as String }
        }
        #expect(!plan.isEmpty && plan.allSatisfy { $0.contains("INDEX scope_refetch") })
    }

    @Test func aGainedAccountIsIncompleteUntilItIsSaidToBeWhole() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let bob = try TestDevice(2)
        let account = try bob.account()
        let visit = try bob.visit(account)
        try bob.push(to: server)
        server.scope[alice.replica] = [account]
        var page = server.page(for: try alice.store.syncState(), alice.replica)
        page.completed = []
        page.backfill = BackfillPoint(account: account, at: 1)
        page.hasMore = true
        let second = page.backfilled.removeLast()
        let summary = try alice.store.apply(page: page, history: server.history)
        #expect(summary.gained == [account] && summary.completed.isEmpty)
        #expect(try alice.text(account, "name") == "Northwind")
        #expect(try alice.store.heldAccounts() == [])
        #expect(try alice.export() == [])
        #expect(
            try alice.store.read { try $0.accounts() }
                == [HeldAccount(account: account, role: 1, presence: .incomplete)])
        #expect(try alice.store.syncState().backfill == BackfillPoint(account: account, at: 1))
        server.given[alice.replica] = []
        page = server.page(for: try alice.store.syncState(), alice.replica)
        page.backfilled = [second]
        let last = try alice.store.apply(page: page, history: server.history)
        #expect(last.completed == [account] && last.gained.isEmpty)
        #expect(last.checksumMismatches.isEmpty)
        #expect(try alice.text(visit, "summary") == "Met Dana")
        #expect(try alice.store.heldAccounts() == [account])
        #expect(try alice.export().count == 2)
        let state = try alice.store.syncState()
        #expect(state.heldCount == 1 && state.backfill == nil)
        var digest = ScopeDigest.empty
        digest.add(account)
        #expect(state.heldDigest == digest)
    }

    @Test func pagesOfHeldAccountsShowTogetherWithTheLast() throws {
        let (alice, server, account) = try pair()
        let visit = try alice.visit(account)
        try alice.sync(with: server)
        let start = server.seq
        server.write(account, field: 10, "first page")
        server.write(visit, field: 9, "second page")
        let whole = server.page(for: try alice.store.syncState(), alice.replica)
        var first = whole
        first.records = [whole.records[0]]
        first.cursor = CausalCore.Cursor(start: start, at: start + 1)
        (first.isLast, first.hasMore, first.checksums) = (false, true, [])
        var summary = try alice.store.apply(page: first, history: server.history)
        #expect(summary.received == 1)
        #expect(try alice.text(account, "phone") == nil)
        #expect(try alice.view(account)?.context.seen == 1)
        #expect(try alice.store.syncState().cursor == first.cursor)
        // A record that moves between pages comes again, with the units changed since the start.
        server.write(account, field: 9, "third")
        var second = server.page(for: try alice.store.syncState(), alice.replica)
        second.records = second.records.filter { $0.seq > start + 1 }
        summary = try alice.store.apply(page: second, history: server.history)
        #expect(summary.checksumMismatches.isEmpty)
        #expect(try alice.text(account, "phone") == "first page")
        #expect(try alice.text(account, "website") == "third")
        #expect(try alice.text(visit, "summary") == "second page")
        #expect(try alice.number("SELECT count(*) FROM staged") == 0)
    }

    @Test func unitsThatDidNotChangeStayAndTheServersCellIsTaken() throws {
        let (alice, server, account) = try pair()
        server.write(account, field: 10, "1")
        try alice.pull(from: server)
        server.write(account, field: 9, "2")
        let page = server.page(for: try alice.store.syncState(), alice.replica)
        #expect(page.records.first?.cells.count == 1)
        #expect(try alice.store.apply(page: page, history: server.history).received == 1)
        #expect(try alice.text(account, "phone") == "1")
        #expect(try alice.view(account)?.server == server.records[account])
        #expect(try alice.view(account)?.vector[ReplicaID(99)] == 2)
    }

    @Test func anOwnPendingUnitShowsUntilAPageDecides() throws {
        let (alice, server, account) = try pair()
        try alice.set(account, "phone", "mine")
        server.write(account, field: 10, "theirs")
        try alice.pull(from: server)
        #expect(try alice.text(account, "phone") == "mine")
        #expect(try alice.column("account", account, "phone") == .text("mine"))
        let unit = try #require(try alice.view(account)?.units[UnitKey(field: 10)])
        #expect(unit.isPending && unit.stamp == nil)
        #expect(unit.server?.value == FieldValue.text("theirs").canonicalBytes)
        // The server decides for them, whatever the device shows.
        let batch = try #require(try alice.nextBatch())
        let answers = server.accept(batch.ops, from: alice.replica, author: alice.user)
        server.records[account]?.cells.removeAll { $0.key == UnitKey(field: 10) }
        server.write(account, field: 10, "theirs")
        _ = try alice.store.acknowledge(batch: batch.id, answers)
        #expect(try alice.text(account, "phone") == "mine")
        try alice.pull(from: server)
        #expect(try alice.text(account, "phone") == "theirs")
        #expect(try alice.column("account", account, "phone") == .text("theirs"))
    }

    @Test func othersAndOwnChangesThatMetAreCountedAsMerged() throws {
        let (alice, server, account) = try pair()
        try alice.set(account, "phone", "mine")
        server.write(account, field: 9, "theirs")
        try alice.push(to: server)
        #expect(try alice.pull(from: server).merged == 1)
        server.write(account, field: 8, "theirs")
        #expect(try alice.pull(from: server).merged == 0)
        let mine = try alice.set(account, "phone", "again")
        let theirs = server.write(account, field: 10, "theirs")
        try alice.push(to: server)
        server.conflicts = [
            server.conflict(
                on: account, field: 10, loser: (theirs, UserID(high: 9, low: 9), "theirs"),
                winner: (mine, alice.user, "again"))
        ]
        let summary = try alice.pull(from: server)
        #expect(summary.merged == 0)
        #expect(summary.conflictsOpened == server.conflicts.map(\.id))
    }

    @Test func aRetractionTakesTheRowsAndKeepsTheOpenOpsReadable() throws {
        let (alice, server, account) = try pair()
        let visit = try alice.visit(account, summary: "zebra quartz")
        try alice.sync(with: server)
        server.write(account, field: 36, "secretword")
        try alice.pull(from: server)
        #expect(try alice.store.read { try $0.search("zebra") }.count == 1)
        try alice.set(visit, "summary", "unsent words")
        server.scope[alice.replica] = []
        let summary = try alice.pull(from: server)
        #expect(summary.retracted == [account])
        #expect(try alice.view(account) == nil && alice.view(visit) == nil)
        for table in ["record", "account", "visit", "scope", "conflict", "account_tags"] {
            #expect(try alice.number("SELECT count(*) FROM \(table)") == 0, "\(table)")
        }
        #expect(try alice.store.read { try $0.search("zebra") }.isEmpty)
        let open = try alice.outbox()
        #expect(open.count == 1)
        #expect(open[0].op.units.map(\.value) == [FieldValue.text("unsent words").canonicalBytes])
        #expect(open[0].replaced == nil)
        #expect(try alice.nextBatch()?.ops.count == 1)
        #expect(try alice.store.syncState().heldCount == 0)
    }

    @Test func nothingOfARetractedAccountStaysInTheFiles() throws {
        let folder = try TemporaryFolder()
        let (alice, server) = (try TestDevice(path: folder.file), PaperServer())
        let bob = try TestDevice(2)
        let account = try bob.account()
        _ = try bob.visit(account, summary: "Xylophonevisit")
        try bob.set(account, "notes", "Quagmirenotes")
        try bob.push(to: server)
        server.scope[alice.replica] = [account]
        try alice.pull(from: server)
        func holds(_ word: String) throws -> Bool {
            try ["", "-wal"].contains { name in
                let url = URL(fileURLWithPath: folder.file + name)
                let bytes = String(decoding: try Data(contentsOf: url), as: UTF8.self)
                return bytes.lowercased().contains(word.lowercased())
            }
        }
        #expect(try holds("Xylophonevisit"))
        server.scope[alice.replica] = []
        try alice.pull(from: server)
        #expect(try !holds("Xylophonevisit") && !holds("Quagmirenotes"))
        #expect(try !holds("ylophonevisi"))
    }

    @Test func anAccountThatComesBackShowsTheUnsentEditsAgain() throws {
        let (alice, server, account) = try pair()
        try alice.set(account, "phone", "unsent")
        server.scope[alice.replica] = []
        try alice.pull(from: server)
        server.scope[alice.replica] = [account]
        try alice.pull(from: server)
        #expect(try alice.text(account, "phone") == "unsent")
        #expect(try alice.column("account", account, "phone") == .text("unsent"))
    }

    @Test func aDifferingChecksumHealsByARefetch() throws {
        let (alice, server, account) = try pair()
        let visit = try alice.visit(account)
        let ghost = try alice.visit(account, summary: "ghost")
        try alice.sync(with: server)
        try alice.store.transaction { connection in
            let shadow = try #require(try connection.shadow(of: visit))
            var state = shadow.state
            state.cells.removeLast()
            let change = try connection.put(state, replacing: shadow)
            try connection.addToSum(change, of: account)
        }
        server.records[ghost] = nil
        let first = try alice.pull(from: server)
        #expect(first.checksumMismatches == [account])
        #expect(try alice.store.syncState().refetch == [account])
        #expect(try alice.store.heldAccounts() == [])
        let second = try alice.pull(from: server)
        #expect(second.checksumMismatches.isEmpty && second.completed == [account])
        #expect(try alice.store.syncState().refetch == [])
        #expect(try alice.view(visit)?.server == server.records[visit])
        #expect(try alice.view(ghost) == nil)
        #expect(try alice.store.read { try $0.count(RecordQuery("visit")) } == 1)
        #expect(try alice.pull(from: server).checksumMismatches.isEmpty)
    }

    @Test func aTombstoneTakesTheRowAndKeepsTheState() throws {
        let (alice, server, account) = try pair()
        let visit = try alice.visit(account)
        try alice.sync(with: server)
        server.records[visit]?.isAlive = false
        server.write(visit, field: 9, "last words")
        server.records[visit]?.isAlive = false
        #expect(try alice.pull(from: server).checksumMismatches.isEmpty)
        #expect(try alice.column("visit", visit, "summary") == nil)
        #expect(try alice.view(visit)?.isAlive == false)
        #expect(try alice.view(visit)?.fields()["summary"] == .text("last words"))
        #expect(try alice.export().count == 1)
    }

    @Test func kindsAndFieldsOfNewerProgramsAreKept() throws {
        let (alice, server, account) = try pair()
        server.write(account, field: 900, "from the future")
        let strange = RecordID(high: 1, low: 2)
        server.seq += 1
        server.records[strange] = RecordState(
            record: strange, kind: 77, account: account, isAlive: true, seq: server.seq,
            time: server.time(server.seq), vector: VersionVector(),
            cells: [
                Cell(
                    key: UnitKey(field: 1), value: [200, 1], stamp: server.time(1), quality: .wall,
                    replica: ReplicaID(9), op: OpID(high: 1, low: 1), seq: server.seq)
            ])
        #expect(try alice.pull(from: server).checksumMismatches.isEmpty)
        #expect(try alice.view(strange)?.kind == 77)
        #expect(try alice.view(account)?.units[UnitKey(field: 900)] != nil)
    }

    @Test func answersThatMakeNoSenseAreRefusedAndChangeNothing() throws {
        let (alice, server, account) = try pair()
        server.write(account, field: 10, "1")
        let good = server.page(for: try alice.store.syncState(), alice.replica)
        var pages: [PullPage] = []
        func broken(_ change: (inout PullPage) -> Void) {
            var page = good
            change(&page)
            pages.append(page)
        }
        broken { $0.cursor = CausalCore.Cursor(start: 0, at: 0) }
        broken { $0.cursor = CausalCore.Cursor(start: 1, at: 2) }
        broken { $0.cursor = CausalCore.Cursor(start: 1 << 60, at: 1 << 60) }
        broken { $0.records += $0.records }
        broken { $0.records[0].seq = 1 }
        broken { $0.records[0].seq = 99 }
        broken { $0.records[0].cells[0].seq = 99 }
        broken { $0.records[0].cells += $0.records[0].cells }
        broken { $0.records[0].account = RecordID(high: 4, low: 4) }
        broken { $0.records[0].kind = KindNumber.visit }
        broken { $0.needsHeldAccounts = true }
        broken { page in
            (page.isLast, page.hasMore) = (false, true)
            page.cursor = CausalCore.Cursor(start: 1, at: 1)
            (page.records, page.checksums) = ([], [])
        }
        let before = try alice.store.syncState()
        for page in pages {
            let error = #expect(throws: StoreError.self) {
                try alice.store.apply(page: page, history: server.history)
            }
            #expect(error?.code == .implausibleAnswer)
        }
        #expect(try alice.store.syncState() == before)
        var other = server.history
        other.lineage = LineageID(high: 8, low: 8)
        let error = #expect(throws: StoreError.self) {
            try alice.store.apply(page: good, history: other)
        }
        #expect(error?.code == .historyDiffers)
        #expect(try alice.text(account, "phone") == nil)
        try alice.store.apply(page: good, history: server.history)
        #expect(try alice.text(account, "phone") == "1")
    }

    @Test func aRequestForTheHeldAccountsChangesNothing() throws {
        let (alice, server, _) = try pair()
        let state = try alice.store.syncState()
        let page = PullPage(
            cursor: .zero, isLast: false, hasMore: true, needsHeldAccounts: true)
        #expect(try alice.store.apply(page: page, history: server.history) == PageSummary())
        #expect(try alice.store.syncState() == state)
    }

    @Test func twoDevicesWithTheSameCursorExportTheSameBytes() throws {
        let (alice, server, account) = try pair()
        let bob = try TestDevice(2)
        server.scope[bob.replica] = [account]
        _ = try alice.visit(account)
        try alice.sync(with: server)
        try bob.sync(with: server)
        try bob.set(account, "phone", "from Bob")
        try bob.sync(with: server)
        try alice.sync(with: server)
        try alice.set(account, "phone", "unsent, not part of it")
        #expect(try alice.export() == bob.export())
        #expect(try alice.export().count == 2)
        #expect(try alice.store.syncState().cursor == bob.store.syncState().cursor)
    }

    @Test func anIdlePullWritesNothing() throws {
        let folder = try TemporaryFolder()
        let (alice, server) = (try TestDevice(path: folder.file), PaperServer())
        _ = try alice.account()
        try alice.sync(with: server)
        try alice.pull(from: server)
        func size() throws -> Int {
            try Data(contentsOf: URL(fileURLWithPath: folder.file + "-wal")).count
        }
        let before = try size()
        var page = server.page(for: try alice.store.syncState(), alice.replica)
        page.checksums = []
        try alice.store.apply(page: page, history: server.history)
        #expect(try size() == before)
    }
}
