// Admin messages about conflict records: conflicts, conflict, resolve.

import CausalCore

/// Asks for conflict records, newest first.
public struct AdminConflictsRequest: AdminRequest {
    /// Handle or identity of an account; nil for all.
    public var account: String?
    /// Whether closed ones are asked for too.
    public var includesClosed: Bool
    /// Whether informational ones are left out.
    public var needsReviewOnly: Bool
    /// Most that are wanted; the server may send fewer.
    public var limit: Int
    /// Continues a list behind this one; nil starts.
    public var after: ConflictID?

    /// Makes a value of its parts.
    public init(
        account: String? = nil, includesClosed: Bool = false, needsReviewOnly: Bool = false,
        limit: Int = 100, after: ConflictID? = nil
    ) {
        self.account = account
        self.includesClosed = includesClosed
        self.needsReviewOnly = needsReviewOnly
        self.limit = limit
        self.after = after
    }

    /// ``AdminAction/conflicts``.
    public static let action = AdminAction.conflicts
    /// The answer.
    public typealias Response = AdminConflictsResponse
}

/// Conflict records, newest first.
public struct AdminConflictsResponse: Codable, Hashable, Sendable {
    /// The records.
    public var conflicts: [AdminConflict]
    /// Whether there are more behind the last one.
    public var hasMore: Bool

    /// Makes a value of its parts.
    public init(conflicts: [AdminConflict], hasMore: Bool) {
        self.conflicts = conflicts
        self.hasMore = hasMore
    }
}

/// Asks for one conflict record.
public struct AdminConflictRequest: AdminRequest {
    /// Its identity or short id.
    public var conflict: String

    /// Makes a value of its parts.
    public init(conflict: String) {
        self.conflict = conflict
    }

    /// ``AdminAction/conflict``.
    public static let action = AdminAction.conflict
    /// The answer.
    public typealias Response = AdminConflictResponse
}

/// One conflict record, and what is true of its unit now.
public struct AdminConflictResponse: Codable, Hashable, Sendable {
    /// The record.
    public var conflict: AdminConflict
    /// The seq of the record's state that this shows; give it back when resolving.
    public var seen: Seq

    /// Makes a value of its parts.
    public init(conflict: AdminConflict, seen: Seq) {
        self.conflict = conflict
        self.seen = seen
    }
}

/// A conflict record with names and values as people read them.
public struct AdminConflict: Codable, Hashable, Sendable {
    /// The identity.
    public var id: ConflictID
    /// What people type.
    public var shortID: String
    /// The record.
    public var record: RecordID
    /// What people type for the record.
    public var recordShortID: String
    /// The record in a few words, such as a contact's name.
    public var title: String
    /// The record's kind, such as `account`.
    public var kind: String
    /// The account.
    public var account: RecordID
    /// The account's handle.
    public var accountHandle: String
    /// The unit, such as `phone` or `tags/energy`; `life` for delete against edit.
    public var unit: String
    /// At least two, in the order in which they were accepted.
    public var members: [AdminConflictMember]
    /// The unit's value now, as people read it; empty for nothing.
    public var current: String
    /// The op that gave it; nil if the unit holds nothing.
    public var currentOp: OpID?
    /// Whether somebody should look at it.
    public var needsReview: Bool
    /// Whether a later edit has seen all members.
    public var isOvertaken: Bool
    /// The commit time of the first collision.
    public var opened: Stamp
    /// How it was closed; nil while it is open.
    public var closing: AdminConflictClosing?

    /// Makes a value of its parts.
    public init(
        id: ConflictID, shortID: String, record: RecordID, recordShortID: String, title: String,
        kind: String, account: RecordID, accountHandle: String, unit: String,
        members: [AdminConflictMember], current: String, currentOp: OpID?, needsReview: Bool,
        isOvertaken: Bool, opened: Stamp, closing: AdminConflictClosing? = nil
    ) {
        self.id = id
        self.shortID = shortID
        self.record = record
        self.recordShortID = recordShortID
        self.title = title
        self.kind = kind
        self.account = account
        self.accountHandle = accountHandle
        self.unit = unit
        self.members = members
        self.current = current
        self.currentOp = currentOp
        self.needsReview = needsReview
        self.isOvertaken = isOvertaken
        self.opened = opened
        self.closing = closing
    }
}

