// Ops of columns.

import CausalCore

extension WireOpColumns {
    /// The ops, their authors zero.
    func ops() throws(ProtocolError) -> [Op] {
        let count = shapes.count
        try Column.expect(count, atMost: SyncLimits.entriesPerListMax, "ops")
        for shape in shapes where shape & ~Shape.known != 0 {
            throw ProtocolError(.choice, "ops.shapes has a bit that is not known")
        }
        let parts = try OpParts(self)
        let contexts = try contexts(parts)
        let samples = try samples(count: count)
        let resolutions = try resolutions()
        let writes = try writes(count: count)
        var resolution = 0
        var result: [Op] = []
        result.reserveCapacity(count)
        for index in 0..<count {
            var op = Op(
                id: parts.ids[index], record: parts.records[index], kind: parts.kinds[index],
                account: parts.accounts[index], action: parts.actions[index],
                units: writes[index], context: contexts[index], evidence: samples[index],
                transaction: parts.transactions[index], author: .zero,
                schema: parts.schemas[index])
            if shapes[index] & Shape.hasResolution != 0 {
                op.resolves = resolutions[resolution].resolves
                op.reason = resolutions[resolution].reason
                op.origin = resolutions[resolution].origin
                resolution += 1
            }
            result.append(op)
        }
        return result
    }

    private func contexts(_ parts: OpParts) throws(ProtocolError) -> [ReadContext] {
        let withSeen = shapes.count { $0 & Shape.hasSeen != 0 }
        let seenSeqs = try Column.counters(seen, count: withSeen, "ops.seen")
        let times = try seenTimes.stamps(count: withSeen, "ops.seen_times")
        var ownLists = try ownLists(ids: parts.ids)[...]
        var lostLists = try lostLists()[...]
        var place = 0
        return shapes.map { shape in
            var context = ReadContext()
            if shape & Shape.hasSeen != 0 {
                context.seen = seenSeqs[place]
                context.seenTime = times[place]
                place += 1
            }
            if shape & Shape.namesOwn != 0 { context.own = ownLists.popFirst() ?? [] }
            if shape & Shape.namesLost != 0 { context.lost = lostLists.popFirst() ?? [] }
            return context
        }
    }

    private func ownLists(ids: [OpID]) throws(ProtocolError) -> [[OpID]] {
        let places = shapes.indices.filter { shapes[$0] & Shape.namesOwn != 0 }
        let others: [OpID] = try own.identities("ops.own")
        let bounds = try Column.bounds(
            ownCounts, pieces: places.count, whole: ownDistances.count, "ops.own_counts")
        var other = 0
        var result: [[OpID]] = []
        result.reserveCapacity(places.count)
        for (place, piece) in zip(places, bounds) {
            var list: [OpID] = []
            for distance in ownDistances[piece] {
                if distance == 0 {
                    try Column.expect(min(other + 1, others.count), toBe: other + 1, "ops.own")
                    list.append(others[other])
                    other += 1
                } else {
                    guard distance <= place else {
                        throw ProtocolError(.range, "ops.own_distances reaches before the batch")
                    }
                    list.append(ids[place - Int(distance)])
                }
            }
            result.append(list)
        }
        try Column.expect(others.count, toBe: other, "ops.own")
        return result
    }

    private func samples(count: Int) throws(ProtocolError) -> [ClockSample] {
        var table = ReferenceReader<BootID>(try boots.identities("ops.boots"))
        let bootIDs = try table.entries(
            try Column.padded(bootRefs, to: count, "ops.boot_refs"), "ops.boot_refs")
        let times = Column.sums(try Column.padded(boottimes, to: count, "ops.boottimes"))
        let offsets = Column.sums(try Column.padded(walls, to: count, "ops.walls"))
        let step = UInt64(max(1, clockStep))
        return (0..<count).map { index in
            let boottime = times[index] &* step
            return ClockSample(
                boot: bootIDs[index], boottimeNanoseconds: boottime,
                wallNanoseconds: Int64(bitPattern: (offsets[index] &* step) &+ boottime))
        }
    }

