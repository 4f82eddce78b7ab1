// What one person did at once shows at once, in every view, after every page, through every fault.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import SyncServer
import Testing

@Suite struct AtomicTransactionTests {
    private static let smallPages = SyncLimits(
        opsPerBatchMax: 16, pageRecordsMax: 1, pagesPerResponseMax: 1)

    /// Records that are only ever written together, all with the same words.
    private struct Group {
        var accounts: [RecordID]
        var records: [RecordID]

        /// Writes the words into all of them, in one transaction.
        func write(_ words: String, on laptop: Laptop) throws {
            _ = try laptop.write { editor in
                for record in records {
                    _ = try editor.set(record, RecordChanges(["notes": .text(words)]))
                }
            }
        }

        /// The words that a laptop shows in the records of accounts that are complete there; one at
        /// most, if transactions are whole.
        func words(on laptop: Laptop) throws -> Set<String> {
            try laptop.store.read { reader in
                let complete = try reader.accounts().filter { $0.presence == .complete }
                    .map(\.account)
                var words: Set<String> = []
                for record in records {
                    guard let view = try reader.record(record), complete.contains(view.account)
                    else { continue }
                    words.insert(view.fields()["notes"]?.text ?? "")
                }
                return words
            }
        }
    }

    /// Two accounts with two contacts each, all made by Alice and in one group.
    private func group(_ alice: Laptop) throws -> Group {
        var group = Group(accounts: [], records: [])
        for name in ["northwind", "southwind"] {
            let account = try alice.createAccount(name)
            group.accounts.append(account)
            group.records.append(account)
            for number in 1...2 {
                group.records.append(
                    try alice.write {
                        try $0.create(
                            "contact", account: account,
                            RecordChanges(["name": .text("\(name) \(number)")]))
                    })
            }
        }
        try group.write("0", on: alice)
        try alice.sync()
        return group
    }

    @Test func aTransactionOverTwoAccountsShowsWholeAlsoInPagesOfOneRecord() throws {
        let world = try World(limits: Self.smallPages)
        let alice = try world.laptop("alice")
        let bob = try world.laptop("bob")
        let group = try group(alice)
        for account in group.accounts { try world.assign(account, to: "bob") }
        try bob.sync()
        #expect(try group.words(on: bob) == ["0"])
        var writes = 0
        bob.beforeExchange = {
            #expect(try group.words(on: bob).count == 1)
            guard writes < 12 else { return }
            writes += 1
            try group.write("\(writes)", on: alice)
            try alice.sync()
        }
        for _ in 0..<4 {
            try bob.sync()
            #expect(try group.words(on: bob).count == 1)
        }
        #expect(writes == 12)
        #expect(try group.words(on: bob) == ["12"])
        #expect(try bob.export() == world.export("bob"))
    }

    @Test(arguments: [Fault.requestLost, .answerLost, .duplicated, .garbled])
    func aTransactionShowsWholeAfterEverySyncThatDied(_ fault: Fault) throws {
        let world = try World(limits: Self.smallPages)
        let alice = try world.laptop("alice")
        let bob = try world.laptop("bob")
        let group = try group(alice)
        for account in group.accounts { try world.assign(account, to: "bob") }
        try bob.sync()
        for round in 1...6 {
            try group.write("\(round)", on: alice)
            try alice.sync()
            for place in 0..<8 {
                bob.faults = Array(repeating: .none, count: place % 3 + 1) + [fault]
                do { try bob.sync() } catch let failure as SyncFailure where failure.isPassing {}
                #expect(try group.words(on: bob).count == 1, "round \(round)")
            }
            bob.faults = []
        }
        try bob.sync()
        #expect(try group.words(on: bob) == ["6"])
        #expect(try bob.export() == world.export("bob"))
    }

