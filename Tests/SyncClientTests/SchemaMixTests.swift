// Older and newer programs side by side: nothing unknown is lost, changed or made up.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import SyncServer
import Testing

@Suite struct SchemaMixTests {
    /// What the newer program has: fields of each policy on accounts, and one more kind.
    private static let newer = Schema.current.with(
        version: 2,
        fields: [
            FieldDefinition(900, "motto", .text(bytesMax: 100)),
            FieldDefinition(901, "labels", .text(bytesMax: 40), .set),
        ],
        kind: KindDefinition(
            90, "toast", letter: "t",
            fields: [FieldDefinition(1, "words", .text(bytesMax: 100), .lww, .required)]))

    /// A newer server; Alice and Carol with newer laptops, Bob with an older one.
    private func newerServer(_ folder: TemporaryFolder) throws -> (
        world: World, alice: Laptop, bob: Laptop, account: RecordID, toast: RecordID
    ) {
        let world = try World(schema: Self.newer)
        let alice = try world.laptop("alice", schema: Self.newer)
        let bob = try world.laptop("bob", path: folder.path + "/replica.sqlite")
        let account = try alice.createAccount("northwind")
        let toast = try alice.write { editor in
            var changes = RecordChanges(["motto": .text("on time")])
            changes.add("loud", to: "labels")
            _ = try editor.set(account, changes)
            return try editor.create(
                "toast", account: account, RecordChanges(["words": .text("to the harvest")]))
        }
        try alice.sync()
        try world.assign(account, to: "bob")
        try bob.sync()
        return (world, alice, bob, account, toast)
    }

    @Test func anOlderLaptopKeepsWhatItDoesNotKnow() throws {
        let folder = try TemporaryFolder()
        let (world, alice, bob, account, toast) = try newerServer(folder)
        #expect(try bob.store.read { try $0.record(toast)?.kind } == 90)
        try bob.set(account, "phone", "2")
        #expect(try bob.sync().held.isEmpty)
        try alice.sync()
        #expect(try alice.value(account, "phone") == "2")
        #expect(try alice.value(account, "motto") == "on time")
        #expect(try alice.export() == world.export("alice"))
        #expect(try bob.export() == world.export("bob", schema: .current))
        _ = try bob.write { try $0.delete(account) }
        _ = try bob.write { try $0.restore(account) }
        try bob.sync()
        try alice.sync()
        #expect(try alice.value(account, "motto") == "on time")
        #expect(try alice.export() == world.export("alice"))
        #expect(try bob.export() == world.export("bob", schema: .current))
    }

