// The blob form of a conflict record.

import CausalCore

extension ConflictRecord {
    /// The conflict as one blob.
    var storedBytes: [UInt8] {
        var writer = ByteWriter()
        writer.put(id)
        writer.put(record)
        writer.put(UInt64(kind))
        writer.put(account)
        writer.put(unit)
        writer.put(count: members.count)
        for member in members { writer.put(member) }
        writer.put(needsReview)
        writer.put(isOvertaken)
        writer.put(closing != nil)
        if let closing {
            writer.put(closing.op)
            writer.put(closing.author)
            writer.put(closing.reason)
            writer.put(closing.stamp.rawValue)
        }
        writer.put(seq)
        writer.put(opened.rawValue)
        return writer.bytes
    }

    /// Reads the blob back.
    init(storedBytes: [UInt8]) throws {
        var reader = ByteReader(storedBytes)
        let id: ConflictID = try reader.id()
        let record: RecordID = try reader.id()
        let kind = try reader.short()
        let account: RecordID = try reader.id()
        let unit = try reader.key()
        var members: [ConflictMember] = []
        for _ in 0..<(try reader.count()) { members.append(try reader.member()) }
        let needsReview = try reader.flag()
        let isOvertaken = try reader.flag()
        var closing: ConflictClosing?
        if try reader.flag() {
            closing = ConflictClosing(
                op: try reader.id(), author: try reader.id(), reason: try reader.text(),
                stamp: Stamp(rawValue: try reader.number()))
        }
        self.init(
            id: id, record: record, kind: kind, account: account, unit: unit, members: members,
            needsReview: needsReview, isOvertaken: isOvertaken, closing: closing,
            seq: try reader.number(), opened: Stamp(rawValue: try reader.number()))
    }
}

extension ByteWriter {
    fileprivate mutating func put(_ member: ConflictMember) {
        put(member.op)
        put(UInt64(member.action.rawValue))
        put(member.value)
        put(UInt64(member.isBaseForgotten ? 2 : member.base == nil ? 0 : 1))
        if let base = member.base { put(base) }
        put(member.author)
        put(member.dot.replica.rawValue)
        put(member.dot.counter)
        put(member.stamp.rawValue)
        put(UInt64(member.quality.rawValue))
        put(member.received.rawValue)
        put(member.seq)
        put(member.context)
        put(member.isReplaced)
    }
}

extension ByteReader {
    fileprivate mutating func member() throws -> ConflictMember {
        let op: OpID = try id()
        guard let action = OpAction(rawValue: try small()) else {
            throw StoreError.damaged("a conflict")
        }
        let value = try string()
        let hasBase = try small()
        let base: [UInt8]? = hasBase == 1 ? try string() : nil
        let author: UserID = try id()
        let dot = Dot(replica: ReplicaID(try number()), counter: try number())
        let stamp = Stamp(rawValue: try number())
        guard let quality = StampQuality(rawValue: try small()) else {
            throw StoreError.damaged("a conflict")
        }
        return ConflictMember(
            op: op, action: action, value: value, base: base, author: author, dot: dot,
            stamp: stamp, quality: quality, received: Stamp(rawValue: try number()),
            seq: try number(), context: try vector(), isReplaced: try flag(),
            isBaseForgotten: hasBase == 2)
    }
}
