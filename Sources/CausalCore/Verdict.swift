// What became of an op, as the server answers it and everybody keeps it.

/// Why an op is held: kept, readable on its device and in the admin's inbox, not applied.
public enum HoldReason: UInt8, Hashable, Sendable, CaseIterable {
    /// The record is unknown or not in the author's scope; one code for both, on purpose.
    case notAvailable = 1
    /// Its kind, a field or its schema version is newer than the server knows.
    case newerSchema = 2
}

/// Why an op is rejected: kept with its value and this reason, never applied as it is.
public enum RejectReason: UInt8, Hashable, Sendable, CaseIterable {
    /// Another op has the same id.
    case identityReuse = 1
    /// A value has the wrong type or form for its field.
    case invalidValue = 2
    /// A value, or the op, is over a limit of protocol/6-limits.md.
    case limitExceeded = 3
    /// The field's policy does not let a device write it, or not any more.
    case policy = 4
    /// The record exists already.
    case createOfKnownRecord = 5
    /// `resolves` names a conflict that does not exist on the record.
    case unknownConflict = 6
    /// The context claims a state of the record that never was.
    case impossibleContext = 7
    /// The author's role does not let them write.
    case notAllowed = 8
    /// A required field is missing or would be cleared.
    case missingField = 9
    /// The record belongs to another account or is of another kind than the op says.
    case wrongAccount = 10
}

/// What became of an op.
public enum Verdict: Hashable, Sendable {
    /// It met no rival.
    case applied
    /// It met rivals and wrote every one of its units last.
    case won
    /// It met rivals, and these of its units keep another value.
    case lost([UnitKey])
    /// It waits for an admin.
    case held(HoldReason)
    /// It was refused.
    case rejected(RejectReason)

    /// Whether the op is part of the record's history.
    public var isAccepted: Bool {
        switch self {
        case .applied, .won, .lost: true
        case .held, .rejected: false
        }
    }
}

/// The server's answer for one op of a batch; says what became of it and changes nothing that a
/// device shows.
public struct Acknowledgement: Hashable, Sendable {
    /// The op.
    public var op: OpID
    /// What became of it when it first arrived.
    public var verdict: Verdict
    /// Whether it had arrived before, with this verdict.
    public var isDuplicate: Bool
    /// Its place in the server's order; 0 if it was held or rejected.
    public var seq: Seq
    /// The stamp that it was given on arrival.
    public var stamp: Stamp
    /// What the stamp rests on.
    public var quality: StampQuality
    /// The conflict records that it opened, extended or closed.
    public var conflicts: [ConflictID]
    /// Proof of the acknowledgement for a server that lost it: a MAC over op and stamp.
    public var receipt: [UInt8]
    /// What the record's next state needs beside the op and the state that its writer had seen; nil if
    /// the record comes with a page.
    public var succession: Succession?

    /// Makes an acknowledgement.
    public init(
        op: OpID, verdict: Verdict, isDuplicate: Bool, seq: Seq, stamp: Stamp,
        quality: StampQuality, conflicts: [ConflictID] = [], receipt: [UInt8] = [],
        succession: Succession? = nil
    ) {
        self.op = op
        self.verdict = verdict
        self.isDuplicate = isDuplicate
        self.seq = seq
        self.stamp = stamp
        self.quality = quality
        self.conflicts = conflicts
        self.receipt = receipt
        self.succession = succession
    }
}
