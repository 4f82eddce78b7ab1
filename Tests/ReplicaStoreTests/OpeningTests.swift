// The file: private, durable, recognisable, and safe from older and newer programs.

import AccountRecords
import CausalCore
import Foundation
import Testing

@testable import ReplicaStore

@Suite struct OpeningTests {
    @Test func everyCommitIsSyncedToTheDisk() throws {
        let folder = try TemporaryFolder()
        let device = try TestDevice(path: folder.file)
        #expect(try device.number("PRAGMA synchronous") == 2)
        let mode = try device.store.read {
            try $0.connection.row("PRAGMA journal_mode")?.text(0)
        }
        #expect(mode == "wal")
    }

    @Test func theConnectionTrustsNoSchemaAndLeavesNoDeletedBytes() throws {
        let folder = try TemporaryFolder()
        let device = try TestDevice(path: folder.file)
        #expect(try device.number("PRAGMA trusted_schema") == 0)
        #expect(try device.number("PRAGMA secure_delete") == 1)
        #expect(try device.number("PRAGMA busy_timeout") == 5000)
    }

    @Test func theFileSaysWhatItIs() throws {
        let folder = try TemporaryFolder()
        let device = try TestDevice(path: folder.file)
        #expect(try device.number("PRAGMA application_id") == 0x4B69_7468)
        #expect(try device.number("PRAGMA user_version") == ReplicaStore.userVersion)
    }

    @Test(arguments: [0o000, 0o022, 0o777])
    func theFilesArePrivateUnderAnyUmask(mask: Int) throws {
        let folder = try TemporaryFolder()
        let former = umask(mode_t(mask))
        defer { _ = umask(former) }
        let device = try TestDevice(path: folder.file)
        _ = try device.account()
        for name in ["", "-wal", "-shm"] {
            var status = stat()
            #expect(stat(folder.file + name, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600, "replica.sqlite\(name)")
        }
    }

