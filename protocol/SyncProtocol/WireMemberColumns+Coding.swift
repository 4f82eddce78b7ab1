// Members of conflict records to columns and back.

import CausalCore

extension WireMemberColumns {
    private enum Shape {
        static let action: UInt32 = 7
        static let isReplaced: UInt32 = 8
        static let hasBase: UInt32 = 16
        static let isBaseForgotten: UInt32 = 32
        static let known: UInt32 = 63
    }

    /// Members in their order.
    init(_ members: [ConflictMember], tables: inout PageTableWriters) {
        self.init()
        shapes = members.map { member in
            UInt32(member.action.rawValue) | (member.isReplaced ? Shape.isReplaced : 0)
                | (member.base == nil ? 0 : Shape.hasBase)
                | (member.isBaseForgotten ? Shape.isBaseForgotten : 0)
        }
        qualities = Column.trimmed(members.map { UInt32($0.quality.rawValue) })
        authors = Column.trimmed(tables.users.references(to: members.lazy.map(\.author)))
        replicas = Column.trimmed(
            tables.replicas.references(to: members.lazy.map(\.dot.replica)))
        counters = Column.trimmed(Column.deltas(members.map(\.dot.counter)))
        seqs = Column.trimmed(Column.deltas(members.map(\.seq)))
        stamps = WireStampColumn(members.map(\.stamp))
        received = WireStampColumn(members.map(\.received))
        contexts = WireVectorColumn(members.map(\.context), replicas: &tables.replicas)
        ops = WireIdentityColumn(members.map(\.op))
        let before = members.compactMap(\.base)
        if !before.isEmpty { bases = WireValueColumn(before) }
        values = WireValueColumn(members.map(\.value))
    }

    /// The members.
    func members(tables: inout PageTableReaders) throws(ProtocolError) -> [ConflictMember] {
        let count = shapes.count
        try Column.expect(count, atMost: SyncLimits.entriesPerListMax, "members")
        for shape in shapes where shape & ~Shape.known != 0 {
            throw ProtocolError(.choice, "members.shapes has a bit that is not known")
        }
        let actions: [OpAction] = try Column.choices(
            shapes.map { $0 & Shape.action }, count: count, "members.shapes")
        let qualities: [StampQuality] = try Column.choices(
            qualities, count: count, "members.qualities")
        let authors = try tables.users.entries(
            try Column.padded(authors, to: count, "members.authors"), "members.authors")
        let dots = try dots(count: count, tables: &tables)
        let seqs = try Column.counters(seqs, count: count, "members.seqs")
        let stamps = try stamps.stamps(count: count, "members.stamps")
        let received = try received.stamps(count: count, "members.received")
        let contexts = try contexts.vectors(
            count: count, replicas: &tables.replicas, "members.contexts")
        let ids: [OpID] = try ops.identities("members.ops")
        try Column.expect(ids.count, toBe: count, "members.ops")
        var before = try bases.pieces(
            count: shapes.count { $0 & Shape.hasBase != 0 }, "members.bases")[...]
        let values = try values.pieces(count: count, "members.values")
        return (0..<count).map { index in
            ConflictMember(
                op: ids[index], action: actions[index], value: values[index],
                base: shapes[index] & Shape.hasBase != 0 ? before.popFirst() : nil,
                author: authors[index], dot: dots[index], stamp: stamps[index],
                quality: qualities[index], received: received[index], seq: seqs[index],
                context: contexts[index],
                isReplaced: shapes[index] & Shape.isReplaced != 0,
                isBaseForgotten: shapes[index] & Shape.isBaseForgotten != 0)
        }
    }

    private func dots(
        count: Int, tables: inout PageTableReaders
    ) throws(ProtocolError) -> [Dot] {
        let writers = try tables.replicas.entries(
            try Column.padded(replicas, to: count, "members.replicas"), "members.replicas")
        let counters = try Column.counters(counters, count: count, "members.counters")
        return zip(writers, counters).map { Dot(replica: $0, counter: $1) }
    }
}
