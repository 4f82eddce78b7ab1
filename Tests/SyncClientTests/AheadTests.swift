// Requests that travel while the answer before them is taken in: nothing but time may differ.

import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import Testing

@Suite struct AheadTests {
    private let world: World
    private let alice: Laptop
    private let account: RecordID

    init() throws {
        world = try World(limits: SyncLimits(pageRecordsMax: 5, pagesPerResponseMax: 2))
        (alice, _, account) = try pair(world)
        for name in ["contoso", "fabrikam"] {
            let another = try alice.createAccount(name)
            try alice.sync()
            try world.assign(another, to: "bob")
        }
        try addContacts(60)
        try alice.sync()
    }

    private func addContacts(_ count: Int) throws {
        for index in 0..<count {
            _ = try alice.write {
                try $0.create(
                    "contact", account: account, RecordChanges(["name": .text("Dana \(index)")]))
            }
        }
    }

    /// Syncs with requests ahead, and counts what came of those.
    private func sync(
        _ laptop: Laptop, meanwhile: (Int) throws -> Void = { _ in },
        receive: (Int) -> Result<TransportAnswer, TransportFailure>? = { _ in nil }
    ) throws -> (received: Int, inVain: Int) {
        var runner = SyncRunner(
            store: laptop.store, clock: laptop.clock, ids: laptop.ids, options: laptop.options)
        var ahead: Result<TransportAnswer, TransportFailure>?
        var counts = (received: 0, inVain: 0)
        while true {
            switch try runner.next() {
            case .exchange(let body):
                if ahead != nil { counts.inVain += 1 }
                runner.deliver(laptop.exchange(body))
            case .receive:
                counts.received += 1
                let answer = try #require(ahead)
                runner.deliver(receive(counts.received) ?? answer)
            case .finished: return counts
            }
            ahead = runner.ahead().map { laptop.exchange($0) }
            try meanwhile(counts.received)
        }
    }

    @Test func everyRequestOfAFirstPullButTheFirstTravelsAhead() throws {
        let second = try world.laptop("bob", "second laptop")
        let counts = try sync(second)
        #expect(counts.received >= 6 && counts.inVain == 0)
        try expectEqual(world, second, alice)
    }

    @Test func everyRequestForChangesOfHeldAccountsTravelsAhead() throws {
        let bob = try world.laptop("bob", "second laptop")
        try bob.sync()
        try addContacts(40)
        try alice.sync()
        let counts = try sync(bob)
        #expect(counts.received >= 3 && counts.inVain == 0)
        try expectEqual(world, bob, alice)
    }

    @Test func whatIsWrittenMeanwhileTravelsAndTheAnswerAheadIsDropped() throws {
        let bob = try world.laptop("bob", "second laptop")
        try bob.sync()
        try addContacts(40)
        try alice.sync()
        var hasWritten = false
        let counts = try sync(
            bob,
            meanwhile: { received in
                guard received == 1, !hasWritten else { return }
                hasWritten = true
                try bob.set(account, "phone", "meanwhile")
            })
        #expect(counts.inVain >= 1)
        #expect(try bob.store.syncState().pendingOps == 0)
        try alice.sync()
        try expectEqual(world, bob, alice)
    }

    @Test func anAnswerAheadThatIsLostEndsTheSyncAndTheNextGoesOn() throws {
        let second = try world.laptop("bob", "second laptop")
        let failure = #expect(throws: SyncFailure.self) {
            try sync(second, receive: { $0 == 3 ? .failure(.interrupted("lost")) : nil })
        }
        #expect(failure?.code == .offline)
        #expect(try second.store.syncState().cursor != .zero)
        #expect(try sync(second).inVain == 0)
        try expectEqual(world, second, alice)
    }

    @Test func anAccountTakenAwayMeanwhileGoes() throws {
        let second = try world.laptop("bob", "second laptop")
        _ = try sync(
            second, meanwhile: { if $0 == 2 { try world.unassign([account], from: "bob") } })
        try second.sync()
        #expect(try second.export() == world.export("bob"))
    }
}
