// A conflict record as bytes: members with everything that was copied into them.

import CausalCore

/// Encodes and decodes conflict records as a row keeps them.
enum ConflictCoding {
    static func row(_ conflict: ConflictRecord, closedAt: Seq) -> ConflictRow {
        var writer = ByteWriter(capacity: 256)
        writer.byte(1)
        writer.number(UInt64(conflict.kind))
        writer.unit(conflict.unit)
        writer.byte(conflict.isOvertaken ? 1 : 0)
        writer.fixed(conflict.opened.rawValue)
        writer.number(closedAt)
        writer.byte(conflict.closing == nil ? 0 : 1)
        if let closing = conflict.closing {
            writer.identifier(closing.op)
            writer.identifier(closing.author)
            writer.text(closing.reason)
            writer.fixed(closing.stamp.rawValue)
        }
        writer.number(UInt64(conflict.members.count))
        for member in conflict.members { writer.member(member) }
        return ConflictRow(
            id: conflict.id, record: conflict.record, account: conflict.account,
            isOpen: conflict.isOpen, needsReview: conflict.needsReview, seq: conflict.seq,
            body: writer.bytes)
    }

    static func conflict(_ row: ConflictRow) throws -> StoredConflict {
        var reader = ByteReader(row.body, what: "conflict")
        guard try reader.byte() == 1 else { throw reader.damaged }
        let kind: UInt16 = try reader.small()
        let unit = try reader.unit()
        let isOvertaken = try reader.byte() == 1
        let opened = try reader.stamp()
        let closedAt = try reader.number()
        var closing: ConflictClosing?
        if try reader.byte() == 1 {
            closing = ConflictClosing(
                op: try reader.identifier(), author: try reader.identifier(),
                reason: try reader.text(), stamp: try reader.stamp())
        }
        let members = try reader.list { try $0.member() }
        let conflict = ConflictRecord(
            id: row.id, record: row.record, kind: kind, account: row.account, unit: unit,
            members: members, needsReview: row.needsReview, isOvertaken: isOvertaken,
            closing: closing, seq: row.seq, opened: opened)
        return StoredConflict(conflict: conflict, closedAt: closedAt)
    }
}

/// A conflict record, and where in the server's order it was closed last.
struct StoredConflict: Hashable {
    var conflict: ConflictRecord
    /// The seq of the last closing, also after a reopening; 0 if it was never closed.
    var closedAt: Seq
}

extension ByteWriter {
    fileprivate mutating func member(_ member: ConflictMember) {
        identifier(member.op)
        byte(member.action.rawValue)
        block(member.value)
        byte(member.isBaseForgotten ? 2 : member.base == nil ? 0 : 1)
        block(member.base ?? [])
        identifier(member.author)
        number(member.dot.replica.rawValue)
        number(member.dot.counter)
        fixed(member.stamp.rawValue)
        byte(member.quality.rawValue)
        fixed(member.received.rawValue)
        number(member.seq)
        vector(member.context)
        byte(member.isReplaced ? 1 : 0)
    }
}

extension ByteReader {
    fileprivate mutating func member() throws -> ConflictMember {
        let op: OpID = try identifier()
        let action: OpAction = try raw()
        let value = try block()
        let hasBase = try byte()
        let base = try block()
        let author: UserID = try identifier()
        let dot = Dot(replica: try replica(), counter: try number())
        let stamp = try stamp()
        let quality: StampQuality = try raw()
        let received = try self.stamp()
        let seq = try number()
        let context = try vector()
        return ConflictMember(
            op: op, action: action, value: value, base: hasBase == 1 ? base : nil, author: author,
            dot: dot, stamp: stamp, quality: quality, received: received, seq: seq,
            context: context, isReplaced: try byte() == 1, isBaseForgotten: hasBase == 2)
    }
}
