// What a person may do; which data they have is a matter of assignments.

/// A person's role: it grants actions, never data.
public enum UserRole: UInt8, Hashable, Sendable, CaseIterable, Codable {
    /// Writes what is assigned.
    case rep = 1
    /// Reads what is assigned.
    case viewer = 2
    /// Writes what is assigned, assigns accounts and edits server-only fields.
    case manager = 3
    /// May do everything that the admin commands offer.
    case admin = 4

    /// The word for it, in commands and JSON.
    public var name: String {
        switch self {
        case .rep: "rep"
        case .viewer: "viewer"
        case .manager: "manager"
        case .admin: "admin"
        }
    }

    /// Reads the word; nil for any other.
    public init?(name: String) {
        guard let role = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = role
    }

    /// Reads the word.
    ///
    /// - Throws: `DecodingError.dataCorrupted` for any other.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let role = Self(name: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a role: rep, viewer, manager, admin")
        }
        self = role
    }

    /// Writes the word.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}
