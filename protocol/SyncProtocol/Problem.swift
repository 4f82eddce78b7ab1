// A refusal over HTTP, in the form of RFC 9457.

/// Problem details (RFC 9457), with a code that never changes and what to do about it.
public struct Problem: Codable, Hashable, Error, Sendable {
    /// A link to the page that explains the code, relative to the documentation.
    public var type: String
    /// The problem in a few words, the same for every occurrence.
    public var title: String
    /// The HTTP status.
    public var status: Int
    /// A stable word for programs, such as `token_revoked`.
    public var code: String
    /// This occurrence, in a sentence; never a field's value.
    public var detail: String
    /// What the person can do.
    public var remedy: String
    /// Whether the same request may succeed later.
    public var retry: Bool

    /// Makes a value of its parts.
    public init(
        type: String, title: String, status: Int, code: String, detail: String, remedy: String,
        retry: Bool
    ) {
        self.type = type
        self.title = title
        self.status = status
        self.code = code
        self.detail = detail
        self.remedy = remedy
        self.retry = retry
    }
}
