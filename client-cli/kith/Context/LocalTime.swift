// Times and dates in the zone of the laptop, in words for people.

import Glibc

/// A moment in the time zone of the laptop.
struct LocalTime: Hashable, Sendable {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    /// 0 is Sunday.
    let weekday: Int

    /// The moment so many milliseconds after 1970 began.
    init(milliseconds: Int64) {
        var seconds = time_t(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        self.init(parts)
    }

    private init(_ parts: tm) {
        year = Int(parts.tm_year) + 1900
        month = Int(parts.tm_mon) + 1
        day = Int(parts.tm_mday)
        hour = Int(parts.tm_hour)
        minute = Int(parts.tm_min)
        second = Int(parts.tm_sec)
        weekday = Int(parts.tm_wday)
    }

    /// The milliseconds since 1970 of a local date and time of day; nil for one that never was.
    static func milliseconds(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0
    ) -> Int64? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day),
            (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        var parts = tm()
        parts.tm_year = Int32(year - 1900)
        parts.tm_mon = Int32(month - 1)
        parts.tm_mday = Int32(day)
        parts.tm_hour = Int32(hour)
        parts.tm_min = Int32(minute)
        parts.tm_isdst = -1
        let seconds = mktime(&parts)
        guard Int(parts.tm_mday) == day, Int(parts.tm_mon) + 1 == month else { return nil }
        return Int64(seconds) * 1000
    }

    /// When a day begins here, in milliseconds since 1970.
    static func startMilliseconds(ofDay dayNumber: Int) -> Int64 {
        let date = date(dayNumber: dayNumber)
        return milliseconds(year: date.year, month: date.month, day: date.day)
            ?? Int64(dayNumber) * 86_400_000
    }

    /// The milliseconds since 1970 of a local time, to the second.
    static func milliseconds(of time: LocalTime) -> Int64 {
        let minute = milliseconds(
            year: time.year, month: time.month, day: time.day, hour: time.hour,
            minute: time.minute)
        return (minute ?? 0) + Int64(time.second) * 1000
    }

    /// Whole days since 1970-01-01, by the calendar and not by hours.
    var dayNumber: Int { Self.dayNumber(year: year, month: month, day: day) }

    /// Whole days since 1970-01-01 of a date (Hinnant, "days from civil").
    static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// The date of a day number.
    static func date(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = dayNumber + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The date as `2026-11-24`.
    var isoDate: String { "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))" }
    /// The time of day as `10:30`.
    var clock: String { "\(padded(hour, 2)):\(padded(minute, 2))" }
    /// `2026-11-24T10:30:00` without a zone, for `--plain`.
    var isoTime: String { "\(isoDate)T\(clock):\(padded(second, 2))" }

    /// `Tue 24 Nov`, with the year where it is not the present one.
    func dayText(today: LocalTime) -> String {
        Self.dayText(dayNumber: dayNumber, thisYear: today.year)
    }

    /// Day and time, such as `Tue 24 Nov 10:30`.
    func text(today: LocalTime) -> String { "\(dayText(today: today)) \(clock)" }

    /// `Tue 24 Nov`, with the year where it is not the present one.
    static func dayText(dayNumber: Int, thisYear: Int) -> String {
        let date = date(dayNumber: dayNumber)
        let weekday = ((dayNumber + 4) % 7 + 7) % 7
        let text = "\(weekdays[weekday]) \(date.day) \(months[date.month - 1])"
        return date.year == thisYear ? text : "\(text) \(date.year)"
    }
}

let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
]

func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(abs(number))
    return (number < 0 ? "-" : "") + String(repeating: "0", count: max(0, digits - text.count))
        + text
}

/// How long ago something was, in the roughest words that are still useful.
func elapsedText(days: Int) -> String {
    switch days {
    case ..<0: "in \(-days) \(days == -1 ? "day" : "days")"
    case 0: "today"
    case 1: "yesterday"
    case ..<14: "\(days) days ago"
    case ..<60: "\(days / 7) weeks ago"
    case ..<730: "\(days / 30) months ago"
    default: "\(days / 365) years ago"
    }
}

/// A span in words: `3 minutes`, `5 years`.
func spanText(milliseconds: Int64) -> String {
    let seconds = abs(milliseconds) / 1000
    let units: [(Int64, String)] = [
        (31_557_600, "year"), (2_629_800, "month"), (86_400, "day"), (3600, "hour"),
        (60, "minute"),
    ]
    for (size, name) in units where seconds >= size {
        let count = (seconds + size / 2) / size
        return "\(count) \(name)\(count == 1 ? "" : "s")"
    }
    return "\(seconds) second\(seconds == 1 ? "" : "s")"
}
