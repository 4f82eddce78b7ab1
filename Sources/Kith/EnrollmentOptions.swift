// What the caller of an enrollment decides.

/// How a laptop is enrolled.
public struct EnrollmentOptions: Hashable, Sendable {
    /// The laptop's name, as its owner wants to see it.
    public var device: String
    /// A file of `kith backup` that an empty profile begins with; nil begins with nothing, or with
    /// what the profile holds.
    public var backup: String?
    /// Whether to go on with a server that knows nothing of what the profile has seen.
    public var acceptsOtherHistory: Bool

    /// Makes options.
    public init(device: String, backup: String? = nil, acceptsOtherHistory: Bool = false) {
        self.device = device
        self.backup = backup
        self.acceptsOtherHistory = acceptsOtherHistory
    }
}
