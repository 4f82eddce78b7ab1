// One history: people, laptops, a server and everything that goes wrong between them.
import CausalCore
import ReplicaStore
import SyncClient

/// One history, determined by its plan: real stores, real sessions, real bytes, simulated time.
///
/// People edit a small universe on several laptops, sync through a network that loses, repeats,
/// delays and corrupts, on machines that crash and whose clocks are wrong. The ``Oracle`` judges
/// every delivery. Then faults stop, and everything must converge to what the oracle says.
public final class History {
    /// What the history is made of.
    public let plan: HistoryPlan
    /// What has happened.
    public internal(set) var report = HistoryReport()
    /// The number of the step that runs; for a failure, the step that broke the invariant.
    public internal(set) var stepNumber = 0

    /// What the judge knows of a record besides its ops.
    struct Known {
        var id: RecordID
        var kind: UInt16
        /// The account's place in ``accounts``.
        var account: Int
    }

    /// An account, with a word that is in every text of it and nowhere else.
    struct Account {
        var id: RecordID
        var record: Int
        var token: String
        /// The people that it is assigned to.
        var people: Set<Int>
    }

    /// Where an op comes from.
    struct Origin {
        var device: SimulatedDevice
        var boot: Int
        /// In true milliseconds.
        var time: Int64
        /// The schema that it names.
        var schema: UInt32
        /// Whether it makes its record.
        var isCreate: Bool
        /// The copy of the disk that it was written on.
        var branch: [Int]
        /// Whether it was begun earlier than it was saved.
        var wasOpen = false
    }

    /// A request that a slow network may still deliver.
    struct Stray {
        var body: [UInt8]
        var token: String
        var person: Int
        /// Whether the server has never had it.
        var isUndelivered = false
    }

    let workshop: Workshop
    let box = TimeBox()
    var server: SimulatedServer
    var devices: [SimulatedDevice] = []
    var accounts: [Account] = []
    var judge = Oracle()
    var records: [Known] = []
    var recordNumbers: [RecordID: Int] = [:]
    var opNumbers: [OpID: Int] = [:]
    var opIDs: [OpID] = []
    var transactionCount = 0
    var unitNumbers: [UnitKey: Int] = [:]
    /// Seqs within a transaction of several ops, at which nobody may stand.
    var boundaries: [UInt64: Int] = [:]
    /// The ops of each local transaction.
    var transactionOps: [Int: [Int]] = [:]
    /// Ops that were folded away or undone before anybody had them.
    var takenBack: Set<Int> = []
    /// Whether somebody is taking edits back; stays so if the program ends meanwhile.
    var isUndoing = false
    /// Whether somebody is saving what they had begun earlier.
    var isSavingOpenEdit = false
    /// Whether some answer was altered on its way, so that sums have something to heal.
    var isAltered = false
    /// The ops that name a conflict to settle it.
    var resolvers: [ConflictID: [Int]] = [:]
    /// A write that was under way when its program ended.
    var unfinished: (transaction: TransactionID, seen: [Int: BitSet])?
    var stray: [Stray] = []
    /// By whom, when and in which start of the machine each op was written; nil for the admin's
    /// and the liar's.
    var origins: [Origin?] = []
    /// What the admin did with held ops.
    var settlements: [Int: HeldOutcome] = [:]
    /// Whether the request at hand was on its way for long.
    var isLate = false
    /// The tokens of laptops that may be given a new identity: there are copies of them, or a request of
    /// theirs was damaged, refused, or very late.
    var torn: Set<String> = []
    /// Copies of disks that were ever made.
    var branches = 0
    /// For each replica the copy of a disk that writes under its name.
    var lines: [UInt64: [Int]] = [:]
    /// People whom an emptied server does not know.
    var strangers: Set<Int> = []
    /// How often the server let values go.
    var trims = 0
    /// How much of the server's log and inbox the judge has read.
    var judged: (seq: UInt64, key: Int64) = (0, 0)
    var liar: SimulatedLiar?
    var backup: Backup?
    /// A backup that is not completed yet.
    var unfinishedBackup: Backup?
    /// The server's histories, the present one last.
    var epochs: [Epoch] = []
    /// What was found broken where nothing could be thrown.
    var broken: SimulationFailure?

