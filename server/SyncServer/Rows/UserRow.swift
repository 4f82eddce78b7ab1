// People and what they have: users, assignments, enrollment codes.

import CausalCore
import SyncProtocol

/// One person.
public struct UserRow: Hashable, Sendable {
    /// The person.
    public var id: UserID
    /// What people type; unique.
    public var handle: String
    /// The name.
    public var name: String
    /// What they may do.
    public var role: UserRole
    /// The role on all accounts, future ones too; nil for those who have some only.
    public var roleOnAll: UInt8?
    /// How many accounts are assigned one by one.
    public var scopeCount: UInt32
    /// The digest over those.
    public var scopeDigest: ScopeDigest

    /// Makes it of its parts.
    public init(
        id: UserID, handle: String, name: String, role: UserRole, roleOnAll: UInt8?,
        scopeCount: UInt32, scopeDigest: ScopeDigest
    ) {
        self.id = id
        self.handle = handle
        self.name = name
        self.role = role
        self.roleOnAll = roleOnAll
        self.scopeCount = scopeCount
        self.scopeDigest = scopeDigest
    }
}

/// One person's part in one account.
public struct AssignmentRow: Hashable, Sendable {
    /// The person.
    public var user: UserID
    /// The account.
    public var account: RecordID
    /// The role, as AccountRecords numbers the choices of Assignment's `role`.
    public var role: UInt8
    /// The seq at which it was made or changed.
    public var seq: Seq

    /// Makes it of its parts.
    public init(
        user: UserID, account: RecordID, role: UInt8, seq: Seq
    ) {
        self.user = user
        self.account = account
        self.role = role
        self.seq = seq
    }
}

/// A one-time enrollment code, known by its hash only.
public struct CodeRow: Hashable, Sendable {
    /// SHA-256 of the code.
    public var hash: [UInt8]
    /// Whom it enrolls.
    public var user: UserID
    /// It is good until then.
    public var expires: Stamp
    /// Whether it was used.
    public var isUsed: Bool

    /// Makes it of its parts.
    public init(
        hash: [UInt8], user: UserID, expires: Stamp, isUsed: Bool
    ) {
        self.hash = hash
        self.user = user
        self.expires = expires
        self.isUsed = isUsed
    }
}
