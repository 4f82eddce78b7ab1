// One history of power cuts: real stores and sessions on disks that forget what was not synced.

import AccountRecords
import CausalCore
import Foundation
import ReplicaStore
import Simulation
import SyncClient

/// Two laptops and a server, each on a ``VirtualDisk``, whose power goes at any operation.
///
/// > Whatever was saved or acknowledged before a cut is there after it, whole, and when the power
/// > stays, everything converges.
public final class PowerCutHistory {
    private let seed: UInt64
    private let steps: Int
    private let folder: String
    private let plant: PowerCutPlant?
    private let clock = PowerCutClock()
    private var edits: SeededRandomness
    private var faults: SeededRandomness
    private let server: PowerCutServer
    private var laptops: [PowerCutLaptop] = []
    private var accounts: [RecordID] = []
    private var records: [RecordID] = []
    private var disks: [VirtualDisk] = []
    private var report = PowerCutReport()
    private var words = 0

    /// Prepares the history of a seed.
    ///
    /// - Parameters:
    ///   - folder: an absolute path without links; made, and removed at the end.
    ///   - plant: what is wrong on purpose, to see whether it is found.
    public init(seed: UInt64, steps: Int, folder: String, plant: PowerCutPlant? = nil) throws {
        (self.seed, self.steps, self.plant) = (seed, steps, plant)
        self.folder = "\(folder)/cut-\(seed)"
        let root = SeededRandomness(seed: seed)
        edits = root.stream("edits")
        faults = root.stream("faults")
        let disk = try Self.disk("server", in: self.folder, root, plant?.onServer)
        disks.append(disk)
        server = try PowerCutServer(
            disk: disk, randomness: root.stream("server"), clock: clock)
        for name in ["Alice", "Bob"] { try addLaptop(name, root) }
        try makeAccounts()
    }

    deinit {
        for disk in disks { DiskShim.remove(disk) }
        do { try FileManager.default.removeItem(atPath: folder) } catch {}
    }

    /// Runs all of it.
    ///
    /// - Throws: `SimulationFailure` for a broken invariant.
    public func run() throws -> PowerCutReport {
        for _ in 0..<steps { try step() }
        try heal()
        report.histories = 1
        report.operations = disks.reduce(0) { $0 + $1.operations }
        return report
    }

    private static func disk(
        _ name: String, in folder: String, _ root: SeededRandomness, _ fault: DiskFault?
    ) throws -> VirtualDisk {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        let disk = VirtualDisk(
            folder: path, randomness: root.stream("disk \(name)"), fault: fault)
        guard DiskShim.insert(disk) else {
            throw SimulationFailure("durable", "SQLite takes no disk but its own")
        }
        return disk
    }

    private func addLaptop(_ name: String, _ root: SeededRandomness) throws {
        var chance = root.stream("clocks \(name)")
        let clocks = DeviceClocks(now: clock.present, wrong: false, randomness: &chance)
        let (token, identity) = try server.enroll(
            name, clock: clocks.sample(now: clock.present))
        let disk = try Self.disk(name, in: folder, root, plant?.onLaptops)
        disks.append(disk)
        laptops.append(
            try PowerCutLaptop(
                name: name, disk: disk, token: token, identity: identity, clocks: clocks,
                ids: IdentifierSupply(randomness: root.stream("ids \(name)"))))
    }

    private func makeAccounts() throws {
        for handle in ["northwind", "contoso"] {
            try laptops[0].write(now: clock.present) { editor, _ in
                let account = try editor.create(
                    "account",
                    RecordChanges([
                        "handle": .text(handle), "name": .text(handle),
                        "kind": .choice("external"), "status": .choice("active"),
                    ]))
                self.accounts.append(account)
            }
        }
        try sync(laptops[0])
        for account in accounts { try server.assign("Bob", to: account) }
        try sync(laptops[1])
    }

    private func step() throws {
        clock.advance(milliseconds: 1 + edits.below(60_000))
        let laptop = laptops[edits.below(laptops.count)]
        if faults.chance(0.25) { laptop.disk.cut(after: faults.below(40)) }
        if faults.chance(0.15) { server.disk.cut(after: faults.below(40)) }
        do {
            switch edits.below(10) {
            case 0..<5: try write(on: laptop)
            case 5: try laptop.restart()
            default: try sync(laptop)
            }
        } catch let error where !(error is SimulationFailure) {
            guard laptop.disk.isOff else {
                throw SimulationFailure("durable", "\(laptop.name) with power: \(error)")
            }
        }
        try recover(laptop)
    }

    /// Gives power back to machines that have lost it, and now and then kills a program.
    private func recover(_ laptop: PowerCutLaptop) throws {
        if laptop.disk.isOff {
            report.laptopCuts += 1
        } else if faults.chance(0.1) {
            report.kills += 1
        } else {
            return try recoverServer()
        }
        report.cutsWhileStarting += try laptop.recover(now: clock.present, randomness: &faults)
        try recoverServer()
    }

    private func recoverServer() throws {
        if server.disk.isOff {
            report.serverCuts += 1
        } else if faults.chance(0.05) {
            report.kills += 1
        } else {
            return
        }
        report.cutsWhileStarting += try server.recover(randomness: &faults)
    }

    private func word() -> FieldValue {
        words += 1
        return .text("word \(words)")
    }

    private func write(on laptop: PowerCutLaptop) throws {
        guard let account = edits.pick(accounts) else { return }
        let chosen = edits.chance(0.6) ? edits.pick(records) : nil
        let target = try laptop.store.read { reader in
            try chosen.flatMap { try reader.record($0) }
        }
        let (first, second) = (word(), word())
        var made: Set<RecordID> = []
        try laptop.write(now: clock.present) { editor, attempt in
            if let target, target.isAlive {
                attempt.changed = [target.id]
                try editor.set(target.id, RecordChanges(["phone": first]))
            } else {
                for name in [first, second] {
                    let record = try editor.create(
                        "contact", account: account, RecordChanges(["name": name]))
                    attempt.made.insert(record)
                }
            }
            made = attempt.made
        }
        records += made.sorted()
        report.writes += 1
    }

    /// One laptop syncs; it may fail only if the power went somewhere.
    private func sync(_ laptop: PowerCutLaptop) throws {
        report.syncs += 1
        var runner = SyncRunner(
            store: laptop.store,
            clock: PowerCutSample(present: laptop.clocks.sample(now: clock.present)),
            ids: laptop.ids, options: SyncOptions(allowsRemoval: true, schema: 1))
        do throws(SyncFailure) {
            while case .exchange(let body) = try runner.next() {
                runner.deliver(server.exchange(body, token: laptop.token))
            }
        } catch {
            guard laptop.disk.isOff || server.disk.isOff else {
                throw SimulationFailure("heals", "\(laptop.name) cannot sync: \(error)")
            }
        }
    }

    /// The power stays: everything must converge.
    private func heal() throws {
        for disk in disks { disk.cut(after: nil) }
        for _ in 0..<3 {
            for laptop in laptops { try sync(laptop) }
        }
        for laptop in laptops {
            let waiting = try laptop.store.read { try $0.outbox(.waiting).count }
            guard waiting == 0 else {
                throw SimulationFailure("heals", "\(laptop.name): \(waiting) ops still wait")
            }
            guard try laptop.canonicalExport() == server.canonicalExport(of: laptop.name) else {
                throw SimulationFailure("convergence", "\(laptop.name) differs from the server")
            }
        }
    }
}

/// A clock that stands still during one sync.
private struct PowerCutSample: DeviceClock {
    let present: ClockSample

    func sample() -> ClockSample { present }
}
