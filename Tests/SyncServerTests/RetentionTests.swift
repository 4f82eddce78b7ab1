// Trimming: what goes, what stays, and that nobody can tell from any answer.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct RetentionHistoryTests {
    /// The same history with the log trimmed after every step and without: equal to the last byte.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func trimmingTheLogChangesNoAnswer(seed: UInt64) throws {
        var whole = try RandomHistory(seed: seed, isSlow: true)
        try whole.run(steps: 80)
        var trimmed = try RandomHistory(seed: seed, isSlow: true)
        try trimmed.run(steps: 80) {
            try $0.backUp(); try $0.trimLog()
        }
        #expect(trimmed.facts.map(\.answer) == whole.facts.map(\.answer), "seed \(seed)")
        for (one, other) in zip(trimmed.writers, whole.writers) {
            #expect(one.laptop.records == other.laptop.records, "seed \(seed)")
            #expect(one.laptop.conflicts == other.laptop.conflicts, "seed \(seed)")
        }
        #expect(try trimmed.world.rows() == whole.world.rows(), "seed \(seed)")
    }

    /// Stubs take seqs, so the numbers differ; what people see does not.
    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func stubsChangeNothingThatPeopleSee(seed: UInt64) throws {
        var whole = try RandomHistory(seed: seed, isSlow: true)
        try whole.run(steps: 80)
        var trimmed = try RandomHistory(seed: seed, isSlow: true)
        try trimmed.run(steps: 80) {
            try $0.backUp(); _ = try $0.server.trim()
        }
        try Oracle().expectInvariants(trimmed, seed)
        for fact in whole.facts {
            let other = trimmed.facts.first { $0.op.id == fact.op.id }
            #expect(other?.answer.verdict == fact.answer.verdict, "seed \(seed)")
        }
        let account = whole.account
        let one = try #require(trimmed.writers[0].laptop.records[account])
        let other = try #require(whole.writers[0].laptop.records[account])
        #expect(one.isAlive == other.isAlive && one.vector == other.vector, "seed \(seed)")
        if one.isAlive {
            #expect(one.cells.map(Seen.init) == other.cells.map(Seen.init), "seed \(seed)")
        }
        #expect(sides(trimmed) == sides(whole), "seed \(seed)")
    }

    /// What never happens is not tested.
    @Test func theHistoriesMeetEverySituation() throws {
        var ops = 0
        var stubs = 0
        var revived = 0
        var late = 0
        for seed in 1...12 as ClosedRange<UInt64> {
            var history = try RandomHistory(seed: seed, isSlow: true)
            let account = history.account
            var wasStub = false
            try history.run(steps: 80) { world in
                try world.backUp()
                let row = try world.store.read { try $0.records([account]).first }
                if wasStub, row?.isAlive == true { revived += 1 }
                let report = try world.server.trim()
                ops += report.ops
                stubs += report.stubs
                late += report.silent
                wasStub = try world.store.read { try $0.records([account]).first?.isStub } == true
            }
        }
        #expect(ops > 100 && stubs > 2 && revived > 1 && late > 0)
        print("trimmed \(ops) ops, \(stubs) stubs, \(revived) revived, \(late) silent")
    }

    private struct Seen: Hashable {
        var key: UnitKey
        var value: [UInt8]
        var stamp: Stamp
        var op: OpID

        init(_ cell: Cell) {
            (key, value, stamp, op) = (cell.key, cell.value, cell.stamp, cell.op)
        }
    }

    private struct Side: Hashable {
        var unit: UnitKey
        var op: OpID
        var value: [UInt8]
        var base: [UInt8]?
        var isReplaced: Bool
        var isOpen: Bool
        var context: VersionVector
    }

    private func sides(_ history: RandomHistory) -> Set<Side> {
        var sides: Set<Side> = []
        for conflict in history.writers[0].laptop.conflicts.values {
            for member in conflict.members {
                sides.insert(
                    Side(
                        unit: conflict.unit, op: member.op, value: member.value,
                        base: member.base, isReplaced: member.isReplaced,
                        isOpen: conflict.isOpen, context: member.context))
            }
        }
        return sides
    }
}

extension World {
    /// A backup of everything completes.
    func backUp() throws {
        try store.write { transaction in
            guard var shard = try transaction.shard() else { return }
            shard.backupSeq = shard.seq
            try transaction.commit(CommitEffects(shard: shard))
        }
    }

    /// Trims the log and leaves the tombstones alone.
    func trimLog() throws {
        try server.flush()
        let now = clock.now()
        let horizon = try store.read { snapshot in
            try RetentionHorizon(try server.shard(snapshot), now: now, snapshot)
        }
        var report = RetentionReport()
        try server.trimLog(horizon, &report)
    }

    /// The bytes of all records and conflict records, as the store keeps them.
    func rows() throws -> [[UInt8]] {
        try store.read { snapshot in
            let shard = try server.shard(snapshot)
            let window = ScopeWindow(accounts: nil, after: 0, through: shard.seq)
            let records = try snapshot.records(in: window, limit: .max)
            let conflicts = try snapshot.conflicts(in: window)
            return records.flatMap { [$0.vector, $0.cells] } + conflicts.map(\.body)
        }
    }
}
