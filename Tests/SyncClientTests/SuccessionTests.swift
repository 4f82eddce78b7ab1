// Edits that follow directly on what their writer had seen: the next state is the laptop's own work.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import Testing

@Suite struct SuccessionTests {
    private let world: World
    private let alice: Laptop
    private let bob: Laptop
    private let account: RecordID

    init() throws {
        world = try World()
        (alice, bob, account) = try pair(world)
        try alice.sync()
    }

    /// What the server sent of records in one sync, and the acknowledgements that told of a next state.
    private func synced(_ laptop: Laptop) throws -> (records: [RecordID], successions: Int) {
        var records: [RecordID] = []
        var successions = 0
        laptop.tamper = { response in
            records += response.pages.flatMap { $0.records + $0.backfilled }.map(\.record)
            for case .accepted(_, let list) in response.answers {
                successions += list.count { $0.succession != nil }
            }
        }
        defer { laptop.tamper = nil }
        try laptop.sync()
        return (records, successions)
    }

    @Test func anEditDoesNotComeBackAndOthersGetIt() throws {
        try alice.set(account, "phone", "1")
        let sent = try synced(alice)
        #expect(sent.records.isEmpty && sent.successions == 1)
        #expect(try alice.store.syncState().known.isEmpty)
        #expect(try synced(bob).records == [account])
        #expect(try bob.value(account, "phone") == "1")
        try expectEqual(world, alice, bob)
    }

    @Test func theNextEditBeginsFromTheStateThatWasMade() throws {
        for phone in ["1", "2", "3"] {
            try alice.set(account, "phone", phone)
            #expect(try synced(alice).successions == 1)
        }
        try bob.set(account, "phone", "9")
        try bob.sync()
        #expect(try alice.sync().received == 1)
        #expect(try alice.conflicts().count == 1)
        try expectEqual(world, alice, bob)
    }

    @Test func whatOthersWroteInBetweenComesWithAPage() throws {
        try bob.set(account, "website", "kith.example")
        try bob.sync()
        try alice.set(account, "phone", "1")
        let sent = try synced(alice)
        #expect(sent.records == [account] && sent.successions == 0)
        #expect(try alice.value(account, "website") == "kith.example")
        #expect(try alice.conflicts().isEmpty)
        try bob.sync()
        try expectEqual(world, alice, bob)
    }

    @Test func anEditOnTopOfAnOwnOneThatWaitsComesWithAPage() throws {
        try alice.set(account, "phone", "1")
        try alice.write { _ = try $0.set(account, RecordChanges(["website": .text("a.example")])) }
        let sent = try synced(alice)
        #expect(sent.records == [account] && sent.successions == 1)
        #expect(try alice.value(account, "phone") == "1")
        #expect(try alice.value(account, "website") == "a.example")
        try bob.sync()
        try expectEqual(world, alice, bob)
    }

    @Test func anAnswerThatWasLostIsMadeGoodByAPage() throws {
        try alice.set(account, "phone", "1")
        alice.faults = [.answerLost]
        #expect(throws: SyncFailure.self) { try alice.sync() }
        let sent = try synced(alice)
        #expect(sent.records == [account] && sent.successions == 0)
        try bob.sync()
        try expectEqual(world, alice, bob)
    }

    @Test func deletingAndRestoringComesWithAPage() throws {
        try alice.write { _ = try $0.delete(account) }
        #expect(try synced(alice).successions == 0)
        try alice.write { _ = try $0.restore(account) }
        #expect(try synced(alice).successions == 0)
        try alice.set(account, "phone", "1")
        #expect(try synced(alice).successions == 1)
        try bob.sync()
        try expectEqual(world, alice, bob)
    }

    @Test func aSuccessionThatIsNotOneHealsByTheChecksum() throws {
        try bob.set(account, "website", "kith.example")
        try bob.sync()
        try alice.set(account, "phone", "1")
        alice.tamper = { response in
            guard case .accepted(let id, var list)? = response.answers.first else { return }
            list[0].succession = Succession(counter: 99, time: list[0].stamp)
            response.answers[0] = .accepted(id, list)
            for index in response.pages.indices { response.pages[index].records = [] }
        }
        try alice.sync()
        alice.tamper = nil
        try alice.syncUntilDone()
        #expect(try alice.value(account, "website") == "kith.example")
        #expect(try alice.value(account, "phone") == "1")
        try bob.sync()
        try expectEqual(world, alice, bob)
    }

    /// Of a pull that is not at its end, a state waits that was made here already; then the record is
    /// edited again.
    @Test func whatWaitsForTheLastPageDoesNotGoOverAnOwnEditOfSince() throws {
        let world = try World(limits: SyncLimits(opsPerBatchMax: 1))
        let (alice, bob, account) = try pair(world)
        try alice.sync()
        try alice.set(account, "phone", "1")
        _ = try alice.createAccount("contoso")
        alice.faults = [.none, .requestLost]
        #expect(throws: SyncFailure.self) { try alice.sync() }
        let state = try #require(try alice.store.read { try $0.record(account)?.server })
        let before = try alice.store.syncState()
        #expect(before.known.ranges == [state.seq...state.seq])
        let history = try #require(before.history)
        try alice.store.apply(
            page: PullPage(
                records: [state],
                cursor: CausalCore.Cursor(start: before.cursor.start, at: state.seq),
                isLast: false, hasMore: true), history: history)
        try alice.set(account, "phone", "2")
        let report = try alice.sync()
        #expect(try alice.value(account, "phone") == "2")
        #expect(report.refetched.isEmpty && report.differing.isEmpty)
        try bob.sync()
        #expect(try bob.value(account, "phone") == "2")
        #expect(try alice.export() == world.export("alice"))
    }

    @Test func whatWasRefusedBeforeDoesNotShowOverTheNextState() throws {
        let token = try alice.store.openEdit(account).token
        try alice.set(account, "phone", "refused")
        let batch = try #require(
            try alice.store.nextBatch(
                newID: alice.ids.next(wallMilliseconds: 1),
                limits: BatchLimits(opsMax: 10, bytesMax: 1_000_000)))
        let refusals = batch.ops.map {
            Acknowledgement(
                op: $0.id, verdict: .rejected(.limitExceeded), isDuplicate: false, seq: 0,
                stamp: .zero, quality: .wall)
        }
        try alice.store.putAside(batch: batch.id, refusals)
        try alice.write {
            _ = try $0.set(account, RecordChanges(["phone": .text("kept")]), token: token)
        }
        #expect(try synced(alice).successions == 1)
        #expect(try alice.value(account, "phone") == "kept")
        let listed = try alice.store.read { reader in
            try reader.rows(RecordQuery("account")).map { $0.fields["phone"] }
        }
        #expect(listed == [.text("kept")])
        try bob.sync()
        try expectEqual(world, alice, bob)
    }
}
