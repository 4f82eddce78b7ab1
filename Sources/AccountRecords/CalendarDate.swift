// A day of the proleptic Gregorian calendar, by arithmetic alone: no time zone, no tables.

/// A day of the calendar, from 0001-01-01 to 9999-12-31.
public struct CalendarDate: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Days since 1970-01-01; negative before.
    public let daysSince1970: Int32

    /// 0001-01-01.
    public static let min = CalendarDate(unchecked: -719_162)
    /// 9999-12-31.
    public static let max = CalendarDate(unchecked: 2_932_896)

    private init(unchecked days: Int32) {
        daysSince1970 = days
    }

    /// Makes a date of days since 1970-01-01; nil outside the years 1 to 9999.
    public init?(daysSince1970 days: some BinaryInteger) {
        guard let days = Int32(exactly: days), days >= Self.min.daysSince1970,
            days <= Self.max.daysSince1970
        else { return nil }
        daysSince1970 = days
    }

    /// Makes a date of its parts; nil where there is no such day.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.days(ofMonth: month, year: year)
        else { return nil }
        // Hinnant, "chrono-compatible low-level date algorithms": years begin in March.
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSince1970: era * 146_097 + dayOfEra - 719_468)
    }

    /// Year, month and day, each from 1.
    public var parts: (year: Int, month: Int, day: Int) {
        let days = Int(daysSince1970) + 719_468
        let era = days / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The date so many days later, or earlier if negative; held to the first and last day.
    public func adding(days: Int) -> CalendarDate {
        let (sum, overflow) = Int(daysSince1970).addingReportingOverflow(days)
        if overflow { return days < 0 ? .min : .max }
        let held = Swift.min(
            Swift.max(sum, Int(Self.min.daysSince1970)), Int(Self.max.daysSince1970))
        return CalendarDate(unchecked: Int32(clamping: held))
    }

    /// How many days another date lies after this one; negative if before.
    public func days(until other: CalendarDate) -> Int {
        Int(other.daysSince1970) - Int(daysSince1970)
    }

    /// 1 for Monday to 7 for Sunday (ISO 8601).
    public var weekday: Int {
        let shifted = (Int(daysSince1970) + 3) % 7
        return (shifted < 0 ? shifted + 7 : shifted) + 1
    }

    /// The form `2026-12-01`.
    public var description: String {
        let (year, month, day) = parts
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Reads year, month and day, with hyphens, dots or slashes between: `2026-12-01`, `2026/12/1`.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard let separator = bytes.dropFirst(4).first, [0x2D, 0x2E, 0x2F].contains(separator)
        else { return nil }
        let numbers = bytes.split(separator: separator, omittingEmptySubsequences: false)
        guard numbers.count == 3, numbers[0].count == 4, let year = number(numbers[0]),
            numbers[1].count <= 2, let month = number(numbers[1]),
            numbers[2].count <= 2, let day = number(numbers[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// Whether the first day comes before the second.
    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.daysSince1970 < rhs.daysSince1970 }

    /// How many days a month has; 0 for no month.
    public static func days(ofMonth month: Int, year: Int) -> Int {
        switch month {
        case 1, 3, 5, 7, 8, 10, 12: 31
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 0
        }
    }
}

/// A number of at most nine decimal digits and nothing else.
func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    var value = 0
    for digit in digits {
        guard digit >= 0x30, digit <= 0x39 else { return nil }
        value = value * 10 + Int(digit - 0x30)
    }
    return value
}

/// A number that is not negative, with zeros in front up to a width.
func padded(_ number: some BinaryInteger, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
}
