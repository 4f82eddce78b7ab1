// One change of one record by one replica: the only thing that devices send.

/// What an op does to its record.
public enum OpAction: UInt8, Hashable, Sendable, CaseIterable {
    /// Makes the record, with all its initial units in one op.
    case create = 1
    /// Writes units.
    case set = 2
    /// Hides the record until somebody restores it or an edit arrives that had not seen this.
    case delete = 3
    /// Shows the record again.
    case restore = 4
    /// Writes nothing; settles or acknowledges a conflict.
    case review = 5
}

/// One change of one record by one replica.
///
/// Everything in it is fixed when it is written, save what a fold on the device may do before the op
/// is sealed into a batch.
public struct Op: Hashable, Sendable {
    /// Made at write time; the idempotency key.
    public var id: OpID
    /// The record that it changes.
    public var record: RecordID
    /// The permanent number of the record's kind.
    public var kind: UInt16
    /// The account that the record belongs to; fixed for the life of the record.
    public var account: RecordID
    /// What it does.
    public var action: OpAction
    /// The units that it writes, sorted by key, each once; empty for delete, restore and review.
    public var units: [UnitWrite]
    /// What its writer had seen.
    public var context: ReadContext
    /// The conflict records that it settles or acknowledges.
    public var resolves: [ConflictID]
    /// Why, in the writer's words; empty if nothing was said.
    public var reason: String
    /// The held op that an admin applied by this one; nil otherwise.
    public var origin: OpID?
    /// The device's clocks when it was written.
    public var evidence: ClockSample
    /// The local transaction that it belongs to.
    public var transaction: TransactionID
    /// Who wrote it.
    ///
    /// Not on the wire from a device: the server knows whose token it was.
    public var author: UserID
    /// The version of the schema that it was written with.
    public var schema: UInt32

    /// Makes an op.
    public init(
        id: OpID, record: RecordID, kind: UInt16, account: RecordID, action: OpAction,
        units: [UnitWrite] = [], context: ReadContext = ReadContext(),
        resolves: [ConflictID] = [], reason: String = "", origin: OpID? = nil,
        evidence: ClockSample, transaction: TransactionID, author: UserID, schema: UInt32
    ) {
        self.id = id
        self.record = record
        self.kind = kind
        self.account = account
        self.action = action
        self.units = units
        self.context = context
        self.resolves = resolves
        self.reason = reason
        self.origin = origin
        self.evidence = evidence
        self.transaction = transaction
        self.author = author
        self.schema = schema
    }

    /// What the op says about the life of its record: nil for a review, which says nothing.
    public var leavesAlive: Bool? {
        switch action {
        case .create, .set, .restore: true
        case .delete: false
        case .review: nil
        }
    }
}
