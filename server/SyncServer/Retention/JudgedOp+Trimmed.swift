// What is kept of an op for ever: enough to know it again, and to judge what others wrote.

import CausalCore

extension JudgedOp {
    /// The form byte of a body that was trimmed.
    static let trimmedForm: UInt8 = 0x54

    /// The body without values, reason and evidence.
    ///
    /// Id, record, dot, author, seq, stamp and commit time are columns of the row. What it had seen,
    /// what it did and which units it wrote decide about ops that come years later.
    var trimmedBody: [UInt8] {
        var writer = ByteWriter(capacity: 64 + op.units.count * 4)
        writer.byte(Self.trimmedForm)
        writer.byte(isReoffered ? 1 : 0)
        writer.number(knownFrom)
        writer.number(UInt64(op.context.lost.count))
        for lost in op.context.lost { writer.identifier(lost) }
        writer.number(position.seen)
        writer.vector(position.own)
        writer.byte(quality.rawValue)
        writer.verdict(verdict)
        writer.number(UInt64(conflicts.count))
        for conflict in conflicts { writer.identifier(conflict) }
        writer.block(digest)
        writer.number(UInt64(op.kind))
        writer.byte(op.action.rawValue)
        writer.number(UInt64(op.schema))
        writer.number(UInt64(op.units.count))
        for unit in op.units { writer.unit(unit.key) }
        return writer.bytes
    }

    /// Reads what is kept of a trimmed op; the form byte was read.
    init(trimmed row: LogRow, _ reader: inout ByteReader) throws {
        let isReoffered = try reader.byte() != 0
        let knownFrom = try reader.number()
        let lost: [OpID] = try reader.list { try $0.identifier() }
        let seen = try reader.number()
        let own = try reader.vector()
        let quality: StampQuality = try reader.raw()
        let verdict = try reader.verdict()
        let conflicts: [ConflictID] = try reader.list { try $0.identifier() }
        let digest = try reader.block()
        let kind: UInt16 = try reader.small()
        let action: OpAction = try reader.raw()
        let schema: UInt32 = try reader.small()
        let units = try reader.list { UnitWrite(key: try $0.unit(), value: []) }
        let op = Op(
            id: row.id, record: row.record, kind: kind, account: .zero, action: action,
            units: units, context: ReadContext(seen: seen, lost: lost),
            evidence: ClockSample(boot: .zero, boottimeNanoseconds: 0, wallNanoseconds: 0),
            transaction: .zero, author: row.author, schema: schema)
        self.init(
            op: op, position: CausalPosition(seq: row.seq, dot: row.dot, seen: seen, own: own),
            stamp: row.stamp, quality: quality, verdict: verdict, conflicts: conflicts,
            digest: digest, received: row.received)
        self.isReoffered = isReoffered
        self.knownFrom = knownFrom
        isTrimmed = true
    }
}