    private func resolutions() throws(ProtocolError) -> [Resolution] {
        let count = shapes.count { $0 & Shape.hasResolution != 0 }
        let conflicts: [ConflictID] = try resolves.identities("ops.resolves")
        let bounds = try Column.bounds(
            resolveCounts, pieces: count, whole: conflicts.count, "ops.resolve_counts")
        try Column.expect(reasons.count, toBe: count, "ops.reasons")
        let sources: [OpID] = try origins.identities("ops.origins")
        if !sources.isEmpty { try Column.expect(sources.count, toBe: count, "ops.origins") }
        return (0..<count).map { index in
            let origin = sources.isEmpty || sources[index].isZero ? nil : sources[index]
            return Resolution(
                resolves: Array(conflicts[bounds[index]]), reason: reasons[index], origin: origin)
        }
    }

    private func writes(count: Int) throws(ProtocolError) -> [[UnitWrite]] {
        try Column.expect(units.fields.count, atMost: SyncLimits.unitsPerListMax, "ops.units")
        let keys = try units.keys("ops.units")
        let pieces = try values.pieces(count: keys.count, "ops.values")
        let bounds = try Column.bounds(
            unitCounts, pieces: count, whole: keys.count, "ops.unit_counts")
        return bounds.map { piece in piece.map { UnitWrite(key: keys[$0], value: pieces[$0]) } }
    }
}

/// What an op resolves, and why.
private struct Resolution {
    let resolves: [ConflictID]
    let reason: String
    let origin: OpID?
}

/// The columns with one entry for each op.
private struct OpParts {
    let actions: [OpAction]
    let kinds: [UInt16]
    let schemas: [UInt32]
    let ids: [OpID]
    let records: [RecordID]
    let accounts: [RecordID]
    let transactions: [TransactionID]

    init(_ columns: WireOpColumns) throws(ProtocolError) {
        let count = columns.shapes.count
        actions = try Column.choices(
            columns.shapes.map { $0 & WireOpColumns.Shape.action }, count: count, "ops.shapes")
        kinds = try Column.shorts(columns.kinds, count: count, "ops.kinds")
        schemas = try Self.schemas(columns, count: count)
        ids = try columns.ids.identities("ops.ids")
        try Column.expect(ids.count, toBe: count, "ops.ids")
        records = try columns.records.identities("ops.records")
        try Column.expect(records.count, toBe: count, "ops.records")
        accounts = try columns.accountIDs(records: records)
        transactions = try columns.transactionIDs(ids: ids)
    }

    private static func schemas(
        _ columns: WireOpColumns, count: Int
    ) throws(ProtocolError) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(count)
        for number in Column.sums(try Column.padded(columns.schemas, to: count, "ops.schemas")) {
            guard let schema = UInt32(exactly: number) else {
                throw ProtocolError(.range, "ops.schemas does not fit 32 bits")
            }
            result.append(schema)
        }
        return result
    }
}

extension WireOpColumns {
    fileprivate func accountIDs(records: [RecordID]) throws(ProtocolError) -> [RecordID] {
        var table = ReferenceReader<RecordID>(try accounts.identities("ops.accounts"))
        let others = shapes.count { $0 & Shape.isOwnAccount == 0 }
        var refs = try Column.padded(accountRefs, to: others, "ops.account_refs")[...]
        var result: [RecordID] = []
        result.reserveCapacity(shapes.count)
        for (shape, record) in zip(shapes, records) {
            if shape & Shape.isOwnAccount != 0 {
                result.append(record)
            } else {
                result.append(try table.entry(refs.popFirst() ?? 0, "ops.account_refs"))
            }
        }
        return result
    }

    fileprivate func transactionIDs(ids: [OpID]) throws(ProtocolError) -> [TransactionID] {
        let first = zip(ids, shapes).filter { $1 & Shape.continuesTransaction == 0 }.map(\.0)
        var own: [TransactionID] = try transactions.identities(
            against: first, "ops.transactions")
        own.reverse()
        var current: TransactionID?
        var result: [TransactionID] = []
        result.reserveCapacity(shapes.count)
        for shape in shapes {
            if shape & Shape.continuesTransaction == 0 { current = own.popLast() }
            guard let current else {
                throw ProtocolError(.columns, "ops.shapes begins with a continued transaction")
            }
            result.append(current)
        }
        return result
    }
}
