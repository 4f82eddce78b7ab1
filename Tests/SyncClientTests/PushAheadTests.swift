// Batches that travel while the answer before them is written down.

import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import Testing

@Suite struct PushAheadTests {
    private let world: World
    private let alice: Laptop

    init() throws {
        world = try World(limits: SyncLimits(opsPerBatchMax: 2))
        alice = try world.laptop("alice")
        try alice.sync()  // learns how large a batch may be
        for index in 0..<9 { _ = try alice.createAccount("account-\(index)") }
    }

    private struct Stopped: Error {}

    /// Syncs with batches ahead; stops like a killed program before an answer is written down.
    private func sync(
        stoppingBefore stop: Int = .max, writes: (Int) throws -> Void = { _ in }
    ) throws -> (ahead: Int, inVain: Int) {
        var runner = SyncRunner(
            store: alice.store, clock: alice.clock, ids: alice.ids, options: alice.options)
        var ahead: Result<TransportAnswer, TransportFailure>?
        var counts = (ahead: 0, inVain: 0, exchanges: 0)
        while true {
            var answer: Result<TransportAnswer, TransportFailure>
            switch try runner.next() {
            case .exchange(let body):
                if ahead != nil { counts.inVain += 1 }
                answer = alice.exchange(body)
            case .receive: answer = try #require(ahead)
            case .finished: return (counts.ahead, counts.inVain)
            }
            _ = runner.workMeanwhile()
            runner.deliver(answer)
            ahead = runner.ahead().map { alice.exchange($0) }
            counts.ahead += ahead == nil ? 0 : 1
            counts.exchanges += 1
            if counts.exchanges == stop { throw Stopped() }
            try writes(counts.exchanges)
        }
    }

    private func expectAllIsThere() throws {
        let bob = try world.laptop("alice", "second laptop")
        try bob.sync()
        try expectEqual(world, alice, bob)
        #expect(try alice.store.syncState().pendingOps == 0)
    }

    @Test func everyBatchButTheFirstAndTheLastTravelsAhead() throws {
        let counts = try sync()
        #expect(counts == (3, 0))
        try expectAllIsThere()
    }

    @Test func aStopBeforeTheAnswerIsWrittenDownMakesNoNewIdentity() throws {
        let replica = try alice.store.syncState().identity?.replica
        #expect(throws: Stopped.self) { try sync(stoppingBefore: 2) }
        let state = try alice.store.syncState()
        #expect(state.sealedBehind != nil)  // the server has taken it, and the one before it
        let report = try alice.sync()
        #expect(report.rebirths == 0)
        #expect(try alice.store.syncState().identity?.replica == replica)
        try expectAllIsThere()
    }

    @Test func whatIsWrittenMeanwhileDoesNotMakeItTravelTwice() throws {
        let counts = try sync(writes: { number in
            if number < 3 { _ = try alice.createAccount("later-\(number)") }
        })
        #expect(counts.ahead >= 3 && counts.inVain == 0)
        try expectAllIsThere()
    }
}
