// An op as bytes: what its content digest is taken of, and what the log keeps.

import CausalCore
import Crypto

/// An op and everything that the server has decided about it.
public struct JudgedOp: Hashable, Sendable {
    /// The op as accepted; a value that the server adjusted (a handle) is the adjusted one.
    public var op: Op
    /// Where it stands; seq 0 if it was held or rejected.
    public var position: CausalPosition
    /// When it was written.
    public var stamp: Stamp
    /// What the stamp rests on.
    public var quality: StampQuality
    /// What became of it.
    public var verdict: Verdict
    /// The conflict records that it opened, extended or closed.
    public var conflicts: [ConflictID]
    /// SHA-256 of the op as it arrived, without what a restore of the server changes in it.
    public var digest: [UInt8]
    /// Whether a valid receipt came with it: it had been accepted before the server was restored.
    public var isReoffered = false
    /// The seq from which on a state of its record tells of this op, if that is not its own seq; else 0.
    ///
    /// It is lower where an op of somebody who had seen this one came back earlier.
    public var knownFrom: Seq = 0
    /// When it arrived: the commit time of its batch; zero in rows of the batch being decided.
    public var received: Stamp
    /// Whether what it wrote is no longer kept; its units have their keys still.
    public var isTrimmed = false

    /// Makes it of its parts.
    public init(
        op: Op, position: CausalPosition, stamp: Stamp, quality: StampQuality, verdict: Verdict,
        conflicts: [ConflictID], digest: [UInt8], received: Stamp
    ) {
        self.op = op
        self.position = position
        self.stamp = stamp
        self.quality = quality
        self.verdict = verdict
        self.conflicts = conflicts
        self.digest = digest
        self.received = received
    }
}

extension Op {
    /// The op as bytes; the author is not part of them.
    func contentBytes() -> [UInt8] {
        var writer = ByteWriter()
        writeLasting(&writer)
        writeSeen(&writer)
        return writer.bytes
    }

    /// What is the same whenever and wherever the op is offered; its digest is taken of this.
    func writeLasting(_ writer: inout ByteWriter) {
        writer.reserve(200 + units.reduce(0) { $0 + $1.value.count + 8 })
        writer.identifier(id)
        writer.identifier(record)
        writer.identifier(account)
        writer.identifier(transaction)
        writer.number(UInt64(kind))
        writer.byte(action.rawValue)
        writer.number(UInt64(schema))
        writer.number(UInt64(context.own.count))
        for own in context.own { writer.identifier(own) }
        writer.number(UInt64(resolves.count))
        for conflict in resolves { writer.identifier(conflict) }
        writer.text(reason)
        writer.identifier(origin ?? .zero)
        writer.identifier(evidence.boot)
        writer.number(evidence.boottimeNanoseconds)
        writer.signed(evidence.wallNanoseconds)
        writer.number(UInt64(units.count))
        for unit in units {
            writer.unit(unit.key)
            writer.block(unit.value)
        }
    }

    /// What its writer had seen of the server: a device lowers it after a restore.
    func writeSeen(_ writer: inout ByteWriter) {
        writer.number(context.seen)
        writer.fixed(context.seenTime.rawValue)
        writer.number(UInt64(context.lost.count))
        for lost in context.lost { writer.identifier(lost) }
    }

    /// Passes over what is between the id and the units.
    static func skipToUnits(_ reader: inout ByteReader) throws {
        try reader.skip(identifiers: 3)
        _ = try reader.number()
        try reader.skip(1)
        _ = try reader.number()
        try reader.skip(identifiers: try reader.count())
        try reader.skip(identifiers: try reader.count())
        try reader.skip(try reader.count())
        try reader.skip(identifiers: 2)
        _ = try reader.number()
        _ = try reader.signed()
    }

    init(_ reader: inout ByteReader, author: UserID) throws {
        let id: OpID = try reader.identifier()
        let record: RecordID = try reader.identifier()
        let account: RecordID = try reader.identifier()
        let transaction: TransactionID = try reader.identifier()
        let kind: UInt16 = try reader.small()
        let action: OpAction = try reader.raw()
        let schema: UInt32 = try reader.small()
        let own: [OpID] = try reader.list { try $0.identifier() }
        let resolves: [ConflictID] = try reader.list { try $0.identifier() }
        let reason = try reader.text()
        let origin: OpID = try reader.identifier()
        let evidence = ClockSample(
            boot: try reader.identifier(), boottimeNanoseconds: try reader.number(),
            wallNanoseconds: try reader.signed())
        let units = try reader.list { UnitWrite(key: try $0.unit(), value: try $0.block()) }
        let context = ReadContext(
            seen: try reader.number(), seenTime: try reader.stamp(), own: own,
            lost: try reader.list { try $0.identifier() })
        self.init(
            id: id, record: record, kind: kind, account: account, action: action, units: units,
            context: context, resolves: resolves, reason: reason,
            origin: origin.isZero ? nil : origin, evidence: evidence, transaction: transaction,
            author: author, schema: schema)
    }
}