    /// Prepares the history of a plan.
    public init(_ plan: HistoryPlan, workshop: Workshop) throws {
        self.plan = plan
        self.workshop = workshop
        let root = SeededRandomness(seed: plan.seed)
        server = try SimulatedServer(
            store: try workshop.server(), randomness: root.stream("server"), box: box,
            pageRecordsMax: plan.pageRecordsMax, software: plan.serverSoftware)
        report.histories = 1
        try enrollEverybody(root)
    }

    /// Prepares the history that a seed stands for.
    public convenience init(seed: UInt64, steps: Int = 60, workshop: Workshop) throws {
        try self.init(HistoryPlan(seed: seed, steps: steps), workshop: workshop)
    }

    /// Runs all of it.
    ///
    /// - Throws: ``SimulationFailure`` for a broken invariant.
    public func run() throws -> HistoryReport {
        defer { close() }
        for (number, step) in plan.steps.enumerated() {
            stepNumber = number
            try perform(step)
            if let broken { throw broken }
        }
        stepNumber = plan.steps.count
        try heal()
        try checkEverything()
        if let broken { throw broken }
        return report
    }

    private func close() {
        for device in devices {
            workshop.takeBack(device.store, device.software)
            if let copy = device.copy { workshop.takeBack(copy.store, copy.software) }
        }
        if let backup { workshop.takeBack(backup.store) }
        if let unfinishedBackup { workshop.takeBack(unfinishedBackup.store) }
        workshop.takeBack(server.store)
    }

    private func enrollEverybody(_ root: SeededRandomness) throws {
        for person in 0..<plan.devices {
            let name = ["Alice", "Bob", "Carol", "Dora", "Emil", "Fay"][person % 6]
            var clockRandomness = root.stream("clocks \(name)")
            let clocks = DeviceClocks(
                now: box.now, wrong: plan.hasWrongClocks, randomness: &clockRandomness)
            let enrolled = try server.enroll(
                name, isFirst: person == 0, clock: clocks.sample(now: box.now))
            let software = person < plan.software.count ? plan.software[person] : .current
            let device = SimulatedDevice(
                person: person, name: name, token: enrolled.answer.token, clocks: clocks,
                ids: IdentifierSupply(randomness: root.stream("ids \(name)")),
                software: software, store: try workshop.copy(software), box: box)
            try device.store.setIdentity(enrolled.identity)
            if person == 0 { epochs = [Epoch(lineage: enrolled.identity.lineage, judge: nil)] }
            devices.append(device)
        }
        liar = try SimulatedLiar(server, now: box.now, root.stream("liar"))
        for (index, handle) in ["northwind", "contoso"].enumerated() {
            try makeAccount(handle, token: "kZ\(index)q-")
        }
        try syncCalmly(0)
        for index in accounts.indices {
            for device in devices.dropFirst() { try give(index, to: device.person) }
        }
        for index in devices.indices { try syncCalmly(index) }
        try server.assign("liar", to: accounts[0].id)
        try observeServer()
        try beginBackup()
        try completeBackup()
    }

    private func perform(_ step: Step) throws {
        var randomness = SeededRandomness(seed: step.pick)
        box.now.advance(milliseconds: plan.hasTies ? 0 : 1 + randomness.below(3_600_000))
        let index = step.device % devices.count
        switch step.action {
        case .work: try work(on: index, step)
        case .sync:
            try sync(index, step.faults)
            if broken == nil { try checkAfterSync(of: devices[index]) }
        default: try befall(step, index, &randomness)
        }
    }
}
