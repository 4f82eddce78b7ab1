// Windows narrowed to what was touched say the same as the store's own.

import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct RecentTouchesTests {
    /// People, accounts, conflicts, deletes and assignments at random; after each step everybody asks
    /// from some earlier seq, and is answered both ways.
    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func narrowedWindowsSayTheSame(seed: UInt64) throws {
        var random = SeededRandomness(state: seed)
        let world = try World(seed: seed)
        var laptops = try ["alice", "bob", "carol"].map { try world.laptop($0) }
        let first = (0..<6).map { laptops[0].account("account-\($0)") }
        try laptops[0].send(laptops[0].batch(first))
        let accounts = first.map(\.record)
        let recent = RecentTouches(seqsMax: 24, touchesMax: 16)
        var narrowed = 0
        for _ in 0..<60 {
            let index = Int(random.next(below: 3))
            let account = accounts[Int(random.next(below: 6))]
            let handle = ["alice", "bob", "carol"][index]
            switch random.next(below: 9) {
            case 0: try world.assign(handle, account)
            case 1: try world.unassign(handle, account)
            case 2: try laptops[index].pull()
            case 3 where laptops[index].records[account] != nil:
                try laptops[index].push(laptops[index].delete(account))
            case _ where laptops[index].records[account] != nil:
                let value = "\(random.next(below: 100))"
                try laptops[index].push(laptops[index].set(account, ["phone": value]))
            default: try laptops[index].push(laptops[index].account("new-\(world.clock.tick())"))
            }
            for laptop in laptops {
                let request = try world.whole(of: laptop, after: random.next(below: 40))
                let asked = try world.pages(of: request, to: laptop, recent)
                #expect(asked == (try world.pages(of: request, to: laptop, nil)), "seed \(seed)")
                narrowed += asked.contains { !$0.records.isEmpty } ? 1 : 0
            }
        }
        #expect(narrowed > 20)
    }

    @Test func whatIsFarBackIsLeftToTheStore() throws {
        let world = try World()
        let alice = try world.laptop("alice")
        var writer = alice
        for number in 0..<10 { try writer.push(alice.account("account-\(number)")) }
        let recent = RecentTouches(seqsMax: 6, touchesMax: 8)
        let head = try world.store.read { try world.server.shard($0).seq }
        #expect(try world.touched(recent, after: head - 7) == nil)
        #expect(try world.touched(recent, after: head - 6) == 6)
        #expect(try world.touched(recent, after: head - 2) == 2)
        #expect(try world.touched(recent, after: head) == 0)
        for number in 10..<15 { try writer.push(alice.account("account-\(number)")) }
        #expect(try world.touched(recent, after: head) == 5)
        #expect(try world.touched(recent, after: head - 1) == nil)  // it was dropped
    }
}

extension World {
    /// What a laptop asks that holds all of its person's accounts, as of an earlier seq.
    fileprivate func whole(of laptop: Laptop, after seq: Seq) throws -> PullRequest {
        try store.read { snapshot in
            let user = try #require(try snapshot.user(laptop.user))
            let head = try server.shard(snapshot).seq
            let from = head - min(head, seq)
            return PullRequest(
                cursor: Cursor(start: from, at: from), heldCount: user.scopeCount,
                heldDigest: user.scopeDigest)
        }
    }

    /// The pages of an answer; found by the store alone without `touches`.
    fileprivate func pages(
        of request: PullRequest, to laptop: Laptop, _ touches: RecentTouches?
    ) throws -> [PullPage] {
        let device = try #require(try server.authenticate(token: laptop.token))
        return try store.read { snapshot in
            let session = try server.session(laptop.hello, device, snapshot)
            var assembly = PullAssembly(
                session, family: session.device.family,
                successions: Successions(of: SyncRequest(hello: laptop.hello), in: []),
                limits: .default,
                touches ?? RecentTouches(seqsMax: 0), snapshot)
            return try assembly.pages(request)
        }
    }

    fileprivate func touched(_ touches: RecentTouches, after seq: Seq) throws -> Int? {
        try store.read { snapshot in
            try touches.accounts(after: seq, try server.shard(snapshot), snapshot)?.count
        }
    }
}
