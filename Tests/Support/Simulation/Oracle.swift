// What must be true, worked out from who had seen what: shares no code with the product.

/// The independent judge of a history.
///
/// It keeps the set of ops that each writer had seen, as plain sets and never as clocks. Ops,
/// records and units are numbers here; what they mean is for the caller.
public struct Oracle {
    /// What an op does to its record, as far as the judge cares.
    public enum Deed: Sendable {
        /// Creates the record or writes units.
        case writes
        /// Deletes the record.
        case deletes
        /// Restores the record.
        case restores
        /// Looks at a conflict and writes nothing.
        case reviews
    }

    /// What became of an op: one of these, once and for all.
    public enum Fate: Hashable, Sendable {
        /// The server has not had it.
        case open
        /// It is in the record's history.
        case accepted
        /// It waits for an admin, or was refused; both are kept.
        case kept
    }

    /// One op as the judge knows it.
    public struct Write: Sendable {
        /// The record.
        public var record: Int
        /// Its number among the ops of the record.
        public var place: Int
        /// What it did.
        public var deed: Deed
        /// What it wrote.
        public var units: [(unit: Int, value: [UInt8])]
        /// The places of all ops on the record that the writer had seen.
        public var seen: BitSet
        /// The local transaction.
        public var transaction: Int
        /// What became of it.
        public var fate = Fate.open
        /// Its place in the server's order; 0 while it has none.
        public var seq: UInt64 = 0
        /// The stamp it was given.
        public var stamp: UInt64 = 0
        /// The stamp that it had in a history that the server has lost; 0 if none.
        public var formerStamp: UInt64 = 0
        /// Whether the server has lost it, and what it had decided.
        public var wasLost = false
        /// Whether it was held or refused and then lost: it had left its writer's view meanwhile, and
        /// what was written then does not name it.
        var wasKeptAndLost: Bool { wasLost && formerStamp == 0 }
        /// Whether somebody holds the proof of that stamp.
        public var isReceipted = false
        /// The replica that brought it, and then its id, which decide between equal stamps.
        public var order: (replica: UInt64, high: UInt64, low: UInt64) = (0, 0, 0)
        /// Its number among the ops of that replica.
        public var counter: UInt64 = 0
    }

    /// Two ops that met on a unit without knowledge of each other.
    public struct Pair: Hashable, Sendable {
        /// The unit; ``Oracle/life`` for delete against edit.
        public var unit: Int
        /// The op that was accepted earlier.
        public var earlier: Int
        /// The op that was accepted later.
        public var later: Int
    }

    /// One record.
    public struct Record: Sendable {
        /// Its ops, by place.
        public fileprivate(set) var ops: [Int] = []
        /// The accepted ones, in the server's order.
        public fileprivate(set) var accepted: [Int] = []
        /// The op that gave each unit its value.
        public fileprivate(set) var cells: [Int: Int] = [:]
        /// Every pair that must stand together in a conflict record, and no other may (I4).
        public fileprivate(set) var pairs: [Pair] = []
        /// Where the record was reduced to a stub, ascending.
        public fileprivate(set) var stubs: [UInt64] = []
        /// Whether its values are gone for the present.
        public fileprivate(set) var isStub = false
        /// The accepted ops after each of ``accepted``.
        fileprivate var prefixes: [BitSet] = []
        fileprivate var onUnit: [Int: BitSet] = [:]
        fileprivate var living = BitSet()
        fileprivate var deleted = BitSet()
        fileprivate var vital = BitSet()

        /// Whether the record must show: some create, set or restore is in no delete's context.
        public var isAlive: Bool { !living.subtracting(deleted).isEmpty }
    }

    /// The unit that deletes and restores write.
    public static let life = -1

    /// All ops ever written.
    public private(set) var writes: [Write] = []
    /// All records.
    public private(set) var records: [Record] = []
    /// Whether the server has ever lost a part of its history.
    public private(set) var isRestored = false
    /// Ops that were accepted, all in all.
    public private(set) var acceptedCount = 0

