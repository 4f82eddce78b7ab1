// A moment in text: ISO 8601 in UTC when printed, any offset when read.

/// The text form of moments in milliseconds since 1970.
public enum Instant {
    /// The moments that a field can hold: the years 1 to 9999.
    public static let range: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    /// The form `2026-12-01T14:30:00Z`, with three more digits where the moment is no whole second;
    /// moments outside ``range`` are held to it.
    public static func text(milliseconds: Int64) -> String {
        let held = Swift.min(Swift.max(milliseconds, range.lowerBound), range.upperBound)
        let days = floorDivided(held, 86_400_000)
        let rest = held - days * 86_400_000
        let date = CalendarDate(daysSince1970: days) ?? .min
        let seconds = rest / 1000
        let fraction = rest % 1000 == 0 ? "" : "." + padded(rest % 1000, 3)
        let hour = padded(seconds / 3600, 2)
        let minute = padded(seconds / 60 % 60, 2)
        return "\(date)T\(hour):\(minute):\(padded(seconds % 60, 2))\(fraction)Z"
    }

    /// Reads `2026-12-01T14:30:00.250+01:00` and shorter: a space for the `T`, seconds and fraction
    /// left out, no offset or `Z` for UTC, a date alone for its first moment.
    public static func milliseconds(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8)
        guard let split = bytes.firstIndex(where: { $0 == 0x54 || $0 == 0x74 || $0 == 0x20 })
        else { return midnight(bytes[...]) }
        guard let day = midnight(bytes[..<split]) else { return nil }
        var clock = bytes[(split + 1)...].filter { $0 != 0x20 }[...]
        guard let offset = takeOffset(&clock), let time = timeOfDay(clock) else { return nil }
        let value = day + time - offset
        return range.contains(value) ? value : nil
    }

    private static func midnight(_ bytes: ArraySlice<UInt8>) -> Int64? {
        guard let date = CalendarDate(String(decoding: bytes, as: UTF8.self)) else { return nil }
        return Int64(date.daysSince1970) * 86_400_000
    }

    /// Removes `Z`, `+hh:mm`, `-hhmm` or `+hh` from the end; what it says, in milliseconds.
    private static func takeOffset(_ clock: inout ArraySlice<UInt8>) -> Int64? {
        if clock.last == 0x5A || clock.last == 0x7A {
            clock = clock.dropLast()
            return 0
        }
        guard let sign = clock.lastIndex(where: { $0 == 0x2B || $0 == 0x2D }) else { return 0 }
        let digits = clock[(sign + 1)...].filter { $0 != 0x3A }[...]
        guard digits.count == 2 || digits.count == 4, let hours = number(digits.prefix(2)),
            hours <= 23
        else { return nil }
        guard let minutes = digits.count == 4 ? number(digits.dropFirst(2)) : 0, minutes <= 59
        else { return nil }
        let offset = Int64(hours * 60 + minutes) * 60_000
        let isEast = clock[sign] == 0x2B
        clock = clock[..<sign]
        return isEast ? offset : -offset
    }

    private static func timeOfDay(_ clock: ArraySlice<UInt8>) -> Int64? {
        let parts = clock.split(separator: 0x3A, omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, parts[0].count <= 2, parts[1].count == 2,
            let hour = number(parts[0]), hour <= 23, let minute = number(parts[1]), minute <= 59
        else { return nil }
        guard let second = parts.count == 3 ? seconds(parts[2]) : 0 else { return nil }
        return Int64(hour * 60 + minute) * 60_000 + second
    }

    /// Reads `05` or `05.25` as milliseconds; digits beyond the third are dropped.
    private static func seconds(_ text: ArraySlice<UInt8>) -> Int64? {
        let parts = text.split(
            separator: 0x2E, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts[0].count == 2, let whole = number(parts[0]), whole <= 59 else { return nil }
        guard parts.count == 2 else { return Int64(whole) * 1000 }
        guard (1...9).contains(parts[1].count), number(parts[1]) != nil else { return nil }
        let digits = Array(parts[1]) + [0x30, 0x30]
        guard let fraction = number(digits[..<3]) else { return nil }
        return Int64(whole) * 1000 + Int64(fraction)
    }

    private static func floorDivided(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}
