// Search indexes that are brought up to date late, and never show it.

import AccountRecords
import CausalCore
import GRDB
import Testing

@testable import ReplicaStore

@Suite struct SearchTests {
    /// What one person wrote at once: more than is indexed at once.
    private static let manyCount = 3 * ReplicaStore.rowsIndexedAtOnce

    private func many(_ alice: TestDevice, on account: RecordID) throws -> [RecordID] {
        try alice.write { editor in
            try (0..<Self.manyCount).map {
                try editor.create("visit", account: account, TestDevice.visit("word\($0) quartz"))
            }
        }
    }

    private func found(_ alice: TestDevice, _ words: String) throws -> Set<RecordID> {
        Set(try alice.store.read { try $0.search(words, limit: 10_000) }.map(\.record))
    }

    private func waiting(_ alice: TestDevice) throws -> Int {
        try alice.number(
            "SELECT max(row) - (SELECT coalesce(max(id), 0) FROM visit_search_docsize) FROM visit")
    }

    @Test func aLargeWriteIsFoundBeforeItIsIndexedAndAfter() throws {
        let alice = try TestDevice()
        let visits = try many(alice, on: try alice.account())
        for isIndexed in [false, true] {
            if isIndexed { try alice.store.indexWordsIfFree() }
            #expect(try (waiting(alice) == 0) == isIndexed)
            #expect(try found(alice, "quartz") == Set(visits))
            #expect(try found(alice, "word7") == Set([visits[7]] + visits[70..<80]))
        }
    }

    @Test func aSearchFindsTheSameWayOnBothSidesOfTheEnd() throws {
        let alice = try TestDevice()
        let (north, south) = (try alice.account(), try alice.account("Southwind"))
        let indexed = try alice.visit(north, summary: "Café quartz")
        _ = try many(alice, on: south)
        let waiting = try alice.write { editor in
            let visits = try (0..<Self.manyCount).map { _ in
                try editor.create("visit", account: north, TestDevice.visit("CAFE onyx"))
            }
            return Set(visits)
        }
        #expect(try found(alice, "cafe") == waiting.union([indexed]))
        let hits = try alice.store.read { try $0.search("onyx", account: north, limit: 3) }
        #expect(hits.count == 3 && hits.allSatisfy { $0.excerpt == "CAFE [onyx]" })
        #expect(try alice.store.read { try $0.search("onyx", account: south) }.isEmpty)
        #expect(try found(alice, "onyx quartz").isEmpty)
        #expect(try self.waiting(alice) > 0)
        #expect(try alice.number("SELECT count(*) FROM sqlite_temp_master") == 0)
    }

    @Test func aSearchWhileAnotherProgramWritesNeitherWaitsNorFails() throws {
        let folder = try TemporaryFolder()
        let alice = try TestDevice(path: folder.file)
        let visits = try many(alice, on: try alice.account())
        let other = try ReplicaStore.open(path: folder.file)
        try other.transaction { connection in
            try connection.run("UPDATE sync_state SET device = device")
            try alice.store.indexWordsIfFree()
            #expect(try found(alice, "quartz") == Set(visits))
            #expect(try waiting(alice) > 0)
        }
        #expect(try alice.number("PRAGMA busy_timeout") == 5000)
        try alice.store.indexWordsIfFree()
        #expect(try waiting(alice) == 0)
    }

    @Test func aSearchOnACopyThatMayNotBeWrittenFindsEverything() throws {
        let folder = try TemporaryFolder()
        let alice = try TestDevice(path: folder.file)
        let visits = try many(alice, on: try alice.account())
        var configuration = Configuration()
        configuration.readonly = true
        let reading = ReplicaStore(
            queue: try DatabaseQueue(path: folder.file, configuration: configuration),
            options: StoreOptions())
        try reading.indexWordsIfFree()
        let hits = try reading.read { try $0.search("quartz", limit: 10_000) }
        #expect(Set(hits.map(\.record)) == Set(visits))
    }

    @Test func rowsWithoutWordsAreNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        let alice = try TestDevice(path: folder.file)
        let visit = try alice.visit(try alice.account(), summary: "opal")
        try alice.write { try $0.set(visit, Self.cleared("summary")) }
        #expect(try alice.store.read { try !$0.connection.hasRowsToIndex() })
        let other = try ReplicaStore.open(path: folder.file)
        try other.transaction { connection in
            try connection.run("UPDATE sync_state SET device = device")
            try alice.store.indexWords()
        }
    }

    @Test func rowsBehindTheEndAreEditedAndDeletedBeforeTheyAreIndexed() throws {
        let alice = try TestDevice()
        let visits = try many(alice, on: try alice.account())
        let (edited, deleted) = (visits[Self.manyCount - 1], visits[Self.manyCount - 2])
        try alice.write { editor in
            try editor.set(edited, RecordChanges(["summary": .text("zebra")]))
            try editor.delete(deleted)
        }
        #expect(try waiting(alice) > 0)
        #expect(try found(alice, "zebra") == [edited])
        #expect(try found(alice, "quartz") == Set(visits).subtracting([edited, deleted]))
        try alice.set(edited, "summary", "topaz")
        try alice.write { try $0.restore(deleted) }
        #expect(try found(alice, "zebra").isEmpty && found(alice, "topaz") == [edited])
        #expect(try found(alice, "quartz") == Set(visits).subtracting([edited]))
    }

    @Test func theLastIndexedRowMayLoseItsWordsAndGetOthers() throws {
        let alice = try TestDevice()
        let account = try alice.account()
        let (first, last) = (
            try alice.visit(account, summary: "garnet"), try alice.visit(account, summary: "opal")
        )
        try alice.write { try $0.set(last, Self.cleared("summary")) }
        try alice.write { try $0.set(first, RecordChanges(["summary": .text("onyx")])) }
        #expect(try found(alice, "opal").isEmpty && found(alice, "garnet").isEmpty)
        #expect(try found(alice, "onyx") == [first])
        try alice.set(last, "summary", "agate")
        #expect(try found(alice, "agate") == [last])
        try alice.write { try $0.delete(last) }
        let next = try alice.visit(account, summary: "beryl")
        #expect(try found(alice, "agate").isEmpty && found(alice, "beryl") == [next])
    }

    /// Edits in any order, several of one row, with removals, returns and new rows between them.
    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func whateverATransactionDoesTheIndexSaysWhatTheRowsSay(seed: UInt64) throws {
        let alice = try TestDevice()
        let account = try alice.account()
        var random = SeededRandomness(state: seed)
        let words = ["agate", "beryl", "garnet", "onyx", "opal", "quartz"]
        var summaries: [RecordID: String] = [:]
        for _ in 0..<60 {
            try alice.write { editor in
                for _ in 0..<Int.random(in: 1...90, using: &random) {
                    let word = try #require(words.randomElement(using: &random))
                    let known = summaries.keys.sorted().randomElement(using: &random)
                    switch (Int.random(in: 0..<10, using: &random), known) {
                    case (0, let visit?) where try editor.reader.record(visit)?.isAlive == true:
                        try editor.delete(visit)
                    case (1...8, let visit?):
                        if try editor.reader.record(visit)?.isAlive == false {
                            try editor.restore(visit)
                        }
                        try editor.set(visit, RecordChanges(["summary": .text(word)]))
                        summaries[visit] = word
                    default:
                        summaries[
                            try editor.create("visit", account: account, TestDevice.visit(word))
                        ] = word
                    }
                }
                let hits = try editor.reader.search("opal", limit: 10_000).map(\.record)
                let right = try summaries.filter { visit, word in
                    try word == "opal" && editor.reader.record(visit)?.isAlive == true
                }
                #expect(Set(hits) == Set(right.keys), "inside a write")
            }
        }
        try alice.store.indexWords()
        try alice.store.transaction { connection in
            try connection.run(
                "INSERT INTO visit_search (visit_search, rank) VALUES ('integrity-check', 1)")
        }
    }

    @Test func manyEditsOfOneTransactionLeaveOnePieceOfIndex() throws {
        let alice = try TestDevice()
        let visits = try many(alice, on: try alice.account())
        try alice.store.indexWords()
        let pieces = { try alice.number("SELECT count(DISTINCT segid) FROM visit_search_idx") }
        let before = try pieces()
        try alice.write { editor in
            for visit in visits.reversed() {
                try editor.set(visit, RecordChanges(["summary": .text("onyx")]))
            }
        }
        #expect(try pieces() <= before + 1)
        #expect(try found(alice, "onyx") == Set(visits))
    }

    @Test func indexingEverythingLeavesNothingToDo() throws {
        let alice = try TestDevice()
        let visits = try many(alice, on: try alice.account())
        try alice.store.indexWords()
        #expect(try waiting(alice) == 0)
        #expect(try found(alice, "quartz").count == visits.count)
    }

    private static func cleared(_ field: String) -> RecordChanges {
        var changes = RecordChanges()
        changes.clear(field)
        return changes
    }
}