    /// Rivals that had written the same value, which is no conflict.
    public private(set) var equalMeetings = 0
    /// Writes of one unit with equal stamps.
    public private(set) var ties = 0
    private var keptOps: [Int: Int64] = [:]

    /// A judge of an empty history.
    public init() {}

    /// A record was made; returns its number.
    public mutating func record() -> Int {
        records.append(Record())
        return records.count - 1
    }

    /// An op was written on a device; returns its number.
    public mutating func wrote(
        _ record: Int, _ deed: Deed, units: [(unit: Int, value: [UInt8])], seen: BitSet,
        transaction: Int
    ) -> Int {
        let number = writes.count
        writes.append(
            Write(
                record: record, place: records[record].ops.count, deed: deed, units: units,
                seen: seen, transaction: transaction))
        records[record].ops.append(number)
        return number
    }

    /// The server keeps an op for an admin; says what is wrong with that, if anything.
    ///
    /// - Parameters:
    ///   - key: the place in the server's inbox.
    ///   - stamp: the one that it was given, which binds what its writer wrote next.
    public mutating func kept(_ op: Int, at key: Int64, stamp: UInt64) -> String? {
        guard writes[op].fate == .open || writes[op].fate == .kept else {
            return "op \(op) is kept, and was \(writes[op].fate)"
        }
        writes[op].fate = .kept
        writes[op].stamp = stamp
        keptOps[op] = key
        return nil
    }

    /// The server accepted an op; says what is wrong with that, if anything.
    ///
    /// - Parameter counter: its number among the ops of the replica that brought it.
    public mutating func accepted(
        _ op: Int, seq: UInt64, stamp: UInt64, counter: UInt64,
        order: (replica: UInt64, high: UInt64, low: UInt64)
    ) -> SimulationFailure? {
        guard writes[op].fate == .open else {
            return SimulationFailure("one fate", "op \(op) accepted, and was \(writes[op].fate)")
        }
        writes[op].fate = .accepted
        writes[op].seq = seq
        writes[op].stamp = stamp
        writes[op].order = order
        writes[op].counter = counter
        acceptedCount += 1
        if let failure = causalityFailure(op) { return failure }
        insert(op)
        return nil
    }

    /// The server has lost everything behind a seq.
    ///
    /// - Parameters:
    ///   - key: the last place in the server's inbox that it still has.
    ///   - receipted: ops of which somebody holds the proof of their stamps.
    public mutating func rewind(to seq: UInt64, key: Int64, receipted: Set<Int>) {
        isRestored = true
        for number in writes.indices where writes[number].fate == .accepted {
            guard writes[number].seq > seq else { continue }
            writes[number].fate = .open
            writes[number].wasLost = true
            writes[number].formerStamp = writes[number].stamp
            writes[number].isReceipted = receipted.contains(number)
        }
        for number in keptOps.filter({ $0.value > key }).keys {
            writes[number].fate = .open
            writes[number].wasLost = true
        }
        keptOps = keptOps.filter { $0.value <= key }
        for number in records.indices {
            let accepted = records[number].accepted.filter { writes[$0].fate == .accepted }
            var record = Record()
            record.ops = records[number].ops
            record.stubs = records[number].stubs.filter { $0 <= seq }
            records[number] = record
            for op in accepted { insert(op) }
        }
    }

    /// No proof of a stamp is worth anything any more.
    public mutating func forgetReceipts() {
        for number in writes.indices { writes[number].isReceipted = false }
    }

    /// The accepted ops on a record up to a seq: what a reader of that state has seen.
    public func known(_ record: Int, through seq: UInt64) -> BitSet {
        guard record < records.count else { return BitSet() }
        let count = count(record, through: seq)
        return count == 0 ? BitSet() : records[record].prefixes[count - 1]
    }

    /// The seq of the last op on a record up to a seq; 0 if there is none.
    public func lastSeq(_ record: Int, through seq: UInt64) -> UInt64 {
        let count = count(record, through: seq)
        let last = count == 0 ? 0 : writes[records[record].accepted[count - 1]].seq
        return max(last, records[record].stubs.last { $0 <= seq } ?? 0)
    }

