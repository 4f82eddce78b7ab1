// The rules that every store keeps, run on each store that is given.

import CausalCore
import Testing

@testable import SyncServer

/// One list of rules; a store that keeps them all can serve.
enum StoreRules {
    static let all: [(name: String, check: @Sendable (any ServerStore) throws -> Void)] = [
        ("a body that throws changes nothing", throwingChangesNothing),
        ("what is committed is read back", committedIsReadBack),
        ("a record that one op wrote comes with that op's body", loggedBodiesCome),
        ("a record's ops come in the order of seqs", opsComeInOrder),
        ("a window cuts by account and by seq", windowsCut),
        ("a window cuts by person and by seq", windowsOfAPersonCut),
        ("what seqs were about is told account by account", touchesAreTold),
        ("commit times are known for every seq", commitTimesAreKnown),
        ("a handle belongs to one account", handlesAreUnique),
        ("assignments are put, changed and removed", assignmentsChange),
        ("one seq is never given twice", seqsAreUnique),
        ("lineages are kept in their order, each once", lineagesAreKept),
        ("commits and ops are walked in the order of seqs", historyIsWalked),
        ("an op in the log gets a new body and nothing else", logIsAmended),
    ]

    static func shard(_ seq: Seq = 0, time: UInt64 = 1) -> ShardRow {
        ShardRow(
            lineage: LineageID(high: 1, low: 2), seq: seq, time: Stamp(milliseconds: time),
            chain: [UInt8](repeating: 1, count: seq == 0 ? 0 : 32),
            monotonic: MonotonicReading(boot: BootID(high: 3, low: 4), nanoseconds: 5),
            serverReplica: ReplicaID(6), accountCount: 0, accountDigest: .empty, backupSeq: 0,
            serverName: "test")
    }

    static func record(_ number: UInt64, account: UInt64, seq: Seq) -> RecordRow {
        RecordRow(
            id: RecordID(high: 10, low: number), kind: 1,
            account: RecordID(high: 10, low: account), isAlive: true, seq: seq,
            time: Stamp(milliseconds: seq), deletedAt: 0, hasConflicts: false,
            digest: AccountChecksum(high: .max, low: 3), vector: [0], cells: [1, 0, 0])
    }

    static func log(_ seq: Seq, record: UInt64, previous: Seq = 0) -> LogRow {
        LogRow(
            seq: seq, id: OpID(high: 20, low: seq), record: RecordID(high: 10, low: record),
            previous: previous, dot: Dot(replica: ReplicaID(9), counter: seq),
            author: UserID(high: 30, low: 1), stamp: Stamp(milliseconds: seq),
            received: Stamp(milliseconds: seq), body: [1, 2, 3])
    }

    /// Two commits: records 1 (account 1), 2 (account 2) in seqs 1 and 2, record 1 again in seq 3.
    static func fill(_ store: any ServerStore) throws {
        try store.write { transaction in
            try transaction.initialize(shard())
            var first = CommitEffects(shard: shard(2, time: 2))
            first.commit = CommitRow(
                first: 1, last: 2, time: Stamp(milliseconds: 2), chain: [1])
            first.log = [log(1, record: 1), log(2, record: 2)]
            first.newRecords = [record(1, account: 1, seq: 1), record(2, account: 2, seq: 2)]
            first.accounts = [
                AccountRow(
                    id: RecordID(high: 10, low: 1), handle: "one", head: 1, checksum: .zero),
                AccountRow(
                    id: RecordID(high: 10, low: 2), handle: "two", head: 2, checksum: .zero),
            ]
            try transaction.commit(first)
        }
        try store.write { transaction in
            var second = CommitEffects(shard: shard(3, time: 9))
            second.commit = CommitRow(
                first: 3, last: 3, time: Stamp(milliseconds: 9), chain: [2])
            second.log = [log(3, record: 1, previous: 1)]
            second.changedRecords = [record(1, account: 1, seq: 3)]
            second.accounts = [
                AccountRow(
                    id: RecordID(high: 10, low: 1), handle: "one", head: 3, checksum: .zero)
            ]
            try transaction.commit(second)
        }
    }

