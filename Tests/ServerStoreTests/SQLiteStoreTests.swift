// What holds for the SQLite store: the rules of every store, and what its file must be.

import CausalCore
import Foundation
import ServerStoreSQLite
import Testing

@testable import SyncServer

@Suite struct SQLiteStoreTests {
    /// A folder that is gone after the test.
    final class Folder {
        let path: String

        init() throws {
            path = NSTemporaryDirectory() + "kith-store-" + UUID().uuidString
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
        }

        deinit { try? FileManager.default.removeItem(atPath: path) }
    }

    @Test(arguments: StoreRules.all.indices)
    func theRulesOfEveryStoreHold(index: Int) throws {
        let folder = try Folder()
        for path in [":memory:", folder.path + "/server.sqlite"] {
            try StoreRules.all[index].check(try SQLiteServerStore(path: path))
        }
    }

    @Test func commitsAreDurableAsTheWriterItselfSays() throws {
        let folder = try Folder()
        let store = try SQLiteServerStore(path: folder.path + "/server.sqlite")
        #expect(try store.synchronousLevel() == 2)
        try StoreRules.fill(store)
        #expect(try store.synchronousLevel() == 2)
    }

    @Test func theFilesAreForTheirOwnerOnly() throws {
        let folder = try Folder()
        let path = folder.path + "/server.sqlite"
        let store = try SQLiteServerStore(path: path)
        try StoreRules.fill(store)
        for suffix in ["", "-wal", "-shm"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + suffix)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func whatWasCommittedIsThereAfterOpeningAgain() throws {
        let folder = try Folder()
        let path = folder.path + "/server.sqlite"
        try StoreRules.fill(try SQLiteServerStore(path: path))
        let again = try SQLiteServerStore(path: path)
        #expect(try again.read { try $0.shard()?.seq } == 3)
    }

    @Test func aForeignFileIsRefusedAndLeftAlone() throws {
        let folder = try Folder()
        let path = folder.path + "/notes.txt"
        try Data("These are notes and no database at all.".utf8).write(to: URL(filePath: path))
        #expect(throws: (any Error).self) { try SQLiteServerStore(path: path) }
        let kept = try String(contentsOfFile: path, encoding: .utf8)
        #expect(kept == "These are notes and no database at all.")
    }

    @Test func aBackupIsAWholeStore() throws {
        let folder = try Folder()
        let store = try SQLiteServerStore(path: folder.path + "/server.sqlite")
        try StoreRules.fill(store)
        try store.backup(to: folder.path + "/copy.sqlite")
        let copy = try SQLiteServerStore(path: folder.path + "/copy.sqlite")
        let kept = try copy.read { try $0.shard() }
        #expect(try store.read { try $0.shard() } == kept)
    }

    @Test func manyWritersAtOnceAllCommitAndOneFailureIsItsOwn() async throws {
        let folder = try Folder()
        let store = try SQLiteServerStore(path: folder.path + "/server.sqlite")
        struct Stop: Error {}
        let failures = await withTaskGroup(of: Bool.self) { group in
            for number in 1...200 {
                group.addTask {
                    do {
                        try store.write { transaction in
                            try transaction.put(
                                AssignmentRow(
                                    user: UserID(high: 1, low: 1),
                                    account: RecordID(high: 1, low: UInt64(number)), role: 1,
                                    seq: 1))
                            if number % 10 == 0 { throw Stop() }
                        }
                        return false
                    } catch { return true }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 20)
        let rows = try store.read { try $0.assignments(of: UserID(high: 1, low: 1)) }
        #expect(rows.count == 180)
        #expect(rows.allSatisfy { $0.account.low % 10 != 0 })
    }
}
