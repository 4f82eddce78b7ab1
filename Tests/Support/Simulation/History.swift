// One history: people, laptops, a server and everything that goes wrong between them.
import CausalCore
import Foundation
import ReplicaStore
import SyncClient

/// One history, determined by its seed: real stores, real sessions, real bytes, simulated time.
///
/// People edit a small universe on several laptops, sync through a network that loses, repeats,
/// delays and corrupts, on machines that crash and whose clocks are wrong. Then faults stop, and
/// everything must converge to what the ``Oracle`` says.
public final class History {
    /// The seed that determines everything.
    public let seed: UInt64
    /// What the history is made of.
    public let plan: HistoryPlan
    /// What has happened.
    public internal(set) var report = HistoryReport()

    var edits: SeededRandomness
    var faults: SeededRandomness
    var judge = Oracle()
    let box = TimeBox()
    let server: SimulatedServer
    var devices: [SimulatedDevice] = []
    var universe: [RecordID] = []
    var accounts: [RecordID] = []
    /// For each device and record, the ops written there and not folded away.
    var mine: [[RecordID: Set<OpID>]] = []
    /// The same at the moment when the device's disk was copied.
    var mineAtCopy: [[RecordID: Set<OpID>]?] = []
    var openEdits: [OpenEdit] = []
    /// Requests that a slow network may still deliver.
    var stray: [(body: [UInt8], token: String)] = []
    /// What was found broken while the history ran.
    var broken: [String] = []
    let folder: URL

    /// An edit that somebody has begun and not saved.
    struct OpenEdit {
        var device: Int
        var record: RecordID
        var token: EditToken
        var seen: Set<String>
    }

    /// Prepares the history of a seed; its files go below a folder, which is removed at the end.
    public init(seed: UInt64, steps: Int, folder: URL) throws {
        self.seed = seed
        let root = SeededRandomness(seed: seed)
        var planning = root.stream("plan")
        plan = HistoryPlan(steps: steps, randomness: &planning)
        edits = root.stream("edits")
        faults = root.stream("faults")
        self.folder = folder.appendingPathComponent("history-\(seed)")
        try? FileManager.default.removeItem(at: self.folder)
        server = try SimulatedServer(randomness: root.stream("server"), box: box)
        report.histories = 1
        try enrollEverybody(root)
    }

    /// Runs all of it.
    ///
    /// - Throws: ``SimulationFailure`` for a broken invariant.
    public func run() throws -> HistoryReport {
        defer { try? FileManager.default.removeItem(at: folder) }
        for _ in 0..<plan.steps { try step() }
        try heal()
        try checkEverything()
        return report
    }

    private func enrollEverybody(_ root: SeededRandomness) throws {
        for index in 0..<plan.devices {
            let name = ["Alice", "Bob", "Carol", "Dora"][index]
            var clockRandomness = root.stream("clocks \(name)")
            let clocks = DeviceClocks(
                now: box.now, wrong: plan.wrongClocks, randomness: &clockRandomness)
            let enrolled = try server.enroll(
                name, isFirst: index == 0, clock: clocks.sample(now: box.now))
            devices.append(
                try SimulatedDevice(
                    name: name, folder: folder.appendingPathComponent(name),
                    token: enrolled.token, identity: enrolled.identity, clocks: clocks,
                    ids: IdentifierSupply(randomness: root.stream("ids \(name)")), box: box))
            mine.append([:])
            mineAtCopy.append(nil)
        }
        for handle in ["northwind", "contoso"] { try makeAccount(handle) }
        try sync(0, isFaulty: false)
        for (index, device) in devices.enumerated() where index > 0 {
            for account in accounts { try server.assign(device.name, to: account) }
        }
        for index in devices.indices { try sync(index, isFaulty: false) }
    }

    private func step() throws {
        box.now.advance(milliseconds: 1 + edits.below(600_000))
        let index = edits.below(devices.count)
        if edits.chance(0.75) {
            try write(on: index)
        } else {
            try sync(index, isFaulty: true)
        }
        try misfortune(index)
    }

    /// What befalls machines and assignments between the steps.
    private func misfortune(_ index: Int) throws {
        if plan.wrongClocks, faults.chance(0.05) {
            devices[index].clocks.step(randomness: &faults)
            report.mark("clock stepped")
        }
        if faults.chance(0.03) {
            devices[index].clocks.restart(now: box.now, randomness: &faults)
            try devices[index].restart()
            report.mark("machine restarted")
        }
        if faults.chance(plan.serverRestart) {
            try server.restart()
            report.mark("server restarted")
        }
        if faults.chance(plan.lateArrival), let old = faults.pick(stray) {
            _ = server.exchange(old.body, token: old.token) { self.judgeAnswers($0, from: $1) }
            report.mark("old request arrived again")
        }
        if faults.chance(plan.reassignment) { try reassign() }
        if faults.chance(plan.copy) { try copyOrRestoreDisk(index) }
    }

    private func reassign() throws {
        guard let account = faults.pick(accounts) else { return }
        let index = 1 + faults.below(devices.count - 1)
        if faults.chance(0.5) {
            try server.unassign(devices[index].name, from: account)
            report.mark("account taken away")
        } else {
            try server.assign(devices[index].name, to: account)
            report.mark("account given")
        }
    }

    private func copyOrRestoreDisk(_ index: Int) throws {
        if let before = mineAtCopy[index], faults.chance(0.5) {
            guard try devices[index].restoreDisk(from: "copy.sqlite") else { return }
            mine[index] = before
            openEdits.removeAll { $0.device == index }
            report.mark("disk put back to an old copy")
        } else {
            try devices[index].copyDisk(to: "copy.sqlite")
            mineAtCopy[index] = mine[index]
            report.mark("disk copied")
        }
    }
}