    @Test func aGainedAccountJoinsTheTransactionsOfTheOthersWhole() throws {
        let world = try World(limits: Self.smallPages)
        let alice = try world.laptop("alice")
        let bob = try world.laptop("bob")
        let group = try group(alice)
        try world.assign(group.accounts[0], to: "bob")
        try bob.sync()
        var writes = 0
        bob.beforeExchange = {
            #expect(try group.words(on: bob).count <= 1, "after \(writes) writes")
            guard writes < 9 else { return }
            writes += 1
            if writes == 2 { try world.assign(group.accounts[1], to: "bob") }
            if writes == 6 { try world.unassign([group.accounts[1]], from: "bob") }
            if writes == 8 { try world.assign(group.accounts[1], to: "bob") }
            try group.write("\(writes)", on: alice)
            try alice.sync()
        }
        for _ in 0..<4 {
            try bob.sync()
            #expect(try group.words(on: bob).count == 1)
        }
        #expect(writes == 9)
        #expect(try group.words(on: bob) == ["9"])
        #expect(try bob.export() == world.export("bob"))
    }

    @Test func aTransactionWithOneHeldOpIsHeldWholeAndLeavesTheViewWhole() throws {
        let world = try World(limits: Self.smallPages)
        let alice = try world.laptop("alice")
        let bob = try world.laptop("bob")
        let group = try group(alice)
        for account in group.accounts { try world.assign(account, to: "bob") }
        try bob.sync()
        try group.write("by bob", on: bob)
        try world.unassign([group.accounts[1]], from: "bob")
        try alice.set(group.accounts[0], "phone", "2")
        try alice.set(group.records[1], "phone", "2")
        try alice.sync()
        bob.beforeExchange = {
            let words = try group.words(on: bob)
            #expect(words.count == 1)
        }
        #expect(try bob.sync().held.count == group.records.count)
        #expect(try group.words(on: bob) == ["0"])
        #expect(try bob.export() == world.export("bob"))
        #expect(try bob.store.read { try $0.held() }.count == group.records.count)
        try alice.sync()
        #expect(try group.words(on: alice) == ["0"])
    }

    @Test func aTransactionWithOneRejectedOpIsRejectedWhole() throws {
        let world = try World(limits: Self.smallPages)
        let alice = try world.laptop("alice")
        let group = try group(alice)
        // The reason of a review that names an unknown conflict is rejected by the server alone.
        _ = try alice.write { editor in
            for record in group.records {
                _ = try editor.set(record, RecordChanges(["notes": .text("never")]))
            }
            _ = try editor.set(
                group.records[1], RecordChanges(["phone": .text("3")]),
                resolves: [ConflictID(high: 1, low: 1)])
        }
        alice.beforeExchange = {
            let words = try group.words(on: alice)
            #expect(words.count == 1)
        }
        #expect(try alice.sync().rejected.count == group.records.count + 1)
        #expect(try group.words(on: alice) == ["0"])
        #expect(try alice.value(group.records[1], "phone") == nil)
        #expect(try alice.export() == world.export("alice"))
    }

    /// Alice's second laptop writes too: what is sent and what waits show together.
    @Test func ownTransactionsStayWholeWhileTheirPagesArrive() throws {
        let world = try World(limits: Self.smallPages)
        let alice = try world.laptop("alice")
        let second = try world.laptop("alice", "second")
        let group = try group(alice)
        try second.sync()
        for round in 1...5 {
            try group.write("\(round)", on: alice)
            alice.beforeExchange = {
                let words = try group.words(on: alice)
                #expect(words == ["\(round)"])
            }
            alice.faults = [.answerLost]
            do { try alice.sync() } catch let failure as SyncFailure where failure.isPassing {}
            try alice.sync()
            #expect(try group.words(on: alice) == ["\(round)"])
            second.beforeExchange = {
                let words = try group.words(on: second)
                #expect(words.count == 1)
            }
            try second.sync()
            #expect(try group.words(on: second) == ["\(round)"])
        }
    }
}
