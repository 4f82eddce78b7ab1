// What must be true, worked out from who had seen what: shares no code with the product.

/// The independent judge of a history.
///
/// It keeps the set of ops that each writer had seen, as plain sets and never as clocks, and folds
/// the accepted ops from the beginning whenever it is asked.
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

    /// One op as the judge knows it.
    public struct Write: Sendable {
        /// The record.
        public var record: String
        /// What it did.
        public var deed: Deed
        /// Unit to value, both as text.
        public var units: [String: String]
        /// The ids of all ops on the record that the writer had seen.
        public var seen: Set<String>
        /// Its place in the server's order; nil while it is not accepted.
        public var seq: UInt64?
        /// The stamp it was given.
        public var stamp: UInt64
        /// The replica that brought it.
        public var replica: UInt64
    }

    /// Two ops that met on a unit without knowledge of each other.
    public struct Pair: Hashable, Sendable {
        /// The record.
        public var record: String
        /// The unit; `life` for delete against edit.
        public var unit: String
        /// The op that was accepted earlier.
        public var earlier: String
        /// The op that was accepted later.
        public var later: String
    }

    /// All ops ever written, by id.
    public private(set) var writes: [String: Write] = [:]
    private var accepted: [String: [String]] = [:]  // record: op ids in seq order

    /// A judge of an empty history.
    public init() {}

    /// An op was written on a device.
    public mutating func wrote(
        _ id: String, record: String, deed: Deed, units: [String: String], seen: Set<String>
    ) {
        writes[id] = Write(
            record: record, deed: deed, units: units, seen: seen, seq: nil, stamp: 0, replica: 0)
    }

    /// Unsent ops were folded into another, or discarded by an undo.
    public mutating func forgot(_ id: String) {
        writes[id] = nil
    }

    /// The server accepted an op; false if it had accepted it before in another place.
    public mutating func accept(_ id: String, seq: UInt64, stamp: UInt64, replica: UInt64) -> Bool {
        guard var write = writes[id] else { return false }
        if let known = write.seq { return known == seq && write.stamp == stamp }
        write.seq = seq
        write.stamp = stamp
        write.replica = replica
        writes[id] = write
        accepted[write.record, default: []].append(id)
        return true
    }

    /// The records that have an accepted op.
    public var records: [String] { accepted.keys.sorted() }

    /// The ids of the accepted ops on a record up to a seq: what a reader of that state has seen.
    public func known(_ record: String, through seq: UInt64) -> Set<String> {
        Set(history(record).filter { ($0.write.seq ?? .max) <= seq }.map(\.id))
    }

    /// The value that each unit of a record must show, and the op that gave it.
    public func cells(_ record: String) -> [String: (value: String, op: String)] {
        var cells: [String: (value: String, op: String, write: Write)] = [:]
        for (id, write) in history(record) {
            for (unit, value) in write.units {
                if let present = cells[unit],
                    (present.write.stamp, present.write.replica, present.op)
                        > (write.stamp, write.replica, id)
                {
                    continue
                }
                cells[unit] = (value, id, write)
            }
        }
        return cells.mapValues { ($0.value, $0.op) }
    }

    /// Whether a record must show.
    public func isAlive(_ record: String) -> Bool {
        let all = history(record)
        let deletes = all.filter { $0.write.deed == .deletes }
        return all.contains { id, write in
            (write.deed == .writes || write.deed == .restores)
                && !deletes.contains { $0.write.seen.contains(id) }
        }
    }

    /// Every pair that must stand together in a conflict record, and no other may (I4).
    public func pairs(_ record: String) -> Set<Pair> {
        var pairs: Set<Pair> = []
        let all = history(record)
        for (index, later) in all.enumerated() {
            let before = all[..<index]
            for unit in later.write.units.keys {
                let onUnit = before.filter { $0.write.units[unit] != nil }
                for earlier in rivals(of: later, among: onUnit)
                where earlier.write.units[unit] != later.write.units[unit] {
                    pairs.insert(
                        Pair(record: record, unit: unit, earlier: earlier.id, later: later.id))
                }
            }
            guard let alive = life(later.write) else { continue }
            let living = before.filter { life($0.write) != nil }
            for earlier in rivals(of: later, among: living) where life(earlier.write) != alive {
                pairs.insert(
                    Pair(record: record, unit: "life", earlier: earlier.id, later: later.id))
            }
        }
        return pairs
    }

    /// The pairs of accepted ops whose stamps contradict who had seen whom (I1).
    public func stampViolations(_ record: String) -> [(earlier: String, later: String)] {
        history(record).flatMap { later in
            later.write.seen.compactMap { seen in
                guard let earlier = writes[seen], earlier.seq != nil else { return nil }
                return earlier.stamp < later.write.stamp ? nil : (seen, later.id)
            }
        }
    }

    private typealias Entry = (id: String, write: Write)

    private func history(_ record: String) -> [Entry] {
        (accepted[record] ?? []).compactMap { id in writes[id].map { (id, $0) } }
            .sorted { ($0.write.seq ?? 0) < ($1.write.seq ?? 0) }
    }

    private func life(_ write: Write) -> Bool? {
        switch write.deed {
        case .writes, .restores: true
        case .deletes: false
        case .reviews: nil
        }
    }

    /// The earlier ops that the later one had not seen and that none of the others had seen.
    private func rivals(of later: Entry, among earlier: [Entry]) -> [Entry] {
        let unseen = earlier.filter { !later.write.seen.contains($0.id) }
        return unseen.filter { candidate in
            !unseen.contains { $0.write.seen.contains(candidate.id) }
        }
    }
}
