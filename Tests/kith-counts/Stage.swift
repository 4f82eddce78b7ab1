// The phases of the workload in their order, each measured.

import AccountRecords
import CausalCore
import CCounters
import Foundation
import ReplicaStore
import SyncProtocol
import Workload

/// The pages of a database in bytes.
func counters_bytes(of path: String) -> Int64 { counters_database_bytes(path) }

/// One run of the workload, phase by phase; each needs those before it.
final class Stage {
    let workload: Workload
    let world: CountedWorld
    let alice: CountedLaptop
    let bob: CountedLaptop
    let folder: URL
    private let phase: ProfileCommand.Phase?
    private(set) var accounts: [RecordID] = []
    private(set) var notes: [RecordID] = []

    init(scale: Double, collects phase: ProfileCommand.Phase? = nil) throws {
        self.phase = phase
        workload = Workload(scale: scale)
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("kith-counts-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        counters_follow_sqlite()
        world = try CountedWorld(folder: folder.path)
        alice = try world.laptop()
        bob = try world.laptop()
    }

    /// Runs a body where a profiler can be told to look: `--toggle-collect='*spotlight*'`.
    @inline(never)
    private static func spotlight<Result>(_ body: () throws -> Result) rethrows -> Result {
        try body()
    }

    /// Runs a body, where the profiler looks if that is asked for.
    static func collected<Result>(
        _ isCollected: Bool, _ body: () throws -> Result
    ) rethrows -> Result {
        isCollected ? try spotlight(body) : try body()
    }

    /// Runs a body, where the profiler looks if it is one of the phase that is profiled.
    func collect<Result>(
        _ phases: ProfileCommand.Phase..., body: () throws -> Result
    ) rethrows -> Result {
        try Self.collected(phase.map(phases.contains) ?? false, body)
    }

    /// Removes the databases.
    func close() throws { try FileManager.default.removeItem(at: folder) }

    var recordCount: Int { workload.recordCount }

    /// Alice writes everything, a thousand records in each transaction.
    func write() throws -> Usage {
        var usage = Usage()
        for changes in Self.pieces(workload.accounts.map { RecordChanges($0.fields) }) {
            try usage.measure {
                try collect(.write) {
                    try alice.write { editor in
                        for change in changes {
                            accounts.append(try editor.create("account", change))
                        }
                    }
                }
            }
        }
        let made = workload.notes.map { ($0.account, RecordChanges($0.fields)) }
        for changes in Self.pieces(made) {
            try usage.measure {
                try collect(.write) {
                    try alice.write { editor in
                        for (account, change) in changes {
                            notes.append(
                                try editor.create(
                                    "visit", account: accounts[account], change))
                        }
                    }
                }
            }
        }
        return usage
    }

    /// Alice sends what she has written.
    func push() throws -> SyncCosts { try collect(.push) { try synced(alice, .send, .accept) } }

    /// Bob's empty laptop fetches everything.
    func pull() throws -> SyncCosts { try collect(.pull) { try synced(bob, .apply, .page) } }

    /// Alice changes a hundredth of the records, one or two fields each; then both sync.
    ///
    /// Her transactions hold a hundred edits each.
    func delta() throws -> (edits: Int, write: Usage, alice: SyncCosts, bob: SyncCosts) {
        let edits = workload.delta()
        let made = changes(of: edits)
        var usage = Usage()
        for piece in Self.pieces(made, of: 100) {
            try usage.measure {
                try collect(.edit) {
                    try alice.write { editor in
                        for (record, change) in piece { try editor.set(record, change) }
                    }
                }
            }
        }
        let sent = try synced(alice, .sendEdits, .serveEdits)
        return (edits.count, usage, sent, try synced(bob, .takeEdits, .serveEdits))
    }

    private func changes(of edits: [WorkloadEdit]) -> [(RecordID, RecordChanges)] {
        let places = Dictionary(grouping: edits, by: \.target).mapValues { Set($0.map(\.index)) }
        let companies = Dictionary(
            workload.accounts.filter { places[.account]?.contains($0.index) == true }
                .map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
        let visits = Dictionary(
            workload.notes.filter { places[.note]?.contains($0.index) == true }
                .map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
        return edits.map { edit in
            edit.target == .account
                ? (
                    accounts[edit.index],
                    RecordChanges(companies[edit.index]?.fields(of: edit) ?? [:])
                )
                : (notes[edit.index], RecordChanges(visits[edit.index]?.fields(of: edit) ?? [:]))
        }
    }

    /// Nothing has changed, and Bob syncs.
    func idle() throws -> SyncCosts { try synced(bob) }

    private func synced(
        _ laptop: CountedLaptop, _ device: ProfileCommand.Phase? = nil,
        _ server: ProfileCommand.Phase? = nil
    ) throws -> SyncCosts {
        laptop.costs = SyncCosts()
        laptop.collects = (
            device: phase != nil && device == phase, server: phase != nil && server == phase
        )
        try laptop.sync()
        return laptop.costs
    }

    static func pieces<Element>(_ all: [Element], of count: Int = 1_000) -> [ArraySlice<Element>] {
        stride(from: 0, to: all.count, by: count).map {
            all[$0..<Swift.min($0 + count, all.count)]
        }
    }
}
