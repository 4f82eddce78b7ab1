// What somebody is to an account, as Assignment's `role` names it and the wire numbers it.

/// What an assigned person is to the account; the numbers are permanent.
public enum AssignmentRole: UInt8, Hashable, Sendable, CaseIterable {
    /// Answers for the account.
    case owner = 1
    /// Stands in for the owner.
    case backup = 2
    /// The executive behind it.
    case executiveSponsor = 3
    /// Knows what is installed.
    case technical = 4
    /// Answers the customer's questions.
    case customerService = 5
    /// Reads only.
    case viewer = 6

    /// The word for it in the field and in commands.
    public var name: String {
        switch self {
        case .owner: "owner"
        case .backup: "backup"
        case .executiveSponsor: "exec_sponsor"
        case .technical: "technical"
        case .customerService: "customer_service"
        case .viewer: "viewer"
        }
    }

    /// The role with a name; nil for other words.
    public init?(name: String) {
        guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }
}
