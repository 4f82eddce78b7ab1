// Both values, both people, both devices, both clocks: what is kept until somebody has looked.

/// One op's part in a conflict, copied so that no trimming of the log can lose it.
public struct ConflictMember: Hashable, Sendable {
    /// The op.
    public var op: OpID
    /// What it did.
    public var action: OpAction
    /// The value it gave the unit; on ``UnitKey/life`` the byte of ``lifeValue(alive:)``.
    public var value: [UInt8]
    /// The value its writer started from; nil where the unit had never been set.
    public var base: [UInt8]?
    /// Who wrote it.
    public var author: UserID
    /// Where it came from, and its place there.
    public var dot: Dot
    /// When it was written.
    public var stamp: Stamp
    /// What the stamp rests on.
    public var quality: StampQuality
    /// When it reached the server: the commit time of its seq.
    public var received: Stamp
    /// Its place in the server's order.
    public var seq: Seq
    /// All that its writer had seen of the record: its vector clock.
    public var context: VersionVector
    /// Whether a later op has knowingly replaced it.
    public var isReplaced: Bool
    /// Whether the value that its writer started from is no longer kept; then there is no ``base``,
    /// though the unit may have been set.
    public var isBaseForgotten: Bool

    /// Makes a member.
    public init(
        op: OpID, action: OpAction, value: [UInt8], base: [UInt8]?, author: UserID, dot: Dot,
        stamp: Stamp, quality: StampQuality, received: Stamp, seq: Seq, context: VersionVector,
        isReplaced: Bool, isBaseForgotten: Bool = false
    ) {
        self.op = op
        self.action = action
        self.value = value
        self.base = base
        self.author = author
        self.dot = dot
        self.stamp = stamp
        self.quality = quality
        self.received = received
        self.seq = seq
        self.context = context
        self.isReplaced = isReplaced
        self.isBaseForgotten = isBaseForgotten
    }

    /// The order that decides which member is the last writer.
    public var order: WriteOrder { WriteOrder(stamp: stamp, replica: dot.replica, op: op) }
}

/// How a conflict record was closed.
public struct ConflictClosing: Hashable, Sendable {
    /// The op that named it in `resolves`; zero where stated policy closed it.
    public var op: OpID
    /// Who wrote that op; zero where stated policy closed it.
    public var author: UserID
    /// Why, in their words.
    public var reason: String
    /// When.
    public var stamp: Stamp

    /// Makes a closing.
    public init(op: OpID, author: UserID, reason: String, stamp: Stamp) {
        self.op = op
        self.author = author
        self.reason = reason
        self.stamp = stamp
    }
}

/// A conflict on one unit: all that was written without knowledge of each other, kept until somebody
/// has looked at it, and after.
public struct ConflictRecord: Hashable, Sendable {
    /// Names it.
    public var id: ConflictID
    /// The record on which it arose.
    public var record: RecordID
    /// The record's kind.
    public var kind: UInt16
    /// The record's account, which decides who receives the conflict.
    public var account: RecordID
    /// The unit; ``UnitKey/life`` for delete against edit.
    public var unit: UnitKey
    /// At least two, in the order in which they were accepted.
    public var members: [ConflictMember]
    /// Whether somebody should look at it; otherwise it informs, and closes itself by policy.
    public var needsReview: Bool
    /// Whether a later edit has seen all members; does not close it.
    public var isOvertaken: Bool
    /// How it was closed; nil while it is open.
    public var closing: ConflictClosing?
    /// The seq at which it last changed.
    public var seq: Seq
    /// The commit time of the first collision.
    public var opened: Stamp

    /// Makes a conflict record.
    public init(
        id: ConflictID, record: RecordID, kind: UInt16, account: RecordID, unit: UnitKey,
        members: [ConflictMember], needsReview: Bool, isOvertaken: Bool = false,
        closing: ConflictClosing? = nil, seq: Seq, opened: Stamp
    ) {
        self.id = id
        self.record = record
        self.kind = kind
        self.account = account
        self.unit = unit
        self.members = members
        self.needsReview = needsReview
        self.isOvertaken = isOvertaken
        self.closing = closing
        self.seq = seq
        self.opened = opened
    }

    /// Whether it waits for somebody.
    public var isOpen: Bool { closing == nil }

    /// The member that wrote last; nil only for a record without members, which no server makes.
    ///
    /// On ``UnitKey/life`` an edit or restore always prevails over a deletion.
    public var prevailing: ConflictMember? {
        guard unit == .life else { return members.max { $0.order < $1.order } }
        return members.filter { $0.value == lifeValue(alive: true) }.max { $0.order < $1.order }
            ?? members.max { $0.order < $1.order }
    }
}
