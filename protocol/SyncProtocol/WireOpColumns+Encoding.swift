// Ops to columns.

import CausalCore
internal import Foundation

extension WireOpColumns {
    /// The bits of an op's shape above those of its action.
    enum Shape {
        static let action: UInt32 = 7
        static let hasSeen: UInt32 = 8
        static let namesOwn: UInt32 = 16
        static let hasResolution: UInt32 = 32
        static let isOwnAccount: UInt32 = 64
        static let continuesTransaction: UInt32 = 128
        static let hasReceipt: UInt32 = 256
        static let namesLost: UInt32 = 512
        static let known: UInt32 = 1023
    }

    /// Ops in their order; their authors stay behind, the server knows whose token it is.
    init(_ ops: [Op], receipts: [OpID: OpReceipt]) {
        self.init()
        let proofs: [OpReceipt?] =
            receipts.isEmpty ? [] : ops.map { receipts[$0.id]?.checked }
        shapes = shapes(of: ops)
        for (index, proof) in proofs.enumerated() where proof != nil {
            shapes[index] |= Shape.hasReceipt
        }
        setReceipts(proofs.compactMap { $0 })
        kinds = Column.trimmed(ops.map { UInt32($0.kind) })
        schemas = Column.trimmed(Column.deltas(ops.map { UInt64($0.schema) }))
        setContexts(of: ops)
        setEvidence(of: ops.map(\.evidence))
        setResolutions(of: zip(ops, shapes).filter { $1 & Shape.hasResolution != 0 }.map(\.0))
        setIdentities(of: ops)
        let writes = ops.flatMap(\.units)
        unitCounts = Column.trimmed(ops.map { Column.length($0.units.count) })
        if !writes.isEmpty {
            units = WireUnitColumn(writes.map(\.key))
            values = WireValueColumn(writes.map(\.value))
        }
    }

    private func shapes(of ops: [Op]) -> [UInt32] {
        var transaction: TransactionID?
        return ops.map { op in
            defer { transaction = op.transaction }
            var shape = UInt32(op.action.rawValue)
            if op.context.seen != 0 || op.context.seenTime != .zero { shape |= Shape.hasSeen }
            if !op.context.own.isEmpty { shape |= Shape.namesOwn }
            if !op.context.lost.isEmpty { shape |= Shape.namesLost }
            if op.hasResolution { shape |= Shape.hasResolution }
            if op.account == op.record { shape |= Shape.isOwnAccount }
            if op.transaction == transaction { shape |= Shape.continuesTransaction }
            return shape
        }
    }

    private mutating func setContexts(of ops: [Op]) {
        let contexts = zip(ops, shapes).filter { $1 & Shape.hasSeen != 0 }.map(\.0.context)
        if !contexts.isEmpty {
            seen = Column.deltas(contexts.map(\.seen))
            seenTimes = WireStampColumn(contexts.map(\.seenTime))
        }
        var places: [OpID: Int] = [:]
        var others: [OpID] = []
        for (place, op) in ops.enumerated() {
            if !op.context.own.isEmpty { ownCounts.append(Column.length(op.context.own.count)) }
            for own in op.context.own {
                ownDistances.append(places[own].map { Column.length(place - $0) } ?? 0)
                if places[own] == nil { others.append(own) }
            }
            places[op.id] = planted(.ownOpsNamedByPlace) ? 0 : place
        }
        if !others.isEmpty { own = WireIdentityColumn(others) }
        lostCounts = ops.map(\.context.lost.count).filter { $0 > 0 }.map(Column.length)
        if !lostCounts.isEmpty { lost = WireIdentityColumn(ops.flatMap(\.context.lost)) }
    }

    private mutating func setEvidence(of samples: [ClockSample]) {
        var table = ReferenceWriter<BootID>()
        bootRefs = Column.trimmed(table.references(to: samples.lazy.map(\.boot)))
        if !samples.isEmpty { boots = WireIdentityColumn(table.entries) }
        let offsets = samples.map {
            $0.wallNanoseconds &- Int64(bitPattern: $0.boottimeNanoseconds)
        }
        let isWhole = zip(samples, offsets).allSatisfy {
            $0.boottimeNanoseconds.isMultiple(of: ClockStep.millisecond)
                && $1.isMultiple(of: Int64(ClockStep.millisecond))
        }
        let step = isWhole ? ClockStep.millisecond : 1
        clockStep = step == 1 ? 0 : UInt32(step)
        boottimes = Column.trimmed(Column.deltas(samples.map { $0.boottimeNanoseconds / step }))
        walls = Column.trimmed(
            Column.deltas(offsets.map { UInt64(bitPattern: $0 / Int64(step)) }))
    }

    private mutating func setResolutions(of ops: [Op]) {
        guard !ops.isEmpty else { return }
        resolveCounts = Column.trimmed(ops.map { Column.length($0.resolves.count) })
        let conflicts = ops.flatMap(\.resolves)
        if !conflicts.isEmpty { resolves = WireIdentityColumn(conflicts) }
        reasons = ops.map(\.reason)
        if ops.contains(where: { $0.origin != nil }) {
            origins = WireIdentityColumn(ops.map { $0.origin ?? .zero })
        }
    }

    private mutating func setIdentities(of ops: [Op]) {
        guard !ops.isEmpty else { return }
        ids = WireIdentityColumn(ops.map(\.id))
        let first = zip(ops, shapes).filter { $1 & Shape.continuesTransaction == 0 }.map(\.0)
        transactions = WireIdentityColumn(first.map(\.transaction), against: first.map(\.id))
        var table = ReferenceWriter<RecordID>()
        accountRefs = Column.trimmed(
            table.references(to: ops.lazy.filter { $0.account != $0.record }.map(\.account)))
        if !table.entries.isEmpty { accounts = WireIdentityColumn(table.entries) }
        records = WireIdentityColumn(ops.map(\.record))
    }
}

/// In what steps the clocks of a batch's ops travel: those of most laptops in whole milliseconds.
enum ClockStep {
    static let millisecond: UInt64 = 1_000_000
}

extension OpReceipt {
    /// Nothing in place of a receipt whose MAC has not the length of every MAC.
    fileprivate var checked: OpReceipt? { mac.count == Self.macByteCount ? self : nil }
}

extension Op {
    fileprivate var hasResolution: Bool { !resolves.isEmpty || !reason.isEmpty || origin != nil }
}