    private static let throwingChangesNothing: @Sendable (any ServerStore) throws -> Void = {
        store in
        try fill(store)
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try store.write { transaction in
                try transaction.commit(CommitEffects(shard: shard(77)))
                throw Stop()
            }
        }
        #expect(try store.read { try $0.shard()?.seq } == 3)
    }

    private static let committedIsReadBack: @Sendable (any ServerStore) throws -> Void = { store in
        #expect(try store.read { try $0.shard() } == nil)
        try fill(store)
        #expect(try store.read { try $0.shard() } == shard(3, time: 9))
        let rows = try store.read { try $0.records([RecordID(high: 10, low: 2)]) }
        #expect(rows == [record(2, account: 2, seq: 2)])
        #expect(
            try store.read { try $0.logged([OpID(high: 20, low: 2), OpID(high: 0, low: 0)]) }
                == [log(2, record: 2)])
    }

    private static let loggedBodiesCome: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        var row = record(4, account: 2, seq: 4)
        row.cells = [CellCoding.loggedForm, 9]
        let written = row
        try store.write { transaction in
            var effects = CommitEffects(shard: shard(4, time: 10))
            effects.commit = CommitRow(
                first: 4, last: 4, time: Stamp(milliseconds: 10), chain: [3])
            effects.log = [log(4, record: 4)]
            effects.newRecords = [written]
            try transaction.commit(effects)
        }
        row.loggedBody = log(4, record: 4).body
        let logged = row
        let windows: [[UInt64]?] = [nil, [2], [1, 2, 3]]
        for accounts in windows {
            let ids = accounts.map { $0.map { RecordID(high: 10, low: $0) } }
            let found = try store.read {
                try $0.records(in: ScopeWindow(accounts: ids, after: 1, through: 4), limit: 9)
            }
            #expect(found.first { $0.id == logged.id } == logged)
            #expect(found.first { $0.id != logged.id }?.loggedBody == [])
        }
        #expect(try store.read { try $0.records([logged.id]) } == [logged])
    }

    private static let opsComeInOrder: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        let record = RecordID(high: 10, low: 1)
        #expect(try store.read { try $0.logged(on: record, after: 0).map(\.seq) } == [1, 3])
        #expect(try store.read { try $0.logged(on: record, after: 1).map(\.seq) } == [3])
        #expect(try store.read { try $0.logged(on: record, after: 3).isEmpty })
    }

    private static let windowsCut: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        func seqs(_ accounts: [UInt64]?, _ after: Seq, _ through: Seq, limit: Int = 10) throws
            -> [Seq]
        {
            let ids = accounts.map { $0.map { RecordID(high: 10, low: $0) } }
            let window = ScopeWindow(accounts: ids, after: after, through: through)
            return try store.read { try $0.records(in: window, limit: limit).map(\.seq) }
        }
        #expect(try seqs(nil, 0, 3) == [2, 3])
        #expect(try seqs(nil, 0, 3, limit: 1) == [2])
        #expect(try seqs([1, 2], 0, 3) == [2, 3])
        #expect(try seqs([1], 0, 3) == [3])
        #expect(try seqs([2], 2, 3).isEmpty)
        #expect(try seqs([1, 2, 3, 4], 2, 3) == [3])
        #expect(try seqs([], 0, 3).isEmpty)
    }

    /// The same is found whether the store goes through a person's accounts or through the seqs.
    private static let windowsOfAPersonCut: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        let user = UserID(high: 30, low: 1)
        let account = RecordID(high: 10, low: 1)
        try store.write {
            try $0.put(AssignmentRow(user: user, account: account, role: 1, seq: 1))
        }
        for (person, count, after, seqs) in [
            (user, 1, 0, [3]), (user, 1, 3, []), (user, 100, 0, [3]), (user, 100, 2, [3]),
            (UserID(high: 30, low: 2), 0, 0, []), (UserID(high: 30, low: 2), 100, 0, []),
        ] as [(UserID, Int, Seq, [Seq])] {
            var window = ScopeWindow(accounts: nil, of: person, after: after, through: 3)
            window.userAccountCount = count
            let cut = window
            #expect(try store.read { try $0.records(in: cut, limit: 10).map(\.seq) } == seqs)
            #expect(try store.read { try $0.accounts(in: cut).map(\.head) } == seqs)
        }
    }

    private static let touchesAreTold: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        let accounts = (1...5).map { RecordID(high: 10, low: UInt64($0)) }
        try store.write { transaction in
            try transaction.put(
                AssignmentRow(
                    user: UserID(high: 30, low: 1), account: accounts[2], role: 1, seq: 4))
            var effects = CommitEffects(shard: shard(7, time: 9))
            effects.conflicts = [
                ConflictRow(
                    id: ConflictID(high: 40, low: 1), record: accounts[3], account: accounts[3],
                    isOpen: true, needsReview: false, seq: 5, body: [])
            ]
            effects.appearances = [
                AppearanceRow(account: accounts[4], replica: ReplicaID(9), seq: 6)
            ]
            effects.stubs = [StubRow(seq: 7, record: accounts[1], previous: 2)]
            try transaction.commit(effects)
        }
        func touches(_ after: Seq, _ through: Seq) throws -> [AccountTouch] {
            try store.read { try $0.touches(after: after, through: through) }
        }
        let all = zip(1..., [1, 2, 1, 3, 4, 5, 2]).map {
            AccountTouch(seq: $0, account: RecordID(high: 10, low: $1))
        }
        #expect(try touches(0, 7) == all)
        #expect(try touches(2, 6) == Array(all[2..<6]))
        #expect(try touches(7, 7).isEmpty)
    }

    private static let commitTimesAreKnown: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        let times = try store.read { try $0.commitTimes(of: [1, 2, 3, 4]) }
        #expect(
            times == [
                1: Stamp(milliseconds: 2), 2: Stamp(milliseconds: 2), 3: Stamp(milliseconds: 9),
            ])
        #expect(try store.read { try $0.commit(endingAt: 2)?.chain } == [1])
        #expect(try store.read { try $0.commit(endingAt: 1) } == nil)
    }

    private static let handlesAreUnique: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        #expect(
            try store.read { try $0.account(handle: "two")?.id } == RecordID(high: 10, low: 2))
        #expect(throws: (any Error).self) {
            try store.write { transaction in
                var effects = CommitEffects(shard: shard(3))
                effects.accounts = [
                    AccountRow(
                        id: RecordID(high: 10, low: 3), handle: "two", head: 3, checksum: .zero)
                ]
                try transaction.commit(effects)
            }
        }
    }

    private static let assignmentsChange: @Sendable (any ServerStore) throws -> Void = { store in
        let user = UserID(high: 30, low: 1)
        let account = RecordID(high: 10, low: 1)
        let row = AssignmentRow(user: user, account: account, role: 2, seq: 5)
        try store.write {
            try $0.put(AssignmentRow(user: user, account: account, role: 1, seq: 4))
        }
        try store.write { try $0.put(row) }
        #expect(try store.read { try $0.assignments(of: user) } == [row])
        let window = ScopeWindow(accounts: nil, after: 4, through: 5)
        #expect(try store.read { try $0.assignments(in: window) } == [row])
        try store.write { try $0.removeAssignment(of: user, on: account) }
        #expect(try store.read { try $0.assignments(of: user).isEmpty })
    }

    private static let seqsAreUnique: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        #expect(throws: (any Error).self) {
            try store.write { transaction in
                var effects = CommitEffects(shard: shard(3))
                effects.log = [log(3, record: 2, previous: 2)]
                try transaction.commit(effects)
            }
        }
    }
}