/// One side of a conflict.
public struct AdminConflictMember: Codable, Hashable, Sendable {
    /// The op.
    public var op: OpID
    /// What it did: create, set, delete, restore.
    public var action: String
    /// The value it gave, as people read it; empty for nothing.
    public var value: String
    /// The value its writer started from; nil where the unit had never been set.
    public var base: String?
    /// Who wrote it.
    public var author: UserID
    /// Their handle.
    public var authorHandle: String
    /// Their name.
    public var authorName: String
    /// Where it came from.
    public var replica: ReplicaID
    /// Its place among the ops of that replica.
    public var counter: UInt64
    /// The device's name; empty for the server.
    public var device: String
    /// When it was written.
    public var stamp: Stamp
    /// What the stamp rests on: boottime, anchor, wall, clamped, server.
    public var quality: String
    /// When it reached the server.
    public var received: Stamp
    /// Its place in the server's order.
    public var seq: Seq
    /// All that its writer had seen of the record: its vector clock.
    public var context: [AdminDot]
    /// Whether a later op has knowingly replaced it.
    public var isReplaced: Bool
    /// Whether it wrote last among the members.
    public var prevails: Bool

    /// Makes a value of its parts.
    public init(
        op: OpID, action: String, value: String, base: String? = nil, author: UserID,
        authorHandle: String, authorName: String, replica: ReplicaID, counter: UInt64,
        device: String, stamp: Stamp, quality: String, received: Stamp, seq: Seq,
        context: [AdminDot], isReplaced: Bool, prevails: Bool
    ) {
        self.op = op
        self.action = action
        self.value = value
        self.base = base
        self.author = author
        self.authorHandle = authorHandle
        self.authorName = authorName
        self.replica = replica
        self.counter = counter
        self.device = device
        self.stamp = stamp
        self.quality = quality
        self.received = received
        self.seq = seq
        self.context = context
        self.isReplaced = isReplaced
        self.prevails = prevails
    }
}

/// One entry of a version vector.
public struct AdminDot: Codable, Hashable, Sendable {
    /// The replica.
    public var replica: ReplicaID
    /// The highest counter known of it.
    public var counter: UInt64

    /// Makes a value of its parts.
    public init(replica: ReplicaID, counter: UInt64) {
        self.replica = replica
        self.counter = counter
    }
}

/// How a conflict record was closed.
public struct AdminConflictClosing: Codable, Hashable, Sendable {
    /// The op that named it; nil where stated policy closed it.
    public var op: OpID?
    /// Handle of the person; empty where stated policy closed it.
    public var by: String
    /// Why, in their words.
    public var reason: String
    /// When.
    public var stamp: Stamp

    /// Makes a value of its parts.
    public init(op: OpID? = nil, by: String, reason: String, stamp: Stamp) {
        self.op = op
        self.by = by
        self.reason = reason
        self.stamp = stamp
    }
}

/// Settles or acknowledges a conflict record, by an ordinary op of the server's replica.
public struct AdminResolveRequest: AdminRequest {
    /// Its identity or short id.
    public var conflict: String
    /// What to do.
    public var choice: AdminResolution
    /// ``AdminConflictResponse/seen`` of the page that the admin decided on.
    public var seen: Seq
    /// Why, in the admin's words.
    public var reason: String

    /// Makes a value of its parts.
    public init(conflict: String, choice: AdminResolution, seen: Seq, reason: String = "") {
        self.conflict = conflict
        self.choice = choice
        self.seen = seen
        self.reason = reason
    }

    /// ``AdminAction/resolve``.
    public static let action = AdminAction.resolve
    /// The answer.
    public typealias Response = AdminResolveResponse
}

/// What to do with a conflict record.
public enum AdminResolution: Codable, Hashable, Sendable {
    /// Writes the value of the member with this op; `restore` or `delete` on `life`.
    case keep(op: OpID)
    /// Writes this value, as people write it.
    case edit(value: String)
    /// Writes nothing; says that it was looked at.
    case acknowledge
}

/// What a resolution did.
public struct AdminResolveResponse: Codable, Hashable, Sendable {
    /// The op that it wrote.
    public var op: OpID
    /// Its verdict: applied, won, lost, held, rejected.
    public var verdict: String
    /// The reason of a rejection; nil otherwise.
    public var code: String?
    /// The record afterwards.
    public var conflict: AdminConflict

    /// Makes a value of its parts.
    public init(op: OpID, verdict: String, code: String? = nil, conflict: AdminConflict) {
        self.op = op
        self.verdict = verdict
        self.code = code
        self.conflict = conflict
    }
}
