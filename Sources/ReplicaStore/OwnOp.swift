// An op that was written here, and what became of it.

import CausalCore

/// What has become of an op of this device so far.
public enum OpStatus: Hashable, Sendable {
    /// It waits to be sent, or for the answer.
    case waiting
    /// It is part of the record's history.
    case accepted(Verdict)
    /// It waits for an admin.
    case held(HoldReason)
    /// It was refused.
    case rejected(RejectReason)
}

/// An op that was written on this device, and what became of it.
public struct OwnOp: Hashable, Sendable {
    /// The op as it was, or will be, sent.
    public var op: Op
    /// Its place in the order of local writes, from 1.
    public var position: Int64
    /// What became of it.
    public var status: OpStatus
    /// Whether it was sealed into a batch, and so never changes again.
    public var isSealed: Bool
    /// Whether the view still lays it over the server's state.
    public var isShown: Bool
    /// The values its units had before, in the order of its units; empty bytes for none.
    ///
    /// Nil where they are not kept: the account has left the device.
    public var replaced: [UnitWrite]?
    /// How many later writes were folded into it.
    public var folds: Int
    /// Its place in the server's order; 0 while it has none.
    public var seq: Seq
    /// When it was written, as the server decided; zero while it has not.
    public var stamp: Stamp
    /// What the stamp rests on; nil while there is none.
    public var quality: StampQuality?
    /// The conflicts that it opened, extended or closed when it arrived.
    public var conflicts: [ConflictID]
    /// What an admin has done with it, where it was held or rejected.
    public var notice: HeldNotice?

    /// Whether the server's state at a seq contains it.
    func isCovered(by seen: Seq) -> Bool {
        if planted(.ownSidePreferred), case .accepted(.lost) = status { return false }
        if case .accepted = status { return seq <= seen }
        return false
    }

    static let columns = """
        position, body, replaced, folds, shown, verdict, verdict_reason, lost, seq, stamp, \
        quality, conflicts, outcome, outcome_by, outcome_reason
        """

    init(row: SQLRow, sealedEnd: Int64) throws {
        op = try Op(storedBytes: row.bytes(1))
        position = row.integer(0) ?? 0
        isSealed = position <= sealedEnd
        replaced = try Self.replaced(row.bytes(2))
        folds = Int(clamping: row.integer(3) ?? 0)
        isShown = row.integer(4) != 0
        status = try Self.status(row)
        seq = row.bits(8)
        stamp = Stamp(rawValue: row.bits(9))
        quality = StampQuality(rawValue: UInt8(clamping: row.integer(10) ?? 0))
        conflicts = []
        if !row.bytes(11).isEmpty {
            var reader = ByteReader(row.bytes(11))
            while !reader.isAtEnd { conflicts.append(try reader.id()) }
        }
        if let outcome = HeldOutcome(rawValue: UInt8(clamping: row.integer(12) ?? 0)) {
            notice = HeldNotice(
                op: op.id, outcome: outcome, by: try row.requiredID(13),
                reason: row.text(14) ?? "")
        }
    }

    /// An op that was just written.
    init(waiting op: Op, position: Int64, replaced: [UnitWrite]) {
        self.op = op
        self.position = position
        self.replaced = replaced
        (status, isSealed, isShown) = (.waiting, false, true)
        (folds, seq, stamp, quality) = (0, 0, .zero, nil)
        (conflicts, notice) = ([], nil)
    }

    private static func replaced(_ bytes: [UInt8]) throws -> [UnitWrite]? {
        guard !bytes.isEmpty else { return nil }
        var reader = ByteReader(bytes)
        return try reader.unitWrites()
    }

    private static func status(_ row: SQLRow) throws -> OpStatus {
        guard let code = row.integer(5) else { return .waiting }
        let reason = UInt8(clamping: row.integer(6) ?? 0)
        switch code {
        case 1: return .accepted(.applied)
        case 2: return .accepted(.won)
        case 3:
            var reader = ByteReader(row.bytes(7))
            var lost: [UnitKey] = []
            while !reader.isAtEnd { lost.append(try reader.key()) }
            return .accepted(.lost(lost))
        case 4:
            guard let reason = HoldReason(rawValue: reason) else { break }
            return .held(reason)
        case 5:
            guard let reason = RejectReason(rawValue: reason) else { break }
            return .rejected(reason)
        default: break
        }
        throw StoreError.damaged("a verdict")
    }
}

extension Verdict {
    /// The verdict as the columns verdict, verdict_reason and lost.
    var columns: [SQLValue] {
        switch self {
        case .applied: [1.value, .null, .null]
        case .won: [2.value, .null, .null]
        case .lost(let units): [3.value, .null, units.storedBytes.value]
        case .held(let reason): [4.value, Int(reason.rawValue).value, .null]
        case .rejected(let reason): [5.value, Int(reason.rawValue).value, .null]
        }
    }
}

extension [UnitKey] {
    fileprivate var storedBytes: [UInt8] {
        var writer = ByteWriter()
        for key in self { writer.put(key) }
        return writer.bytes
    }
}
