// Search indexes that are brought up to date late, and never show it.

import AccountRecords
import CausalCore
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

    @Test func aLargeWriteIsIndexedByTheFirstSearch() throws {
        let alice = try TestDevice()
        let visits = try many(alice, on: try alice.account())
        #expect(try waiting(alice) > 0)
        #expect(try found(alice, "quartz") == Set(visits))
        #expect(try waiting(alice) == 0)
        #expect(try found(alice, "word7") == Set([visits[7]] + visits[70..<80]))
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
