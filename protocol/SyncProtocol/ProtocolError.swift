// The one error of this module.

/// Why bytes could not be read or written as a message.
public struct ProtocolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable word for what was wrong; the vectors in `protocol/vectors` expect these.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The body ends too early, has bytes left over, or is not zlib.
        case compression = "bad_compression"
        /// The body is longer, or inflates to more, than the limit or the ratio allows.
        case tooLarge = "too_large"
        /// The bytes are not a protobuf message, or the text is not its JSON form.
        case form = "bad_form"
        /// A message lacks a part that it must have.
        case missing = "missing_part"
        /// Columns that belong together have different lengths, or bytes are left over.
        case columns = "bad_columns"
        /// A number is outside its range.
        case range = "out_of_range"
        /// A choice has a number that this version does not know.
        case choice = "unknown_choice"
        /// A list is longer than its limit.
        case count = "too_many"
    }

    /// What was wrong.
    public let code: Code
    /// Where, in a sentence; never holds a value from the message.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// What to do about it.
    public var remedy: String {
        switch code {
        case .tooLarge, .count: "Send less in one request; see protocol/6-limits.md."
        case .choice: "Update the older side."
        case .compression, .form, .missing, .columns, .range:
            "Something between the sides changed the message, or one side has a defect: try again, then report it."
        }
    }

    /// Whether the same bytes may be read another time; they may not.
    public var isRetryable: Bool { false }

    /// Code and message.
    public var description: String { "\(code.rawValue): \(message)" }
}