    /// The server let the values of a deleted record go; says what is wrong with that, if anything.
    public mutating func stubbed(_ record: Int, seq: UInt64) -> SimulationFailure? {
        records[record].stubs.append(seq)
        records[record].isStub = true
        guard records[record].isAlive, !(isRestored && mayBeHidden(record)) else { return nil }
        return SimulationFailure("delete", "record \(record) shows, and became a stub")
    }

    private func count(_ record: Int, through seq: UInt64) -> Int {
        var (low, high) = (0, records[record].accepted.count)
        while low < high {
            let middle = (low + high) / 2
            if writes[records[record].accepted[middle]].seq <= seq {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// I1: whatever an op had seen has a smaller stamp.
    private func causalityFailure(_ op: Int) -> SimulationFailure? {
        let write = writes[op]
        for other in records[write.record].accepted {
            let earlier = writes[other]
            let isWrong =
                write.seen.contains(earlier.place) && earlier.stamp >= write.stamp
                || earlier.seen.contains(write.place) && write.stamp >= earlier.stamp
            // What came back without proof of its stamp may have got another one.
            let isExcused =
                (write.formerStamp != 0 && !write.isReceipted)
                || (earlier.formerStamp != 0 && !earlier.isReceipted)
                || write.wasKeptAndLost || earlier.wasKeptAndLost
            if isWrong && !isExcused {
                return SimulationFailure(
                    "I1 causality",
                    "op \(op) and op \(other), one of which saw the other, have "
                        + "stamps \(write.stamp) and \(earlier.stamp)")
            }
        }
        return nil
    }

    private mutating func insert(_ op: Int) {
        let write = writes[op]
        var record = Record()
        swap(&record, &records[write.record])
        for (unit, value) in write.units {
            let rivals = rivals(of: write, among: record.onUnit[unit] ?? BitSet(), record)
            for rival in rivals {
                if self.value(rival, unit) == value {
                    equalMeetings += 1
                } else {
                    record.pairs.append(Pair(unit: unit, earlier: rival, later: op))
                }
            }
            record.onUnit[unit, default: BitSet()].insert(write.place)
            if let present = record.cells[unit] {
                if writes[present].stamp == write.stamp { ties += 1 }
                if isLater(writes[present], than: write) { continue }
            }
            record.cells[unit] = op
        }
        if write.deed != .reviews {
            for rival in rivals(of: write, among: record.vital, record)
            where (writes[rival].deed == .deletes) != (write.deed == .deletes) {
                record.pairs.append(Pair(unit: Self.life, earlier: rival, later: op))
            }
            record.vital.insert(write.place)
        }
        switch write.deed {
        case .writes, .restores: record.living.insert(write.place)
        case .deletes: record.deleted.formUnion(write.seen)
        case .reviews: break
        }
        var prefix = record.prefixes.last ?? BitSet()
        prefix.insert(write.place)
        record.prefixes.append(prefix)
        record.accepted.append(op)
        if record.isAlive { record.isStub = false }
        swap(&record, &records[write.record])
    }

    /// The earlier ops that the later one had not seen, nor they it, and that no other accepted op
    /// had seen.
    ///
    /// What the later one had seen can have seen nothing else, unless the server was restored: then
    /// the op that replaced both may have come back before it.
    private func rivals(of later: Write, among earlier: BitSet, _ record: Record) -> [Int] {
        let unseen = earlier.subtracting(later.seen).members.map { record.ops[$0] }
        let rivals = unseen.filter { !writes[$0].seen.contains(later.place) }
        guard unseen.count > 1 else { return rivals }
        var superseded = BitSet()
        for op in unseen { superseded.formUnion(writes[op].seen) }
        return rivals.filter { !superseded.contains(writes[$0].place) }
    }

    private func value(_ op: Int, _ unit: Int) -> [UInt8]? {
        writes[op].units.first { $0.unit == unit }?.value
    }

    func isLater(_ present: Write, than write: Write) -> Bool {
        let (mine, theirs) = (present.order, write.order)
        return (present.stamp, mine.replica, mine.high, mine.low)
            > (write.stamp, theirs.replica, theirs.high, theirs.low)
    }
}
