// What a broken invariant looks like: enough to replay it.

/// An invariant that a history has broken.
public struct SimulationFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The invariant, by its name in docs and semantics.
    public var invariant: String
    /// What was seen.
    public var detail: String

    /// Makes a failure.
    public init(_ invariant: String, _ detail: String) {
        self.invariant = invariant
        self.detail = detail
    }

    /// The invariant and what was seen, on one line.
    public var description: String { "\(invariant): \(detail)" }
}
