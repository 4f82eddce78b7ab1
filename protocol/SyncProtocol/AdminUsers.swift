// Admin messages about people: list, invite.

import CausalCore

/// Asks for all people, also those without a device.
public struct AdminUsersRequest: AdminRequest {

    /// Makes a value of its parts.
    public init() {
    }

    /// ``AdminAction/users``.
    public static let action = AdminAction.users
    /// The answer.
    public typealias Response = AdminUsersResponse
}

/// All people, sorted by handle.
public struct AdminUsersResponse: Codable, Hashable, Sendable {
    /// The people.
    public var users: [AdminUser]

    /// Makes a value of its parts.
    public init(users: [AdminUser]) {
        self.users = users
    }
}

/// One person, as admins see them.
public struct AdminUser: Codable, Hashable, Sendable {
    /// The identity.
    public var id: UserID
    /// The handle.
    public var handle: String
    /// The name.
    public var name: String
    /// What they may do.
    public var role: UserRole
    /// How many devices of theirs are not revoked.
    public var devices: Int
    /// How many accounts are assigned to them.
    public var accounts: Int
    /// Whether all accounts are, future ones too.
    public var hasAllAccounts: Bool

    /// Makes a value of its parts.
    public init(
        id: UserID, handle: String, name: String, role: UserRole, devices: Int, accounts: Int,
        hasAllAccounts: Bool
    ) {
        self.id = id
        self.handle = handle
        self.name = name
        self.role = role
        self.devices = devices
        self.accounts = accounts
        self.hasAllAccounts = hasAllAccounts
    }
}

/// Asks for a one-time enrollment code, for a new person or one more device of a known one.
public struct AdminInviteRequest: AdminRequest {
    /// The person's name; empty for a known person.
    public var name: String
    /// The handle, where a known one means that person; nil derives one from the name.
    public var handle: String?
    /// The role of a new person, nil for rep; must be nil or equal for a known one.
    public var role: UserRole?

    /// Makes a value of its parts.
    public init(name: String, handle: String? = nil, role: UserRole? = nil) {
        self.name = name
        self.handle = handle
        self.role = role
    }

    /// ``AdminAction/invite``.
    public static let action = AdminAction.invite
    /// The answer.
    public typealias Response = AdminInviteResponse
}

/// A one-time enrollment code, told only here.
public struct AdminInviteResponse: Codable, Hashable, Sendable {
    /// The person.
    public var user: AdminUser
    /// Whether the person was made by this.
    public var isNew: Bool
    /// The code, without the server's address.
    public var code: String
    /// The link to give to the person: `kith://HOST:PORT/CODE#SHA256`.
    public var link: String
    /// The code is good until then.
    public var expires: Stamp

    /// Makes a value of its parts.
    public init(user: AdminUser, isNew: Bool, code: String, link: String, expires: Stamp) {
        self.user = user
        self.isNew = isNew
        self.code = code
        self.link = link
        self.expires = expires
    }
}
