// Admin messages about accounts and who has them: accounts, assign, unassign.

import CausalCore

/// Asks for accounts with their people.
public struct AdminAccountsRequest: AdminRequest {
    /// Part of a handle or name; nil for all.
    public var query: String?
    /// Handle of a person whose accounts are asked for; nil for everybody's.
    public var user: String?
    /// Whether only those without anybody are asked for.
    public var isUnassigned: Bool

    /// Makes a value of its parts.
    public init(query: String? = nil, user: String? = nil, isUnassigned: Bool = false) {
        self.query = query
        self.user = user
        self.isUnassigned = isUnassigned
    }

    /// ``AdminAction/accounts``.
    public static let action = AdminAction.accounts
    /// The answer.
    public typealias Response = AdminAccountsResponse
}

/// Accounts, sorted by handle.
public struct AdminAccountsResponse: Codable, Hashable, Sendable {
    /// The accounts.
    public var accounts: [AdminAccount]

    /// Makes a value of its parts.
    public init(accounts: [AdminAccount]) {
        self.accounts = accounts
    }
}

/// One account, as admins see it in lists.
public struct AdminAccount: Codable, Hashable, Sendable {
    /// The account's identity, which is its record's too.
    public var id: RecordID
    /// The handle.
    public var handle: String
    /// The name.
    public var name: String
    /// Whether it shows; false for a tombstone.
    public var isAlive: Bool
    /// Who has it.
    public var assignments: [AdminAssignment]

    /// Makes a value of its parts.
    public init(
        id: RecordID, handle: String, name: String, isAlive: Bool, assignments: [AdminAssignment]
    ) {
        self.id = id
        self.handle = handle
        self.name = name
        self.isAlive = isAlive
        self.assignments = assignments
    }
}

/// One person's part in one account.
public struct AdminAssignment: Codable, Hashable, Sendable {
    /// The person.
    public var user: UserID
    /// The person's handle.
    public var handle: String
    /// The role on the account: owner, backup, exec_sponsor, technical, customer_service, viewer.
    public var role: String

    /// Makes a value of its parts.
    public init(user: UserID, handle: String, role: String) {
        self.user = user
        self.handle = handle
        self.role = role
    }
}

/// Gives a person accounts.
public struct AdminAssignRequest: AdminRequest {
    /// The person's handle.
    public var user: String
    /// Handles or identities of accounts; empty if ``isAll``.
    public var accounts: [String]
    /// Whether all accounts are meant, future ones too.
    public var isAll: Bool
    /// The role on the accounts.
    public var role: String
    /// Why, in the admin's words.
    public var reason: String

    /// Makes a value of its parts.
    public init(
        user: String, accounts: [String] = [], isAll: Bool = false, role: String = "owner",
        reason: String = ""
    ) {
        self.user = user
        self.accounts = accounts
        self.isAll = isAll
        self.role = role
        self.reason = reason
    }

    /// ``AdminAction/assign``.
    public static let action = AdminAction.assign
    /// The answer.
    public typealias Response = AdminAssignResponse
}

/// What an assignment changed.
public struct AdminAssignResponse: Codable, Hashable, Sendable {
    /// Accounts that the person has now and had not, or had in another role.
    public var assigned: [AdminAccount]
    /// How many the person had already.
    public var unchanged: Int

    /// Makes a value of its parts.
    public init(assigned: [AdminAccount], unchanged: Int) {
        self.assigned = assigned
        self.unchanged = unchanged
    }
}

/// Takes accounts from a person; what their devices have not sent yet will be held.
public struct AdminUnassignRequest: AdminRequest {
    /// The person's handle.
    public var user: String
    /// Handles or identities of accounts; empty if ``isAll``.
    public var accounts: [String]
    /// Whether everything is taken, the claim to future accounts too.
    public var isAll: Bool
    /// Why, in the admin's words.
    public var reason: String

    /// Makes a value of its parts.
    public init(user: String, accounts: [String] = [], isAll: Bool = false, reason: String = "") {
        self.user = user
        self.accounts = accounts
        self.isAll = isAll
        self.reason = reason
    }

    /// ``AdminAction/unassign``.
    public static let action = AdminAction.unassign
    /// The answer.
    public typealias Response = AdminUnassignResponse
}

/// What was taken.
public struct AdminUnassignResponse: Codable, Hashable, Sendable {
    /// Accounts that the person had and has no more.
    public var unassigned: [AdminAccount]
    /// How many the person did not have.
    public var unchanged: Int

    /// Makes a value of its parts.
    public init(unassigned: [AdminAccount], unchanged: Int) {
        self.unassigned = unassigned
        self.unchanged = unchanged
    }
}
