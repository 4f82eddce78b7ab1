// The actions of the admin API, each a POST to its own path with a JSON body.

/// An action of the admin API.
public enum AdminAction: String, Hashable, Sendable, CaseIterable {
    /// Lists people.
    case users
    /// Makes a person, or one more enrollment code for one.
    case invite
    /// Gives a person accounts.
    case assign
    /// Takes accounts from a person.
    case unassign
    /// Lists accounts.
    case accounts
    /// Lists conflict records.
    case conflicts
    /// Shows one conflict record.
    case conflict
    /// Settles or acknowledges a conflict record.
    case resolve
    /// Lists held and rejected ops.
    case held
    /// Applies a held or rejected op as a new one of the server's replica.
    case heldApply = "held/apply"
    /// Puts a held or rejected op aside.
    case heldArchive = "held/archive"
    /// Lists devices.
    case devices
    /// Ends a device's access.
    case revoke
    /// Says how the server is.
    case status

    /// Where it is posted to.
    public var path: String { "/v1/admin/" + rawValue }
}

/// The request of one admin action; the action and the type of the answer follow from it.
public protocol AdminRequest: Codable, Hashable, Sendable {
    /// The body of the answer.
    associatedtype Response: Codable, Hashable, Sendable
    /// The action that it asks for.
    static var action: AdminAction { get }
}
