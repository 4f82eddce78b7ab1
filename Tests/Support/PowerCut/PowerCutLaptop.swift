// A laptop whose power goes: the real store, and what its person knows to be saved.

import AccountRecords
import CausalCore
import ReplicaStore
import Simulation
import SyncClient

/// A laptop on a ``VirtualDisk``.
final class PowerCutLaptop {
    /// A write that has begun: its outcome is unknown until it returns.
    struct Attempt {
        /// Records that it changes.
        var changed: Set<RecordID> = []
        /// Records that it makes together.
        var made: Set<RecordID> = []
    }

    let name: String
    let disk: VirtualDisk
    let token: String
    let ids: IdentifierSupply
    private(set) var clocks: DeviceClocks
    private(set) var store: ReplicaStore
    /// The ops that writes which returned have left.
    private var saved: [OpID: Op] = [:]
    private var attempt: Attempt?

    private var path: String { disk.folder + "/replica.sqlite" }

    init(
        name: String, disk: VirtualDisk, token: String, identity: DeviceIdentity,
        clocks: DeviceClocks, ids: IdentifierSupply
    ) throws {
        (self.name, self.disk, self.token, self.clocks, self.ids) = (
            name, disk, token, clocks, ids
        )
        store = try ReplicaStore.open(path: disk.folder + "/replica.sqlite")
        try store.setIdentity(identity)
    }

    /// Makes a write; what it throws while the power is on is a failure of the store.
    func write(
        now: TrueTime, _ body: (inout ReplicaEditor, inout Attempt) throws -> Void
    ) throws {
        var begun = Attempt()
        defer { attempt = begun }
        try store.write(WriteMoment(clock: clocks.sample(now: now), ids: ids)) { editor in
            try body(&editor, &begun)
        }
        begun = Attempt()
        saved = try ops()
    }

    /// Ends the program properly and starts it again.
    func restart() throws {
        try store.close()
        store = try ReplicaStore.open(path: path)
    }

    /// Starts the machine, which may lose its power again while it starts, and looks at what is left.
    func recover(now: TrueTime, randomness: inout SeededRandomness) throws -> Int {
        var cuts = 0
        while true {
            do { try store.close() } catch {}
            disk.powerOn()
            clocks.restart(now: now, randomness: &randomness)
            if cuts < 3, randomness.chance(0.3) { disk.cut(after: randomness.below(12)) }
            do {
                try Integrity.check(path)
                store = try ReplicaStore.open(path: path)
                disk.cut(after: nil)
                try checkSaved()
                return cuts
            } catch {
                guard disk.isOff else { throw error }
                cuts += 1
            }
        }
    }

    /// Whether everything that was saved is there, and nothing is there by halves.
    private func checkSaved() throws {
        let present = try ops()
        let attempt = attempt ?? Attempt()
        for (id, op) in saved {
            if let found = present[id] {
                guard found.units == op.units, found.action == op.action else {
                    throw SimulationFailure("durable", "\(name): \(id) has changed")
                }
                continue
            }
            let successor = present.values.contains {
                $0.record == op.record && saved[$0.id] == nil
            }
            guard attempt.changed.contains(op.record), successor else {
                throw SimulationFailure("durable", "\(name): \(id) was saved and is gone")
            }
        }
        for op in present.values where saved[op.id] == nil {
            guard attempt.changed.contains(op.record) || attempt.made.contains(op.record) else {
                throw SimulationFailure("durable", "\(name): nobody wrote \(op.id)")
            }
        }
        let there = try attempt.made.filter { record in
            try store.read { try $0.record(record) } != nil
        }
        guard there.isEmpty || there == attempt.made else {
            throw SimulationFailure("atomic", "\(name): half of a transaction is there")
        }
        saved = present
        self.attempt = nil
    }

    private func ops() throws -> [OpID: Op] {
        let own = try store.read { try $0.outbox(.all) }
        return [OpID: Op](own.map { ($0.op.id, $0.op) }) { first, _ in first }
    }

    func canonicalExport() throws -> [String] {
        var lines: [String] = []
        try store.read { try $0.canonicalExport { lines.append($0) } }
        return lines
    }
}
