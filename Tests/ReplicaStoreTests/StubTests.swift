// Deleted records whose values the server has let go.

import AccountRecords
import CausalCore
import Testing

@testable import ReplicaStore

@Suite struct StubTests {
    /// Alice with a visit that was deleted, and that is a stub now.
    private func stubbed() throws -> (TestDevice, PaperServer, RecordID) {
        let alice = try TestDevice()
        let server = PaperServer()
        let account = try alice.account()
        let visit = try alice.visit(account)
        try alice.sync(with: server)
        try alice.write { _ = try $0.delete(visit) }
        try alice.sync(with: server)
        #expect(try alice.view(visit)?.units.isEmpty == false)
        server.seq += 1
        server.records[visit]?.seq = server.seq
        server.records[visit]?.cells = []
        server.records[visit]?.isStub = true
        return (alice, server, visit)
    }

    @Test func aStubTakesTheValuesAndKeepsTheVector() throws {
        let (alice, server, visit) = try stubbed()
        let before = try alice.view(visit)?.vector
        #expect(try alice.pull(from: server).checksumMismatches.isEmpty)
        let view = try alice.view(visit)
        #expect(view?.isStub == true && view?.units.isEmpty == true)
        #expect(view?.vector == before)
        #expect(try alice.store.read { try $0.blame(visit) }.isEmpty)
        #expect(try alice.export().count == 1)
    }

    @Test func aStubAmongStagedPagesIsOneStill() throws {
        let (alice, server, visit) = try stubbed()
        let whole = server.page(for: try alice.store.syncState(), alice.replica)
        var first = whole
        first.isLast = false
        first.hasMore = true
        first.checksums = []
        first.cursor = Cursor(start: try alice.store.syncState().cursor.start, at: server.seq)
        try alice.store.apply(page: first, history: server.history)
        #expect(try alice.view(visit)?.units.isEmpty == false)
        var last = whole
        last.records = []
        #expect(
            try alice.store.apply(page: last, history: server.history).checksumMismatches.isEmpty)
        #expect(try alice.view(visit)?.units.isEmpty == true)
    }

    @Test func aRestoredStubShowsItsValuesWithTheNextPull() throws {
        let (alice, server, visit) = try stubbed()
        let cells = server.records[visit]?.cells ?? []
        #expect(cells.isEmpty)
        try alice.pull(from: server)
        try alice.write { _ = try $0.restore(visit) }
        #expect(try alice.view(visit)?.isAlive == true)
        #expect(try alice.column("visit", visit, "summary") == nil)
        try alice.push(to: server)
        server.records[visit]?.isStub = false
        server.write(visit, field: 9, "Met Dana")
        #expect(try alice.pull(from: server).checksumMismatches.isEmpty)
        #expect(try alice.column("visit", visit, "summary") == .text("Met Dana"))
    }

    @Test func aStubWithUnitsIsRefused() throws {
        let (alice, server, visit) = try stubbed()
        server.records[visit]?.isAlive = true
        #expect(throws: StoreError.self) { try alice.pull(from: server) }
        #expect(try alice.view(visit)?.units.isEmpty == false)
    }
}
