// Reading: lists, search, names that people type, blame, drafts, sync state.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct ReadingTests {
    @Test func listsAreFilteredOrderedAndLimited() throws {
        let alice = try TestDevice()
        let (northwind, contoso) = (try alice.account(), try alice.account("Contoso"))
        for (index, account) in [northwind, contoso, northwind].enumerated() {
            try alice.write { editor in
                var changes = TestDevice.visit("visit \(index)")
                changes.set("starts_at", .instant(milliseconds: Int64(1_000_000 * (3 - index))))
                _ = try editor.create("visit", account: account, changes)
            }
        }
        func summaries(_ query: RecordQuery) throws -> [String] {
            try alice.store.read { try $0.rows(query) }.compactMap { $0.fields["summary"]?.text }
        }
        #expect(
            try summaries(RecordQuery("visit", order: "starts_at"))
                == ["visit 2", "visit 1", "visit 0"])
        #expect(
            try summaries(RecordQuery("visit", account: northwind, order: "starts_at", limit: 1))
                == ["visit 2"])
        let late = FieldCondition("starts_at", .above, .instant(milliseconds: 1_500_000))
        #expect(
            try summaries(RecordQuery("visit", where: [late], order: "starts_at", descending: true))
                == ["visit 0", "visit 1"])
        #expect(try alice.store.read { try $0.count(RecordQuery("visit", where: [late])) } == 2)
        #expect(
            try alice.store.read { try $0.records(RecordQuery("visit", account: contoso)) }.count
                == 1)
        for query in [RecordQuery("nonsense"), RecordQuery("visit", order: "nonsense")] {
            let error = #expect(throws: StoreError.self) { try summaries(query) }
            #expect(error?.code == .invalidValue)
        }
    }

    @Test func searchFindsWordsByTheirBeginningAndFollowsEdits() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let visit = try alice.visit(account, summary: "Dana worried about Müller's turbine")
        func found(_ words: String, _ account: RecordID? = nil) throws -> [RecordID] {
            try alice.store.read { try $0.search(words, account: account) }.map(\.record)
        }
        #expect(try found("turb") == [visit])
        #expect(try found("muller dana") == [visit])
        #expect(try found("turbine nothing") == [])
        #expect(try found("northwind") == [account])
        #expect(try found("turbine", RecordID(high: 1, low: 1)) == [])
        for odd in ["", "  ", "\"", "* AND (", "a\"b", "NEAR("] { _ = try found(odd) }
        try alice.set(visit, "summary", "Something else")
        #expect(try found("turbine") == [] && found("something") == [visit])
        try alice.write { try $0.delete(visit) }
        #expect(try found("something") == [])
        let excerpt = try alice.store.read { try $0.search("northw") }.first?.excerpt
        #expect(excerpt?.contains("[") == true)
    }

    @Test func peopleFindRecordsByHandleShortIDAndFullID() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let visits = try (0..<40).map { _ in try alice.visit(account) }
        func resolve(_ text: String, _ kind: String? = nil) throws -> RecordID {
            try alice.store.read { try $0.resolve(text, kind: kind) }
        }
        #expect(try resolve("northwind") == account)
        #expect(try resolve("Northwind", "account") == account)
        for visit in visits {
            #expect(try resolve(ShortID.text(of: visit, letter: "v", characters: 12)) == visit)
            #expect(try resolve(visit.description, "visit") == visit)
        }
        for (text, kind) in [
            ("nowhere", nil), (visits[0].description, "contact"), ("q-7k3q", nil), ("v-!", nil),
        ] as [(String, String?)] {
            let error = #expect(throws: StoreError.self) { try resolve(text, kind) }
            #expect(error?.code == .notFound)
        }
        let first = ShortID.characters(of: visits[0]).prefix(1)
        let shared = visits.filter { ShortID.characters(of: $0).hasPrefix(first) }
        #expect(shared.count > 1)
        let error = #expect(throws: StoreError.self) { try resolve("v-\(first)") }
        #expect(error?.code == .ambiguous)
        #expect(error?.message.contains("\(shared.count)") == true)
        let op = try #require(try alice.outbox().first?.op.id)
        let short = ShortID.text(of: op, letter: ShortID.opLetter, characters: 12)
        #expect(try alice.store.read { try $0.resolveOp(short) } == op)
    }

    @Test func blameSaysWhoWroteEveryValue() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        server.write(account, field: 10, "theirs")
        let bob = UserID(high: 9, low: 9)
        server.directory = [
            DirectoryEntry(
                replica: ReplicaID(99), device: "Bob's laptop", user: bob, handle: "bob",
                name: "Bob")
        ]
        try alice.pull(from: server)
        try alice.set(account, "website", "a.example")
        let lines = try alice.store.read { try $0.blame(account) }
        #expect(lines.map(\.name) == ["handle", "name", "kind", "website", "phone"])
        let phone = try #require(lines.last)
        #expect(phone.who?.handle == "bob" && phone.replica == ReplicaID(99))
        #expect(phone.stamp == server.time(2) && phone.quality == .boottime)
        #expect(lines[0].who?.name == "Alice" && lines[0].stamp == server.time(1))
        #expect(lines[3].who?.name == "Alice" && lines[3].stamp == nil)
        #expect(lines[3].writtenHereMilliseconds == UInt64(alice.wallMilliseconds))
        #expect(try alice.store.read { try $0.person(bob) }?.name == "Bob")
        #expect(try alice.store.read { try $0.directory() }.count == 1)
    }

    @Test func theLogListsLocalWritesNewestFirst() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let visit = try alice.visit(account)
        let log = try alice.store.read { try $0.log() }
        #expect(log.map { $0.ops.map(\.op.record) } == [[visit], [account]])
        #expect(try alice.store.read { try $0.log(limit: 5, record: account) }.count == 1)
        #expect(try alice.store.read { try $0.history(visit) }.count == 1)
    }

    @Test func draftsStayOnTheDevice() throws {
        let folder = try TemporaryFolder()
        let alice = try TestDevice(path: folder.file)
        let draft = Draft(
            id: alice.newID(), form: "visit", body: "half a sentence", changedMilliseconds: 5)
        try alice.write { try $0.saveDraft(draft) }
        let again = try TestDevice(path: folder.file)
        #expect(try again.store.read { try $0.drafts() } == [draft])
        #expect(try again.outbox().isEmpty)
        #expect(try again.store.read { try $0.counts() }.drafts == 1)
        try again.write { try $0.deleteDraft(draft.id) }
        #expect(try alice.store.read { try $0.drafts() }.isEmpty)
    }

    @Test func fewAnchorsOfEachBootAreKept() throws {
        let alice = try TestDevice()
        for boot in 1...8 as ClosedRange<UInt64> {
            for reading in 1...5 as ClosedRange<UInt64> {
                try alice.store.addAnchor(
                    ClockAnchor(
                        boot: BootID(high: 0, low: boot), boottimeNanoseconds: reading,
                        serverTime: Stamp(milliseconds: boot * 100 + reading)))
            }
        }
        let anchors = try alice.store.syncState().anchors
        #expect(anchors.count == 16)
        #expect(anchors.last?.serverTime == Stamp(milliseconds: 805))
        #expect(anchors.filter { $0.boot.low == 8 }.map(\.boottimeNanoseconds) == [3, 4, 5])
    }

    @Test func theLastSyncIsRemembered() throws {
        let alice = try TestDevice()
        #expect(try alice.store.syncState().outcome == nil)
        try alice.store.recordSync(
            SyncOutcome(attemptedMilliseconds: 5, succeededMilliseconds: 5), offsetMilliseconds: -3)
        try alice.store.recordSync(
            SyncOutcome(
                attemptedMilliseconds: 9, succeededMilliseconds: nil, failureCode: "unreachable",
                failure: "no network"))
        let state = try alice.store.syncState()
        #expect(
            state.outcome
                == SyncOutcome(
                    attemptedMilliseconds: 9, succeededMilliseconds: 5, failureCode: "unreachable",
                    failure: "no network"))
        #expect(state.offsetMilliseconds == -3)
        #expect(state.identity == alice.identity)
    }

    @Test func anAccountMadeHereIsLocalUntilTheServerSendsIt() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        func presence() throws -> [AccountPresence] {
            try alice.store.read { try $0.accounts() }.map(\.presence)
        }
        #expect(try presence() == [.local])
        try alice.push(to: server)
        #expect(try presence() == [.local])
        try alice.pull(from: server)
        #expect(try presence() == [.complete])
        #expect(try alice.view(account)?.hasPending == false)
    }

    @Test func noticesOfAdminsAreKeptWithTheOp() throws {
        let (alice, server) = (try TestDevice(), PaperServer())
        let account = try alice.account()
        try alice.sync(with: server)
        let op = try alice.set(account, "phone", "1")
        let batch = try #require(try alice.nextBatch())
        _ = try alice.store.acknowledge(
            batch: batch.id,
            [
                Acknowledgement(
                    op: op, verdict: .held(.notAvailable), isDuplicate: false, seq: 0,
                    stamp: .zero, quality: .wall)
            ])
        var page = server.page(for: try alice.store.syncState(), alice.replica)
        page.notices = [
            HeldNotice(op: op, outcome: .applied, by: UserID(high: 1, low: 1), reason: "fine")
        ]
        try alice.store.apply(page: page, history: server.history)
        let held = try alice.store.read { try $0.held() }
        #expect(held.map(\.notice) == page.notices)
        #expect(try alice.store.read { try $0.counts() }.held == 0)
        #expect(try alice.store.read { try $0.outbox(.heldOrRejected) }.isEmpty)
    }
}
