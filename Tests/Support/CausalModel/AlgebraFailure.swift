// What a broken law looks like: which one, and the history that broke it.

/// A law of the merge that some history has broken.
public struct AlgebraFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The law, in a few words.
    public var law: String
    /// The history that broke it.
    public var detail: String

    /// Makes a failure.
    public init(_ law: String, _ detail: String) {
        self.law = law
        self.detail = detail
    }

    /// The law and the history, on one line.
    public var description: String { "\(law): \(detail)" }
}