    @Test func anOlderLaptopRefusesToWriteWhatItDoesNotKnow() throws {
        let folder = try TemporaryFolder()
        let (_, _, bob, account, toast) = try newerServer(folder)
        #expect(throws: StoreError.self) {
            try bob.write { try $0.set(account, RecordChanges(["motto": .text("late")])) }
        }
        #expect(throws: StoreError.self) {
            try bob.write { try $0.set(toast, RecordChanges(["words": .text("none")])) }
        }
        #expect(throws: StoreError.self) { try bob.write { try $0.delete(toast) } }
    }

    @Test func aConflictOnAnUnknownFieldReachesTheOlderLaptop() throws {
        let folder = try TemporaryFolder()
        let (world, alice, bob, account, _) = try newerServer(folder)
        let carol = try world.laptop("carol", schema: Self.newer)
        try world.assign(account, to: "carol")
        try carol.sync()
        try carol.set(account, "motto", "by carol")
        try alice.set(account, "motto", "by alice")
        try carol.sync()
        try alice.sync()
        try bob.sync()
        let conflict = try #require(try bob.conflicts().first).conflict
        #expect(conflict.unit.field == 900 && conflict.members.count == 2)
        #expect(try bob.export() == world.export("bob", schema: .current))
        _ = try alice.write { try $0.keep(conflict.members[0].op, of: conflict.id) }
        try alice.sync()
        try bob.sync()
        #expect(try bob.conflicts().isEmpty)
        #expect(try bob.export() == world.export("bob", schema: .current))
    }

    @Test func anUpgradedLaptopShowsWhatItHadKept() throws {
        let folder = try TemporaryFolder()
        let (world, _, bob, account, toast) = try newerServer(folder)
        try bob.set(account, "phone", "not sent yet")
        try bob.store.close()
        let upgraded = try bob.reopened(path: folder.path + "/replica.sqlite", schema: Self.newer)
        #expect(try upgraded.value(account, "motto") == "on time")
        #expect(try upgraded.value(account, "phone") == "not sent yet")
        let rows = try upgraded.store.read { try $0.rows(RecordQuery("toast")) }
        #expect(rows.map(\.id) == [toast] && rows[0].fields["words"] == .text("to the harvest"))
        let row = try upgraded.store.read { try $0.rows(RecordQuery("account")) }.first
        #expect(row?.fields["motto"] == .text("on time"))
        let sets = try upgraded.store.read { try $0.record(account)?.sets(Self.newer)["labels"] }
        #expect(sets == ["loud"])
        try upgraded.sync()
        #expect(try upgraded.export() == world.export("bob"))
        try upgraded.set(toast, "words", "to the sea")
        #expect(try upgraded.sync().held.isEmpty)
    }

    @Test func anOlderProgramLeavesANewerProfileAlone() throws {
        let folder = try TemporaryFolder()
        let (_, _, bob, _, _) = try newerServer(folder)
        try bob.store.close()
        let upgraded = try bob.reopened(path: folder.path + "/replica.sqlite", schema: Self.newer)
        let before = try upgraded.export()
        try upgraded.store.close()
        let error = #expect(throws: StoreError.self) {
            try bob.reopened(path: folder.path + "/replica.sqlite", schema: .current)
        }
        #expect(error?.code == .newerStore)
        #expect(
            try bob.reopened(path: folder.path + "/replica.sqlite", schema: Self.newer).export()
                == before)
    }

    @Test func anOlderServerHoldsWhatItDoesNotKnowUntilItIsUpgraded() throws {
        let world = try World()
        let alice = try world.laptop("alice")
        let account = try alice.createAccount("northwind")
        try alice.sync()
        let bob = try world.laptop("bob", schema: Self.newer)
        try world.assign(account, to: "bob")
        try bob.sync()
        let toast = try bob.write { editor in
            _ = try editor.set(account, RecordChanges(["motto": .text("too early")]))
            return try editor.create(
                "toast", account: account, RecordChanges(["words": .text("to patience")]))
        }
        let report = try bob.sync()
        #expect(report.held.count == 2)
        #expect(try bob.value(account, "motto") == nil)
        let waiting = try world.server.perform(AdminHeldRequest(), by: .operator).ops
        #expect(waiting.map(\.verdict) == ["held", "held"])
        #expect(waiting.allSatisfy { $0.code == "newerSchema" })
        try world.upgrade(Self.newer)
        #expect(try bob.sync().held.isEmpty)
        for op in waiting {
            _ = try world.server.perform(
                AdminHeldApplyRequest(
                    op: op.op.description, seen: world.seq(of: op.record), reason: "upgraded"),
                by: .operator)
        }
        try bob.sync()
        #expect(try bob.value(account, "motto") == "too early")
        #expect(try bob.value(toast, "words") == "to patience")
        try alice.sync()
        #expect(try bob.export() == world.export("bob"))
        #expect(try alice.export() == world.export("alice", schema: .current))
    }

    @Test func anOlderServerHoldsTheWholeTransaction() throws {
        let world = try World()
        let alice = try world.laptop("alice", schema: Self.newer.with(version: 1))
        let account = try alice.createAccount("northwind")
        #expect(try alice.sync().held.isEmpty)
        _ = try alice.write { editor in
            _ = try editor.set(account, RecordChanges(["phone": .text("2")]))
            return try editor.create(
                "toast", account: account, RecordChanges(["words": .text("to both")]))
        }
        #expect(try alice.sync().held.count == 2)
        #expect(try alice.value(account, "phone") == "1")
        try alice.set(account, "phone", "3")
        #expect(try alice.sync().held.isEmpty)
        #expect(try alice.value(account, "phone") == "3")
        #expect(try alice.export() == world.export("alice", schema: Self.newer))
    }
}

extension Schema {
    /// This schema at another version, with more fields of accounts and one more kind.
    func with(
        version: UInt32, fields: [FieldDefinition] = [], kind: KindDefinition? = nil
    ) -> Schema {
        let kinds = self.kinds.map { known in
            guard known.number == KindNumber.account else { return known }
            return KindDefinition(
                known.number, known.name, table: known.table, letter: known.letter,
                title: known.title, isServerOnly: known.isServerOnly, fixedRule: known.fixedRule,
                fields: known.fields + fields)
        }
        return Schema(version: version, kinds: kinds + (kind.map { [$0] } ?? []))
    }
}
