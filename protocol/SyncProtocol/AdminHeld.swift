// Admin messages about held and rejected ops: held, held/apply, held/archive.

import CausalCore

/// Asks for held and rejected ops, oldest first.
public struct AdminHeldRequest: AdminRequest {
    /// Handle of their author; nil for everybody.
    public var user: String?
    /// Whether applied and archived ones are asked for too.
    public var includesSettled: Bool

    /// Makes a value of its parts.
    public init(user: String? = nil, includesSettled: Bool = false) {
        self.user = user
        self.includesSettled = includesSettled
    }

    /// ``AdminAction/held``.
    public static let action = AdminAction.held
    /// The answer.
    public typealias Response = AdminHeldResponse
}

/// Held and rejected ops, oldest first.
public struct AdminHeldResponse: Codable, Hashable, Sendable {
    /// The ops.
    public var ops: [AdminHeldOp]

    /// Makes a value of its parts.
    public init(ops: [AdminHeldOp]) {
        self.ops = ops
    }
}

/// One op that waits for an admin.
public struct AdminHeldOp: Codable, Hashable, Sendable {
    /// The op.
    public var op: OpID
    /// What people type.
    public var shortID: String
    /// `held` or `rejected`.
    public var verdict: String
    /// Why: the hold or reject reason as a word.
    public var code: String
    /// Who wrote it.
    public var author: UserID
    /// Their handle.
    public var authorHandle: String
    /// The device's name.
    public var device: String
    /// The replica.
    public var replica: ReplicaID
    /// What it would do: create, set, delete, restore, review.
    public var action: String
    /// The record.
    public var record: RecordID
    /// The seq of the record's state now, 0 if unknown; give it back when applying.
    public var recordSeq: Seq
    /// The record's kind.
    public var kind: String
    /// The account that it names.
    public var account: RecordID
    /// The account's handle; nil if the account is unknown.
    public var accountHandle: String?
    /// What it would write.
    public var writes: [AdminWrite]
    /// When it was written.
    public var stamp: Stamp
    /// When it reached the server.
    public var received: Stamp
    /// What was done with it; nil while it waits.
    public var settled: AdminHeldSettling?

    /// Makes a value of its parts.
    public init(
        op: OpID, shortID: String, verdict: String, code: String, author: UserID,
        authorHandle: String, device: String, replica: ReplicaID, action: String, record: RecordID,
        recordSeq: Seq, kind: String, account: RecordID, accountHandle: String? = nil,
        writes: [AdminWrite], stamp: Stamp, received: Stamp, settled: AdminHeldSettling? = nil
    ) {
        self.op = op
        self.shortID = shortID
        self.verdict = verdict
        self.code = code
        self.author = author
        self.authorHandle = authorHandle
        self.device = device
        self.replica = replica
        self.action = action
        self.record = record
        self.recordSeq = recordSeq
        self.kind = kind
        self.account = account
        self.accountHandle = accountHandle
        self.writes = writes
        self.stamp = stamp
        self.received = received
        self.settled = settled
    }
}

/// One value that an op gives to one unit, as people read it.
public struct AdminWrite: Codable, Hashable, Sendable {
    /// The unit, such as `phone`.
    public var unit: String
    /// The value; empty for nothing.
    public var value: String
    /// The value now; nil where the unit has never been set.
    public var current: String?

    /// Makes a value of its parts.
    public init(unit: String, value: String, current: String? = nil) {
        self.unit = unit
        self.value = value
        self.current = current
    }
}

/// What an admin did with a held or rejected op.
public struct AdminHeldSettling: Codable, Hashable, Sendable {
    /// `applied` or `archived`.
    public var outcome: String
    /// Handle of the admin.
    public var by: String
    /// Why, in their words.
    public var reason: String

    /// Makes a value of its parts.
    public init(outcome: String, by: String, reason: String) {
        self.outcome = outcome
        self.by = by
        self.reason = reason
    }
}

/// Applies a held or rejected op as a new op of the server's replica.
public struct AdminHeldApplyRequest: AdminRequest {
    /// Its identity or short id.
    public var op: String
    /// ``AdminHeldOp/recordSeq`` of the page that the admin decided on.
    public var seen: Seq
    /// Identity of another record that is meant; nil for the op's own.
    public var record: String?
    /// Why, in the admin's words.
    public var reason: String

    /// Makes a value of its parts.
    public init(op: String, seen: Seq, record: String? = nil, reason: String = "") {
        self.op = op
        self.seen = seen
        self.record = record
        self.reason = reason
    }

    /// ``AdminAction/heldApply``.
    public static let action = AdminAction.heldApply
    /// The answer.
    public typealias Response = AdminHeldApplyResponse
}

/// What applying did.
public struct AdminHeldApplyResponse: Codable, Hashable, Sendable {
    /// The held op.
    public var op: OpID
    /// The op of the server's replica that it became.
    public var newOp: OpID
    /// Its verdict: applied, won, lost, rejected.
    public var verdict: String
    /// The reason of a rejection; nil otherwise.
    public var code: String?

    /// Makes a value of its parts.
    public init(op: OpID, newOp: OpID, verdict: String, code: String? = nil) {
        self.op = op
        self.newOp = newOp
        self.verdict = verdict
        self.code = code
    }
}

/// Puts a held or rejected op aside; it stays readable.
public struct AdminHeldArchiveRequest: AdminRequest {
    /// Its identity or short id.
    public var op: String
    /// Why, in the admin's words.
    public var reason: String

    /// Makes a value of its parts.
    public init(op: String, reason: String = "") {
        self.op = op
        self.reason = reason
    }

    /// ``AdminAction/heldArchive``.
    public static let action = AdminAction.heldArchive
    /// The answer.
    public typealias Response = AdminHeldArchiveResponse
}

/// Which op was put aside.
public struct AdminHeldArchiveResponse: Codable, Hashable, Sendable {
    /// The op.
    public var op: OpID

    /// Makes a value of its parts.
    public init(op: OpID) {
        self.op = op
    }
}
