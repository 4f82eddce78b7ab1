// Conflict records to columns and back.

import CausalCore

extension WireConflictColumns {
    private enum Shape {
        static let needsReview: UInt32 = 1
        static let isOvertaken: UInt32 = 2
        static let isClosed: UInt32 = 4
        static let isOwnAccount: UInt32 = 8
        static let known: UInt32 = 15
    }

    /// Conflict records in their order.
    init(_ conflicts: [ConflictRecord], tables: inout PageTableWriters) {
        self.init()
        shapes = conflicts.map { conflict in
            (conflict.needsReview ? Shape.needsReview : 0)
                | (conflict.isOvertaken ? Shape.isOvertaken : 0)
                | (conflict.isOpen ? 0 : Shape.isClosed)
                | (conflict.account == conflict.record ? Shape.isOwnAccount : 0)
        }
        kinds = Column.trimmed(conflicts.map { UInt32($0.kind) })
        accountRefs = Column.trimmed(
            tables.accounts.references(
                to: conflicts.lazy.filter { $0.account != $0.record }.map(\.account)))
        seqs = Column.trimmed(Column.deltas(conflicts.map(\.seq)))
        opened = WireStampColumn(conflicts.map(\.opened))
        memberCounts = Column.trimmed(conflicts.map { Column.length($0.members.count) })
        ids = WireIdentityColumn(conflicts.map(\.id))
        records = WireIdentityColumn(conflicts.map(\.record))
        units = WireUnitColumn(conflicts.map(\.unit))
        let all = conflicts.flatMap(\.members)
        if !all.isEmpty { members = WireMemberColumns(all, tables: &tables) }
        setClosings(conflicts.compactMap(\.closing), tables: &tables)
    }

    private mutating func setClosings(
        _ closings: [ConflictClosing], tables: inout PageTableWriters
    ) {
        guard !closings.isEmpty else { return }
        closingOps = WireIdentityColumn(closings.map(\.op))
        closingAuthors = tables.users.references(to: closings.lazy.map(\.author))
        closingReasons = closings.map(\.reason)
        closingStamps = WireStampColumn(closings.map(\.stamp))
    }

    /// The conflict records.
    func conflicts(tables: inout PageTableReaders) throws(ProtocolError) -> [ConflictRecord] {
        let count = shapes.count
        try Column.expect(count, atMost: SyncLimits.entriesPerListMax, "conflicts")
        for shape in shapes where shape & ~Shape.known != 0 {
            throw ProtocolError(.choice, "conflicts.shapes has a bit that is not known")
        }
        let kinds = try Column.shorts(kinds, count: count, "conflicts.kinds")
        let seqs = try Column.counters(seqs, count: count, "conflicts.seqs")
        let opened = try opened.stamps(count: count, "conflicts.opened")
        let ids: [ConflictID] = try ids.identities("conflicts.ids")
        try Column.expect(ids.count, toBe: count, "conflicts.ids")
        let records: [RecordID] = try records.identities("conflicts.records")
        try Column.expect(records.count, toBe: count, "conflicts.records")
        let accounts = try accounts(of: records, tables: &tables)
        let keys = try units.keys("conflicts.units")
        try Column.expect(keys.count, toBe: count, "conflicts.units")
        let all = try members.members(tables: &tables)
        let bounds = try Column.bounds(
            memberCounts, pieces: count, whole: all.count, "conflicts.member_counts")
        var closings = try closings(tables: &tables)[...]
        return (0..<count).map { index in
            ConflictRecord(
                id: ids[index], record: records[index], kind: kinds[index],
                account: accounts[index], unit: keys[index],
                members: Array(all[bounds[index]]),
                needsReview: shapes[index] & Shape.needsReview != 0,
                isOvertaken: shapes[index] & Shape.isOvertaken != 0,
                closing: shapes[index] & Shape.isClosed != 0 ? closings.popFirst() : nil,
                seq: seqs[index], opened: opened[index])
        }
    }

    private func accounts(
        of records: [RecordID], tables: inout PageTableReaders
    ) throws(ProtocolError) -> [RecordID] {
        let others = shapes.count { $0 & Shape.isOwnAccount == 0 }
        var refs = try Column.padded(accountRefs, to: others, "conflicts.account_refs")[...]
        var result: [RecordID] = []
        result.reserveCapacity(records.count)
        for (shape, record) in zip(shapes, records) {
            if shape & Shape.isOwnAccount != 0 {
                result.append(record)
            } else {
                let ref = refs.popFirst() ?? 0
                result.append(try tables.accounts.entry(ref, "conflicts.account_refs"))
            }
        }
        return result
    }

    private func closings(
        tables: inout PageTableReaders
    ) throws(ProtocolError) -> [ConflictClosing] {
        let count = shapes.count { $0 & Shape.isClosed != 0 }
        let ops: [OpID] = try closingOps.identities("conflicts.closing_ops")
        try Column.expect(ops.count, toBe: count, "conflicts.closing_ops")
        try Column.expect(closingAuthors.count, toBe: count, "conflicts.closing_authors")
        let authors = try tables.users.entries(closingAuthors, "conflicts.closing_authors")
        try Column.expect(closingReasons.count, toBe: count, "conflicts.closing_reasons")
        let stamps = try closingStamps.stamps(count: count, "conflicts.closing_stamps")
        return (0..<count).map { index in
            ConflictClosing(
                op: ops[index], author: authors[index], reason: closingReasons[index],
                stamp: stamps[index])
        }
    }
}