extension JudgedOp {
    /// What follows the key columns of a log row.
    func body(content: [UInt8]) -> [UInt8] {
        if isTrimmed { return trimmedBody }
        var writer = ByteWriter(capacity: content.count + 96)
        let isPlain = !isReoffered && knownFrom == 0
        writer.byte(isPlain ? 1 : 2)
        if !isPlain {
            writer.byte(isReoffered ? 1 : 0)
            writer.number(knownFrom)
        }
        writer.number(position.seen)
        writer.vector(position.own)
        writer.byte(quality.rawValue)
        writer.verdict(verdict)
        writer.number(UInt64(conflicts.count))
        for conflict in conflicts { writer.identifier(conflict) }
        writer.block(digest)
        writer.block(content)
        return writer.bytes
    }

    /// Reads a log row, trimmed or whole.
    init(_ row: LogRow) throws {
        if row.body.first == Self.trimmedForm {
            var reader = ByteReader(row.body, what: "op")
            _ = try reader.byte()
            self = try JudgedOp(trimmed: row, &reader)
            return
        }
        self = try JudgedOp.read(
            row.body, seq: row.seq, dot: row.dot, stamp: row.stamp, author: row.author,
            received: row.received)
    }

    /// The cells that an op has written, of its body in the log, which was not trimmed; the rest is
    /// passed over.
    static func cells(
        ofBody body: [UInt8], at seq: Seq, by replica: ReplicaID, _ stamp: Stamp
    ) throws -> [Cell] {
        var reader = ByteReader(body, what: "op")
        switch try reader.byte() {
        case 1: break
        case 2:
            try reader.skip(1)
            _ = try reader.number()
        default: throw reader.damaged
        }
        _ = try reader.number()
        for _ in 0..<2 * (try reader.count()) { _ = try reader.number() }
        let quality: StampQuality = try reader.raw()
        _ = try reader.verdict()
        try reader.skip(identifiers: try reader.count())
        try reader.skip(try reader.count())
        _ = try reader.count()
        let op: OpID = try reader.identifier()
        try Op.skipToUnits(&reader)
        return try reader.list { reader in
            Cell(
                key: try reader.unit(), value: try reader.block(), stamp: stamp, quality: quality,
                replica: replica, op: op, seq: seq)
        }
    }

    /// What it writes, as the cells of its record have it.
    var cells: [Cell] {
        op.units.map { unit in
            Cell(
                key: unit.key, value: unit.value, stamp: stamp, quality: quality,
                replica: position.dot.replica, op: op.id, seq: position.seq)
        }
    }

    /// Reads a row of the held and rejected.
    init(_ row: HeldRow) throws {
        self = try JudgedOp.read(
            row.body, seq: 0, dot: row.dot, stamp: row.stamp, author: row.author,
            received: row.received)
    }

    private static func read(
        _ body: [UInt8], seq: Seq, dot: Dot, stamp: Stamp, author: UserID, received: Stamp
    ) throws -> JudgedOp {
        var reader = ByteReader(body, what: "op")
        let form = try reader.byte()
        guard form == 1 || form == 2 else { throw reader.damaged }
        let isReoffered = form == 2 ? try reader.byte() != 0 : false
        let knownFrom = form == 2 ? try reader.number() : 0
        let seen = try reader.number()
        let own = try reader.vector()
        let quality: StampQuality = try reader.raw()
        let verdict = try reader.verdict()
        let conflicts: [ConflictID] = try reader.list { try $0.identifier() }
        let digest = try reader.block()
        var content = ByteReader(try reader.block(), what: "op")
        let op = try Op(&content, author: author)
        var judged = JudgedOp(
            op: op, position: CausalPosition(seq: seq, dot: dot, seen: seen, own: own),
            stamp: stamp, quality: quality, verdict: verdict, conflicts: conflicts,
            digest: digest, received: received)
        judged.isReoffered = isReoffered
        judged.knownFrom = knownFrom
        return judged
    }
}

extension ByteWriter {
    mutating func verdict(_ verdict: Verdict) {
        switch verdict {
        case .applied: byte(0)
        case .won: byte(1)
        case .lost(let units):
            byte(2)
            number(UInt64(units.count))
            for key in units { unit(key) }
        case .held(let reason):
            byte(3)
            byte(reason.rawValue)
        case .rejected(let reason):
            byte(4)
            byte(reason.rawValue)
        }
    }
}

extension ByteReader {
    mutating func verdict() throws -> Verdict {
        switch try byte() {
        case 0: .applied
        case 1: .won
        case 2: .lost(try list { try $0.unit() })
        case 3: .held(try raw())
        case 4: .rejected(try raw())
        default: throw damaged
        }
    }
}

/// SHA-256 of bytes.
func sha256(_ bytes: [UInt8]) -> [UInt8] {
    Array(SHA256.hash(data: bytes))
}
