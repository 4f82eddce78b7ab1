// The blob form of an op, and of the values that it replaced.

import CausalCore

extension Op {
    /// The op as one blob; a sealed one never changes again.
    var storedBytes: [UInt8] {
        var writer = ByteWriter(
            capacity: units.reduce(192) { $0 + $1.value.count + $1.key.element.count + 8 })
        writer.put(id)
        writer.put(record)
        writer.put(UInt64(kind))
        writer.put(account)
        writer.put(UInt64(action.rawValue))
        writer.put(units)
        writer.put(context)
        writer.put(count: resolves.count)
        for conflict in resolves { writer.put(conflict) }
        writer.put(reason)
        writer.put(origin ?? .zero)
        writer.put(evidence.boot)
        writer.put(evidence.boottimeNanoseconds)
        writer.put(signed: evidence.wallNanoseconds)
        writer.put(transaction)
        writer.put(author)
        writer.put(UInt64(schema))
        return writer.bytes
    }

    /// What an op writes, of its blob.
    static func units(ofStoredBytes bytes: [UInt8]) throws -> [UnitWrite] {
        var reader = ByteReader(bytes)
        let _: (OpID, RecordID) = (try reader.id(), try reader.id())
        _ = try reader.short()
        let _: RecordID = try reader.id()
        _ = try reader.small()
        return try reader.unitWrites()
    }

    /// Reads the blob back.
    init(storedBytes: [UInt8]) throws {
        var reader = ByteReader(storedBytes)
        let id: OpID = try reader.id()
        let record: RecordID = try reader.id()
        let kind = try reader.short()
        let account: RecordID = try reader.id()
        guard let action = OpAction(rawValue: try reader.small()) else {
            throw StoreError.damaged("an op")
        }
        let units = try reader.unitWrites()
        let context = try reader.context()
        var resolves: [ConflictID] = []
        for _ in 0..<(try reader.count()) { resolves.append(try reader.id()) }
        let reason = try reader.text()
        let origin: OpID = try reader.id()
        let evidence = ClockSample(
            boot: try reader.id(), boottimeNanoseconds: try reader.number(),
            wallNanoseconds: try reader.signed())
        self.init(
            id: id, record: record, kind: kind, account: account, action: action, units: units,
            context: context, resolves: resolves, reason: reason,
            origin: origin.isZero ? nil : origin, evidence: evidence,
            transaction: try reader.id(), author: try reader.id(),
            schema: UInt32(clamping: try reader.number()))
    }
}

extension ByteWriter {
    mutating func put(_ units: [UnitWrite]) {
        put(count: units.count)
        for unit in units {
            put(unit.key)
            put(unit.value)
        }
    }

    mutating func put(_ context: ReadContext) {
        put(context.seen)
        put(context.seenTime.rawValue)
        put(count: context.own.count)
        for op in context.own { put(op) }
        put(count: context.lost.count)
        for op in context.lost { put(op) }
    }
}

extension ByteReader {
    mutating func unitWrites() throws -> [UnitWrite] {
        var units: [UnitWrite] = []
        for _ in 0..<(try count()) {
            units.append(UnitWrite(key: try key(), value: try string()))
        }
        return units
    }

    mutating func context() throws -> ReadContext {
        let seen = try number()
        let time = Stamp(rawValue: try number())
        var own: [OpID] = []
        for _ in 0..<(try count()) { own.append(try id()) }
        var lost: [OpID] = []
        for _ in 0..<(try count()) { lost.append(try id()) }
        return ReadContext(seen: seen, seenTime: time, own: own, lost: lost)
    }
}
