// What is wrong with a value, for the person who typed it and for the verdict.
import CausalCore

/// A value that does not fit its field.
public struct ValueError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// The bytes are not the one canonical form of any value.
        case notCanonical = "not_canonical"
        /// The value is of another type than the field.
        case wrongType = "wrong_type"
        /// The text cannot be read as the field's type.
        case notUnderstood = "not_understood"
        /// A text is longer than the field allows.
        case tooLong = "too_long"
        /// A number or date lies outside its range.
        case outOfRange = "out_of_range"
        /// The word is not among the choices.
        case unknownChoice = "unknown_choice"
        /// A character that the field cannot hold.
        case badCharacter = "bad_character"
        /// There is no value; clearing a field is not a value.
        case empty = "empty"
        /// No field, element or entry has this name.
        case unknownName = "unknown_name"
    }

    /// What is wrong, for programs.
    public let code: Code
    /// What is wrong and what would be right, for people; never holds the value itself.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The verdict on an op with such a value.
    public var rejectReason: RejectReason { code == .tooLong ? .limitExceeded : .invalidValue }

    /// The message.
    public var description: String { message }
}
