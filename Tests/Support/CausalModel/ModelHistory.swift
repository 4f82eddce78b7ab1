// A random history of one record through the pure decisions alone, judged by sets of bits.

import CausalCore

/// People write one record on several laptops; the decisions of CausalCore order, stamp and merge
/// what arrives; plain sets of seen ops say what is right.
///
/// Nothing but arithmetic: no store, no bytes. Storage is kept from history to history, so that what
/// is measured is the core.
struct ModelHistory {
    static let opsMax = 32
    static let unitCount = 3
    static let values: [[UInt8]] = [[1], [2], [3]]
    static let nowhere = CausalPosition(
        seq: 0, dot: Dot(replica: ReplicaID(0), counter: 0), seen: 0, own: VersionVector())
    static let alive = lifeValue(alive: true)
    static let deleted = lifeValue(alive: false)

    var random = ModelRandomness(seed: 0)
    var report = ModelReport()
    var devices: [ModelDevice] = []
    var counters: [UInt64] = []
    var now: UInt64 = 0

    // By op.
    var reads: [ModelRead] = []
    var units: [UInt8] = []  // a bit for each unit that it writes
    var chosen: [Int] = []  // which of the values it writes
    var deeds: [OpAction] = []
    var evidence: [ClockSample] = []
    var positions: [CausalPosition] = []
    var arrived: UInt64 = 0
    var stamps: [Stamp] = []

    // The server.
    var accepted: [Int] = []
    var acceptedBits: UInt64 = 0
    var times: [Stamp] = []  // by seq
    var cells: [Cell?] = []
    var isAliveNow = false

    // The judge.
    var unitBits: [UInt64] = []
    var valueBits: [UInt64] = []  // by unit and value
    var livingBits: UInt64 = 0
    var deleteBits: UInt64 = 0
    var hiddenBits: UInt64 = 0
    var last: [Int] = []

    // Scratch space of one decision.
    var unseen: [Int] = []
    var writers: [UnitWriter] = []

    /// Runs one history.
    mutating func run(seed: UInt64) throws(AlgebraFailure) {
        begin(seed)
        while reads.count < Self.opsMax {
            now &+= UInt64(random.below(3))
            let index = random.below(devices.count)
            switch random.below(16) {
            case 0...6: write(index)
            case 7...9: try push(index)
            case 10...11: pull(index)
            case 12: devices[index].editor = devices[index].read
            case 13: if random.chance(64) { befall(index) }
            default:
                try push(index)
                pull(index)
            }
        }
        for index in devices.indices { try push(index) }
        try checkFolds()
        try checkVectors()
        report.histories += 1
    }

    private mutating func begin(_ seed: UInt64) {
        random = ModelRandomness(seed: seed)
        now = 1_000_000
        let count = 2 + random.below(3)
        devices.removeAll(keepingCapacity: true)
        counters.removeAll(keepingCapacity: true)
        for replica in 0..<count {
            devices.append(ModelDevice(replica: replica))
            counters.append(0)
        }
        reads.removeAll(keepingCapacity: true)
        units.removeAll(keepingCapacity: true)
        chosen.removeAll(keepingCapacity: true)
        deeds.removeAll(keepingCapacity: true)
        evidence.removeAll(keepingCapacity: true)
        positions.removeAll(keepingCapacity: true)
        stamps.removeAll(keepingCapacity: true)
        accepted.removeAll(keepingCapacity: true)
        times.removeAll(keepingCapacity: true)
        times.append(.zero)
        cells = [Cell?](repeating: nil, count: Self.unitCount)
        unitBits = [UInt64](repeating: 0, count: Self.unitCount)
        valueBits = [UInt64](repeating: 0, count: Self.unitCount * Self.values.count)
        last = [Int](repeating: -1, count: Self.unitCount)
        (arrived, acceptedBits, livingBits, deleteBits, hiddenBits) = (0, 0, 0, 0, 0)
        isAliveNow = false
    }

    /// Somebody edits, out of what is shown now or out of an editor that was opened before.
    private mutating func write(_ index: Int) {
        let op = reads.count
        var read = devices[index].read
        if let editor = devices[index].editor, random.chance(96) {
            read = editor
            devices[index].editor = nil
        }
        let deed = random.below(16)
        reads.append(read)
        deeds.append(deed == 0 ? .delete : deed == 1 ? .restore : deed == 2 ? .review : .set)
        units.append(deed > 2 ? someUnits() : 0)
        chosen.append(random.below(Self.values.count))
        evidence.append(sample(devices[index]))
        positions.append(Self.nowhere)
        stamps.append(.zero)
        devices[index].uncovered |= 1 << UInt64(op)
        devices[index].names = devices[index].names & ~read.names | 1 << UInt64(op)
        devices[index].ownKnows |= read.knows | 1 << UInt64(op)
        devices[index].unsent |= 1 << UInt64(op)
    }

    /// Mostly one unit, at times several.
    private mutating func someUnits() -> UInt8 {
        random.chance(64)
            ? UInt8(1 + random.below((1 << Self.unitCount) - 1))
            : 1 << UInt8(random.below(Self.unitCount))
    }

    func sample(_ device: ModelDevice) -> ClockSample {
        ClockSample(
            boot: BootID(high: 0, low: device.boot), boottimeNanoseconds: now &* 1_000_000,
            wallNanoseconds: Int64(now) &* 1_000_000 &+ device.wallOffset)
    }

    /// A laptop takes everything that the server has; what is still unsent stays in its view.
    private mutating func pull(_ index: Int) {
        var device = devices[index]
        device.seen = accepted.count
        device.pulled = acceptedBits
        device.uncovered = 0
        device.names = 0
        device.ownKnows = 0
        var left = device.unsent & ~arrived
        while left != 0 {
            let op = left.trailingZeroBitCount
            left &= left - 1
            device.uncovered |= 1 << UInt64(op)
            device.names = device.names & ~reads[op].names | 1 << UInt64(op)
            device.ownKnows |= reads[op].knows | 1 << UInt64(op)
        }
        devices[index] = device
    }

    /// A clock steps, a machine starts anew, a replica is reborn, a disk is copied to another laptop.
    private mutating func befall(_ index: Int) {
        switch random.below(4) {
        case 0: devices[index].wallOffset = Int64(random.below(1 << 30)) &* 300_000_000
        case 1: devices[index].boot &+= 16
        case 2:
            devices[index].replica = newReplica()
            report.rebirths += 1
        default:
            let other = random.below(devices.count)
            guard other != index else { return }
            devices[other] = devices[index]
            devices[other].replica = newReplica()
            report.copies += 1
        }
    }

    private mutating func newReplica() -> Int {
        counters.append(0)
        return counters.count - 1
    }

    /// A laptop sends some of what it has; what had arrived before is recognized by its id.
    private mutating func push(_ index: Int) throws(AlgebraFailure) {
        var left = 1 + random.below(4)
        if reads.count >= Self.opsMax { left = Self.opsMax }
        while left > 0, devices[index].unsent != 0 {
            let op = devices[index].unsent.trailingZeroBitCount
            devices[index].unsent &= devices[index].unsent - 1
            left -= 1
            if hasArrived(op) {
                report.repeats += 1
            } else {
                try decide(op, from: index)
            }
        }
    }

    func hasArrived(_ op: Int) -> Bool { arrived >> UInt64(op) & 1 == 1 }

    func failure(_ law: String, _ op: Int) -> AlgebraFailure {
        AlgebraFailure(law, "op \(op) of \(reads.count), accepted \(accepted)")
    }
}
