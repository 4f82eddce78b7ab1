// Dates as people type them.

/// Reads dates as people type them.
enum DateWords {
    /// The forms, for messages.
    static let forms = "Dates look like 2026-12-01, 1 Dec, tomorrow, fri or +7d."

    /// The day number of a date, or nil.
    ///
    /// Knows `2026-12-01`, `2026-12-01 10:30`'s date, `today`, `tomorrow`, `yesterday`, weekdays
    /// (the next one), `+7d`, `+2w`, `1 Dec`, `1 Dec 2026`.
    static func dayNumber(_ text: String, today: LocalTime) -> Int? {
        let word = text.lowercased()
        switch word {
        case "today", "now": return today.dayNumber
        case "tomorrow": return today.dayNumber + 1
        case "yesterday": return today.dayNumber - 1
        default: break
        }
        return isoDay(word) ?? offsetDay(word, today: today) ?? weekday(word, today: today)
            ?? namedDay(word, today: today)
    }

    private static func isoDay(_ word: String) -> Int? {
        let parts = word.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, let year = Int(parts[0]),
            let month = Int(parts[1]), let day = Int(parts[2])
        else { return nil }
        return checked(year: year, month: month, day: day)
    }

    private static func offsetDay(_ word: String, today: LocalTime) -> Int? {
        guard let sign = word.first, sign == "+" || sign == "-", let unit = word.last,
            let count = Int(word.dropFirst().dropLast()), (0...9999).contains(count)
        else { return nil }
        let days: Int
        switch unit {
        case "d": days = count
        case "w": days = count * 7
        default: return nil
        }
        return today.dayNumber + (sign == "+" ? days : -days)
    }

    private static func weekday(_ word: String, today: LocalTime) -> Int? {
        guard word.count >= 3,
            let index = fullWeekdays.firstIndex(where: { $0.hasPrefix(word) })
        else { return nil }
        let ahead = (index - today.weekday + 7) % 7
        return today.dayNumber + (ahead == 0 ? 7 : ahead)
    }

    private static func namedDay(_ word: String, today: LocalTime) -> Int? {
        var parts = word.split(separator: " ")
        if parts.count > 2, fullWeekdays.contains(where: { $0.hasPrefix(parts[0]) }) {
            parts.removeFirst()
        }
        guard (2...3).contains(parts.count), let day = Int(parts[0]), parts[1].count >= 3,
            let month = fullMonths.firstIndex(where: { $0.hasPrefix(parts[1]) })
        else { return nil }
        if parts.count == 3 {
            return Int(parts[2]).flatMap { checked(year: $0, month: month + 1, day: day) }
        }
        guard let number = checked(year: today.year, month: month + 1, day: day) else { return nil }
        if number >= today.dayNumber - 90 { return number }
        return checked(year: today.year + 1, month: month + 1, day: day)
    }

    private static func checked(year: Int, month: Int, day: Int) -> Int? {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
            return nil
        }
        let number = LocalTime.dayNumber(year: year, month: month, day: day)
        let back = LocalTime.date(dayNumber: number)
        return back == (year, month, day) ? number : nil
    }
}

private let fullWeekdays = [
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
]
private let fullMonths = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
]
