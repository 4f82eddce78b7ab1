// Dates with a time of day, as people type them, in the zone of the laptop.

/// Reads moments as people type them.
enum MomentWords {
    /// Milliseconds since 1970 of `2026-12-01 10:30`, `tomorrow 9:00`, `14:15`, or a date alone;
    /// nil for anything else.
    static func milliseconds(_ text: String, today: LocalTime) -> Int64? {
        let folded = text.replacing("T", with: " ")
        var words = folded.split(separator: " ").map(String.init)
        guard let last = words.last else { return nil }
        var time: (hour: Int, minute: Int)?
        if last.contains(":") {
            guard let parsed = timeOfDay(last) else { return nil }
            time = parsed
            words.removeLast()
        }
        let day: Int
        if words.isEmpty {
            day = today.dayNumber
        } else {
            guard let parsed = DateWords.dayNumber(words.joined(separator: " "), today: today)
            else {
                return nil
            }
            day = parsed
        }
        if time == nil, day == today.dayNumber { time = (today.hour, today.minute) }
        let date = LocalTime.date(dayNumber: day)
        return LocalTime.milliseconds(
            year: date.year, month: date.month, day: date.day, hour: time?.hour ?? 9,
            minute: time?.minute ?? 0)
    }

    private static func timeOfDay(_ word: String) -> (hour: Int, minute: Int)? {
        let parts = word.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...23).contains(hour), (0...59).contains(minute)
        else { return nil }
        return (hour, minute)
    }
}
