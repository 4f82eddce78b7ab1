// What a field holds, as typed values; the two outside forms are in the extensions.
import CausalCore

/// What a field, an element or an entry holds.
///
/// There is no value for "nothing": a unit that holds nothing has empty bytes. Two values are equal
/// exactly if their canonical bytes are.
public enum FieldValue: Hashable, Sendable {
    /// Text of one or several lines, and handles; compared in Unicode normalization form C.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// Yes or no.
    case boolean(Bool)
    /// A day of the calendar.
    case date(CalendarDate)
    /// A moment, in milliseconds since 1970, of the years 1 to 9999.
    case instant(milliseconds: Int64)
    /// An amount of one currency.
    case money(Money)
    /// One of the field's words.
    case choice(String)
    /// Another record.
    case reference(RecordID)
    /// A person who uses Kith.
    case user(UserID)
    /// A postal address.
    case address(PostalAddress)
    /// The scores of a review.
    case card(ReportCard)

    /// The value of the unit of a set's element that is present; absent ones have empty bytes.
    public static let presentBytes: [UInt8] = [1]
}
