// Situations that chance alone hardly brings about: the steps that lead to each.

/// A situation that takes several steps to come about, one after the other.
public enum Situation: String, CaseIterable, Hashable, Sendable {
    /// What was written while a backup took long is not in it, and the server is put back to it.
    case backupMissesWork
    /// Months pass in which somebody is away with edits that were not sent, everybody else works, and
    /// the server lets values go.
    case awayForMonths
    /// A disk is copied, and both copies are used.
    case copiesSideBySide
    /// An edit is open while the server is put back, and is saved when others have written since.
    case openAcrossARestore
    /// The server is put back, a laptop hears of it, and its person goes on before all is fetched.
    case restoreCutShort
    /// Much is written before a sync, and the machine crashes while several batches travel.
    case pushCutShort
}

/// Writes the steps of one situation, with whatever it leaves open drawn.
struct Course {
    /// The steps so far.
    private(set) var steps: [Step] = []
    private var randomness: SeededRandomness
    private let devices: Int
    private let burst: Int

    /// - Parameters:
    ///   - devices: of people, apart from copies of disks.
    ///   - burst: the most edits of one person between two syncs.
    init(devices: Int, burst: Int, _ randomness: SeededRandomness) {
        self.devices = devices
        self.burst = max(1, min(burst, 8))
        self.randomness = randomness
    }

    /// Writes the steps.
    ///
    /// - Parameters:
    ///   - device: whom it befalls.
    ///   - copy: the place that the next copy of a disk takes among the devices.
    mutating func write(_ situation: Situation, _ device: Int, copy: Int) {
        let others = (0..<devices).filter { $0 != device }
        switch situation {
        case .backupMissesWork: writeBackup(device, others)
        case .awayForMonths: writeMonths(device, others)
        case .copiesSideBySide: writeCopies(device, copy)
        case .openAcrossARestore: writeOpenEdit(device, others)
        case .restoreCutShort: writeRestore(device, others)
        case .pushCutShort: writePush(device)
        }
    }

    private mutating func writeBackup(_ device: Int, _ others: [Int]) {
        add(.beginBackUp)
        for _ in 0..<3 { work(device) }
        sync(device)
        workAndSync(others)
        add(.backUpServer)
        sync(device)
        putBack()
    }

    private mutating func writeMonths(_ device: Int, _ others: [Int]) {
        let isAway = randomness.chance(0.7)
        let present = isAway ? others : [device] + others
        workAndSync(others)
        for _ in 0..<2 { sync(device) }
        if isAway {
            for _ in 0..<2 { work(device) }
        }
        for _ in 0..<2 { workAndSync(others) }
        for other in present { sync(other) }
        add(.beginBackUp)
        add(.backUpServer)
        let months = randomness.chance(0.5) ? 1 : 6
        for _ in 0..<months { add(.pass) }
        for _ in 0..<2 {
            for other in present { sync(other) }
        }
        add(.trim)
        if randomness.chance(0.5) {
            for other in present { sync(other) }
        }
        work(device)
        sync(device)
    }

    private mutating func writeCopies(_ device: Int, _ copy: Int) {
        work(device)
        add(.copyDisk, device)
        add(.useCopy, device)
        for _ in 0..<2 {
            work(device)
            work(copy)
            let isFirst = randomness.chance(0.5)
            sync(isFirst ? device : copy)
            sync(isFirst ? copy : device)
        }
    }

    private mutating func writeOpenEdit(_ device: Int, _ others: [Int]) {
        add(.beginBackUp)
        add(.backUpServer)
        workAndSync(others)
        sync(device)
        for _ in 0..<3 { work(device, .openToken) }
        for other in others { work(other) }
        putBack()
        for other in others where randomness.chance(0.5) { sync(other) }
        sync(device)
        for _ in 0..<3 { work(device, .saveToken) }
        sync(device)
    }

    private mutating func writeRestore(_ device: Int, _ others: [Int]) {
        add(.beginBackUp)
        add(.backUpServer)
        work(device)
        workAndSync(others)
        sync(device)
        work(device)
        putBack()
        for other in others where randomness.chance(0.5) { sync(other) }
        let place = randomness.below(3)
        let fault: Fault.Kind = randomness.chance(0.5) ? .gateway : .workMeanwhile
        sync(device, [Fault(fault, exchange: place, place: randomness.below(1 << 20))])
        work(device)
        sync(device)
    }

    private mutating func writePush(_ device: Int) {
        sync(device)
        for _ in 0..<(6 + randomness.below(10)) { work(device) }
        let place = 1 + randomness.below(1 << (8 + randomness.below(6)))
        sync(device, [Fault(.deviceCrash, place: place)])
        sync(device)
    }

    // MARK: Steps

    private mutating func workAndSync(_ devices: [Int]) {
        for device in devices {
            work(device)
            sync(device)
        }
    }

    private mutating func putBack() {
        add(randomness.chance(0.5) ? .restoreServer : .putServerBack)
    }

    private mutating func add(_ action: Step.Action, _ device: Int = 0) {
        steps.append(Step(action, device: device, pick: randomness.next()))
    }

    private mutating func sync(_ device: Int, _ faults: [Fault] = []) {
        steps.append(Step(.sync, device: device, pick: randomness.next(), faults: faults))
    }

    private mutating func work(_ device: Int) {
        let count = 1 + randomness.below(burst)
        steps.append(Step(.work, device: device, count: count, pick: randomness.next()))
    }

    /// One edit of a kind.
    private mutating func work(_ device: Int, _ edit: EditKind) {
        let pick = EditDraw.pick(for: edit, &randomness)
        steps.append(Step(.work, device: device, pick: pick))
    }
}