    @Test func openingReadingAndClosingWriteNothing() throws {
        let folder = try TemporaryFolder()
        let account = try {
            let device = try TestDevice(path: folder.file)
            defer { #expect(throws: Never.self) { try device.store.close() } }
            return try device.account()
        }()
        let before = try Data(contentsOf: URL(fileURLWithPath: folder.file))
        let store = try ReplicaStore.open(path: folder.file)
        #expect(try store.read { try $0.record(account) } != nil)
        let log = try Data(contentsOf: URL(fileURLWithPath: folder.file + "-wal"))
        #expect(log.isEmpty)
        try store.close()
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file)) == before)
    }

    @Test func openingASecondTimeKeepsTheLocksOfTheFirst() throws {
        let folder = try TemporaryFolder()
        let device = try TestDevice(path: folder.file)
        _ = try device.account()
        let locks = { try Self.locks(on: folder.file) }
        let before = try locks()
        let second = try ReplicaStore.open(path: folder.file)
        #expect(try before > 0 && locks() >= before)
        try second.close()
    }

    /// How many locks processes hold on a file.
    private static func locks(on path: String) throws -> Int {
        var status = stat()
        #expect(stat(path, &status) == 0)
        let all = try String(contentsOfFile: "/proc/locks", encoding: .utf8)
        return all.split(separator: "\n").count { $0.contains(":\(status.st_ino) ") }
    }

    @Test func aFileOfANewerProgramIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        do {
            let device = try TestDevice(path: folder.file)
            try device.store.transaction { connection in
                try connection.run("PRAGMA user_version = 999")
            }
            try device.store.close()
        }
        let error = #expect(throws: StoreError.self) {
            try ReplicaStore.open(path: folder.file)
        }
        #expect(error?.code == .newerStore)
    }

    @Test func anotherProgramsDatabaseIsNotTaken() throws {
        let folder = try TemporaryFolder()
        try Data("this is not a database, but long enough to look at".utf8)
            .write(to: URL(fileURLWithPath: folder.file))
        let error = #expect(throws: StoreError.self) {
            try ReplicaStore.open(path: folder.file)
        }
        #expect(error?.code == .notAStore)
    }

    @Test func aMissingFolderIsSaidInWords() throws {
        let error = #expect(throws: StoreError.self) {
            try ReplicaStore.open(path: "/nonexistent/folder/replica.sqlite")
        }
        #expect(error?.code == .notAccessible)
        #expect(error?.remedy.isEmpty == false)
    }

    @Test func whatWasWrittenIsThereAfterACrash() throws {
        let folder = try TemporaryFolder()
        let device = try TestDevice(path: folder.file)
        let account = try device.account()
        // The first store is never closed: the second finds what a killed process left.
        let again = try TestDevice(path: folder.file)
        #expect(try again.text(account, "name") == "Northwind")
        #expect(try again.outbox().map(\.op) == device.outbox().map(\.op))
    }

    @Test func aThrowingBodySavesNothing() throws {
        let device = try TestDevice()
        let account = try device.account()
        #expect(throws: StoreError.self) {
            try device.write { editor in
                _ = try editor.set(account, RecordChanges(["phone": .text("1")]))
                throw StoreError(.notFound, "", remedy: "")
            }
        }
        #expect(try device.text(account, "phone") == nil)
        #expect(try device.outbox().count == 1)
    }

    @Test func aFullDiskIsSaidInWordsAndNothingSavedBeforeIsLost() throws {
        let folder = try TemporaryFolder()
        let device = try TestDevice(path: folder.file)
        let account = try device.account()
        let pages = try device.number("PRAGMA page_count")
        _ = try device.number("PRAGMA max_page_count = \(pages)")
        let long = String(repeating: "words ", count: 10_000)
        let error = #expect(throws: StoreError.self) { try device.set(account, "notes", long) }
        #expect(error?.code == .diskFull && error?.isRetryable == false)
        #expect(try device.text(account, "name") == "Northwind")
        #expect(try device.outbox().count == 1)
        _ = try device.number("PRAGMA max_page_count = 1000000")
        try device.set(account, "notes", long)
        #expect(try device.outbox().count == 2)
    }

    @Test func aProfileThatIsNotEnrolledWritesNothing() throws {
        let device = try TestDevice(enroll: false)
        let error = #expect(throws: StoreError.self) { try device.account() }
        #expect(error?.code == .notEnrolled)
    }

    @Test func aNewerSchemaFindsWhatTheServerSentBefore() throws {
        let folder = try TemporaryFolder()
        let kinds = Schema.current.kinds
        let contact = try #require(Schema.current.kind(named: "contact"))
        let old = KindDefinition(
            contact.number, contact.name, letter: contact.letter,
            fields: contact.fields.filter { $0.name != "email" })
        let oldSchema = Schema(
            version: 1, kinds: kinds.filter { $0.number != contact.number } + [old])
        let server = PaperServer()
        let bob = try TestDevice(2)
        let account = try bob.account()
        let dana = try bob.write { editor in
            try editor.create(
                "contact", account: account,
                RecordChanges(["name": .text("Dana"), "email": .text("dana@example.com")]))
        }
        try bob.push(to: server)
        server.scope[ReplicaID(1)] = [account]
        do {
            let alice = try TestDevice(path: folder.file, options: StoreOptions(schema: oldSchema))
            try alice.pull(from: server)
            #expect(try alice.column("contact", dana, "name") == .text("Dana"))
            try alice.store.close()
        }
        let alice = try TestDevice(
            path: folder.file, options: StoreOptions(schema: Schema(version: 2, kinds: kinds)))
        #expect(try alice.column("contact", dana, "email") == .text("dana@example.com"))
        #expect(try alice.store.read { try $0.search("dana") }.map(\.record) == [dana])
    }

    @Test func twoProcessesShareOneFile() throws {
        let folder = try TemporaryFolder()
        let first = try TestDevice(path: folder.file)
        let second = try TestDevice(path: folder.file)
        let account = try first.account()
        try second.set(account, "phone", "1")
        try first.set(account, "website", "a.example")
        #expect(try second.text(account, "website") == "a.example")
        let positions = try first.outbox().map(\.position)
        #expect(positions == positions.sorted() && Set(positions).count == positions.count)
    }

    @Test func manyThreadsOnTwoConnectionsLoseNoWrite() async throws {
        let folder = try TemporaryFolder()
        let first = try ReplicaStore.open(path: folder.file)
        let second = try ReplicaStore.open(path: folder.file)
        let device = try TestDevice(path: folder.file)
        let account = try device.account()
        let ids = device.ids
        let clock = device.moment().clock
        try await withThrowingTaskGroup(of: Void.self) { group in
            for store in [first, second] {
                group.addTask {
                    for index in 0..<20 {
                        try store.write(WriteMoment(clock: clock, ids: ids)) { editor in
                            _ = try editor.create(
                                "visit", account: account, TestDevice.visit("note \(index)"))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try device.store.read { try $0.count(RecordQuery("visit")) } == 40)
        #expect(try device.outbox().count == 41)
    }
}
