// The invariants on random histories, against an oracle that knows only sets of ops.

import AccountRecords
import CausalCore
import SyncProtocol
import Testing

@testable import SyncServer

@Suite struct RandomHistoryTests {
    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func theInvariantsHold(seed: UInt64) throws {
        var history = try RandomHistory(seed: seed)
        try history.run(steps: 70)
        try Oracle().expectInvariants(history, seed)
    }
}

/// Checks a history by what its writers truly knew.
struct Oracle {
    typealias Fact = RandomHistory.Fact

    func expectInvariants(_ history: RandomHistory, _ seed: UInt64) throws {
        let facts = history.facts
        #expect(facts.count { !$0.answer.verdict.isAccepted } == 0, "seed \(seed)")
        expectCausality(facts, seed)
        try expectBothForms(history, seed)
        try expectCells(history, seed)
        try expectConflicts(history, seed)
        try expectConvergence(history, seed)
    }

    /// I1: who has seen a write has the greater stamp.
    private func expectCausality(_ facts: [Fact], _ seed: UInt64) {
        for later in facts {
            for earlier in facts where later.knew.contains(earlier.op.id) {
                #expect(later.answer.stamp > earlier.answer.stamp, "seed \(seed)")
            }
        }
    }

    /// The law: two coordinates, expanded vectors and true knowledge agree on every pair.
    private func expectBothForms(_ history: RandomHistory, _ seed: UInt64) throws {
        let account = history.account
        let rows = try history.world.store.read { try $0.logged(on: account, after: 0) }
        let judged = try rows.map(JudgedOp.init)
        let positions = judged.map(\.position)
        for first in judged {
            let knew = history.knowledge[first.op.id] ?? []
            let vector = first.position.expandedContext(accepted: positions)
            for second in judged where second.op.id != first.op.id {
                let truth = knew.contains(second.op.id)
                #expect(first.position.contextContains(second.position) == truth, "seed \(seed)")
                #expect(vector.contains(second.position.dot) == truth, "seed \(seed)")
            }
        }
    }

    /// The last writer of each unit shows, and the record lives if somebody unaware kept it alive.
    private func expectCells(_ history: RandomHistory, _ seed: UInt64) throws {
        let state = try #require(history.writers[0].laptop.records[history.account])
        for cell in state.cells {
            let writers = history.facts.filter { fact in
                fact.op.units.contains { $0.key == cell.key }
            }
            let last = try #require(
                writers.max {
                    ($0.answer.stamp, $0.replica, $0.op.id) < (
                        $1.answer.stamp, $1.replica, $1.op.id
                    )
                })
            #expect(cell.op == last.op.id, "seed \(seed)")
        }
        let deletes = history.facts.filter { $0.op.action == .delete }
        let isAlive = history.facts.contains { fact in
            fact.op.leavesAlive == true && !deletes.contains { $0.knew.contains(fact.op.id) }
        }
        #expect(state.isAlive == isAlive, "seed \(seed)")
    }

    /// I4: of each unit exactly the ops of conflicting pairs are members of conflict records.
    private func expectConflicts(_ history: RandomHistory, _ seed: UInt64) throws {
        let records = Array(history.writers[0].laptop.conflicts.values)
        for key in [unit("phone", "").key, unit("website", "").key, UnitKey.life] {
            let onUnit = records.filter { $0.unit == key }
            let pairs = conflictingPairs(history.facts, key)
            let members = Set(onUnit.flatMap(\.members).map(\.op))
            #expect(members == Set(pairs.flatMap { [$0.0, $0.1] }), "seed \(seed) unit \(key)")
            for pair in pairs {
                let isRecorded = onUnit.contains { record in
                    let ops = record.members.map(\.op)
                    return ops.contains(pair.0) && ops.contains(pair.1)
                }
                #expect(isRecorded, "seed \(seed)")
            }
        }
    }

    private func conflictingPairs(_ facts: [Fact], _ key: UnitKey) -> [(OpID, OpID)] {
        func value(_ fact: Fact) -> [UInt8]? {
            if key == .life { return fact.op.leavesAlive.map { lifeValue(alive: $0) } }
            return fact.op.units.first { $0.key == key }?.value
        }
        let writers = facts.filter { value($0) != nil }
        var pairs: [(OpID, OpID)] = []
        for (index, later) in writers.enumerated() {
            let before = writers[..<index]
            for earlier in before where value(earlier) != value(later) {
                let isConcurrent =
                    !later.knew.contains(earlier.op.id) && !earlier.knew.contains(later.op.id)
                let isReplaced = before.contains { $0.knew.contains(earlier.op.id) }
                if isConcurrent, !isReplaced { pairs.append((earlier.op.id, later.op.id)) }
            }
        }
        return pairs
    }

    /// I2: everybody has the same bytes, and the server's sums say so.
    private func expectConvergence(_ history: RandomHistory, _ seed: UInt64) throws {
        let account = history.account
        let row = try history.world.store.read { try $0.accounts([account]) }.first
        for writer in history.writers {
            #expect(writer.laptop.checksum(account) == row?.checksum, "seed \(seed)")
            #expect(writer.laptop.records == history.writers[0].laptop.records, "seed \(seed)")
            #expect(writer.laptop.conflicts == history.writers[0].laptop.conflicts, "seed \(seed)")
        }
    }
}

@Suite struct RandomSituationTests {
    /// What never happens is not tested: the histories above must meet every situation.
    @Test func theHistoriesMeetEverySituation() throws {
        var marks: [String: Int] = [:]
        for seed in 1...8 as ClosedRange<UInt64> {
            var history = try RandomHistory(seed: seed)
            try history.run(steps: 70)
            for fact in history.facts {
                marks["\(fact.answer.verdict.name)", default: 0] += 1
                marks["\(fact.answer.quality)", default: 0] += 1
                if fact.answer.isDuplicate { marks["duplicate", default: 0] += 1 }
                if fact.op.context.own.count > 1 { marks["two own ops", default: 0] += 1 }
            }
            for conflict in history.writers[0].laptop.conflicts.values {
                marks[conflict.unit == .life ? "life" : "field", default: 0] += 1
                if conflict.members.count > 2 { marks["three members", default: 0] += 1 }
                if conflict.members.contains(where: \.isReplaced) {
                    marks["replaced", default: 0] += 1
                }
                marks[conflict.isOvertaken ? "overtaken" : "current", default: 0] += 1
                marks[conflict.isOpen ? "open" : "one author", default: 0] += 1
            }
        }
        let wanted = [
            "applied", "won", "lost", "boottime", "clamped", "duplicate", "two own ops", "life",
            "field", "three members", "replaced", "overtaken", "open",
        ]
        for mark in wanted { #expect(marks[mark, default: 0] > 0, "\(mark) in \(marks)") }
    }
}
