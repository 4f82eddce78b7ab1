// The form of a field's values; of a set's elements and a log's entries, where it is one.

/// The form that the values of a field have.
///
/// In a field whose policy is `set` it is the form of the elements (text, choice, reference or
/// user), in one whose policy is `log` that of the entries (text).
public enum FieldType: Hashable, Sendable {
    /// One line of at most so many UTF-8 bytes, without line breaks and U+0000.
    case text(bytesMax: Int)
    /// Lines of at most so many UTF-8 bytes, without U+0000.
    case longText(bytesMax: Int)
    /// The short name that people type; see ``Handle``.
    case handle
    /// A whole number within the range.
    case integer(ClosedRange<Int64>)
    /// Yes or no.
    case boolean
    /// A day of the calendar.
    case date
    /// A moment, in milliseconds since 1970.
    case instant
    /// An amount of one currency.
    case money
    /// One of these words.
    case choice([String])
    /// Another record, of the kind with this number or of any.
    case reference(UInt16?)
    /// A person who uses Kith.
    case user
    /// A postal address, all parts one unit.
    case address
    /// The scores of a review, all parts one unit.
    case card

    /// One line of ordinary length.
    public static let line = FieldType.text(bytesMax: RecordLimits.lineBytesMax)
    /// Several lines of ordinary length.
    public static let note = FieldType.longText(bytesMax: RecordLimits.noteBytesMax)
    /// A word or a few, as the element of a set.
    public static let label = FieldType.text(bytesMax: RecordLimits.elementBytesMax)

    /// The word for it in documents and messages.
    public var name: String {
        switch self {
        case .text: "text"
        case .longText: "long text"
        case .handle: "handle"
        case .integer: "integer"
        case .boolean: "yes or no"
        case .date: "date"
        case .instant: "instant"
        case .money: "money"
        case .choice: "choice"
        case .reference: "reference"
        case .user: "user"
        case .address: "address"
        case .card: "card"
        }
    }

    /// Whether conflicts on it are about long text.
    public var isLongText: Bool {
        if case .longText = self { return true }
        return false
    }
}
