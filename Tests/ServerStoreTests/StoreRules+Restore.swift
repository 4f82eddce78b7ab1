// What a store must keep so that a server can be put back.

import CausalCore
import Testing

@testable import SyncServer

extension StoreRules {
    static let lineagesAreKept: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        let rows = (1...3).map { LineageRow(id: LineageID(high: 9 - $0, low: 1), fork: 3 * $0) }
        try store.write { transaction in
            for row in rows + [LineageRow(id: rows[0].id, fork: 99)] { try transaction.put(row) }
            var shard = shard(3)
            shard.fork = 3
            shard.lineage = rows[2].id
            try transaction.commit(CommitEffects(shard: shard))
        }
        #expect(try store.read { try $0.lineages() } == rows)
        #expect(try store.read { try $0.shard()?.fork } == 3)
    }

    static let historyIsWalked: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        let commits = try store.read { snapshot in
            [
                try snapshot.commits(after: 0, limit: 9), try snapshot.commits(after: 2, limit: 9),
                try snapshot.commits(after: 0, limit: 1),
            ]
        }
        #expect(commits.map { $0.map(\.last) } == [[2, 3], [3], [2]])
        #expect(commits[0].map(\.first) == [1, 3])
        let ops = try store.read { snapshot in
            [try snapshot.logged(after: 0, limit: 2), try snapshot.logged(after: 2, limit: 9)]
        }
        #expect(ops.map { $0.map(\.seq) } == [[1, 2], [3]])
    }

    static let logIsAmended: @Sendable (any ServerStore) throws -> Void = { store in
        try fill(store)
        try store.write { transaction in
            var effects = CommitEffects(shard: shard(3))
            effects.amended = [LogAmendment(seq: 2, body: [7])]
            try transaction.commit(effects)
        }
        var expected = log(2, record: 2)
        expected.body = [7]
        let ids = [expected.id, log(1, record: 1).id]
        let rows = try store.read { try $0.logged(ids) }.sorted { $0.seq < $1.seq }
        #expect(rows == [log(1, record: 1), expected])
    }
}
