// An amount of money: whole minor units and a currency, never floating point.

/// An amount of one currency.
public struct Money: Hashable, Sendable, CustomStringConvertible {
    /// The amount in the currency's smallest unit: cents of EUR, yen of JPY.
    public let minorUnits: Int64
    /// Its ISO 4217 code: three capital letters.
    public let currency: CurrencyCode

    /// Makes an amount.
    public init(minorUnits: Int64, currency: CurrencyCode) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// The form `1200.00 EUR`.
    public var description: String {
        let digits = currency.minorDigits
        let sign = minorUnits < 0 ? "-" : ""
        let all = padded(minorUnits.magnitude, digits + 1)
        let whole = all.dropLast(digits)
        return digits == 0
            ? "\(sign)\(all) \(currency)" : "\(sign)\(whole).\(all.suffix(digits)) \(currency)"
    }

    /// Reads an amount with its code before or behind: `1200 EUR`, `€ 1 200.50`, `1.200,50 EUR`.
    ///
    /// A point or comma is the decimal mark if it is the last of its sort and not followed by
    /// exactly three digits, save a point in currencies with three; otherwise it groups thousands.
    public init?(_ text: some StringProtocol) {
        var letters: [UInt8] = []
        var amount: [UInt8] = []
        for scalar in text.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z": letters.append(UInt8(scalar.value) & 0xDF)
            case " ", "\u{A0}", "\u{202F}", "'", "\u{2019}", "_": continue
            case "\u{2212}": amount.append(0x2D)
            case "€": letters += "EUR".utf8
            case "£": letters += "GBP".utf8
            default:
                guard scalar.isASCII else { return nil }
                amount.append(UInt8(scalar.value))
            }
        }
        guard let currency = CurrencyCode(bytes: letters),
            let units = Self.minorUnits(amount[...], digits: currency.minorDigits)
        else { return nil }
        self.init(minorUnits: units, currency: currency)
    }

    private static func minorUnits(_ text: ArraySlice<UInt8>, digits: Int) -> Int64? {
        let isNegative = text.first == 0x2D
        let unsigned = isNegative || text.first == 0x2B ? text.dropFirst() : text
        guard let first = unsigned.first, first != 0x2C else { return nil }
        let (whole, fraction) = split(unsigned, digits: digits)
        guard fraction.count <= digits, let wholeDigits = ungrouped(whole) else { return nil }
        let zeros = [UInt8](repeating: 0x30, count: digits - fraction.count)
        var value: Int64 = 0
        for digit in wholeDigits + fraction + zeros {
            guard digit >= 0x30, digit <= 0x39 else { return nil }
            let (tens, firstOverflow) = value.multipliedReportingOverflow(by: 10)
            let step = Int64(digit - 0x30)
            let (sum, overflow) = tens.addingReportingOverflow(isNegative ? -step : step)
            if firstOverflow || overflow { return nil }
            value = sum
        }
        return value
    }

    /// The digits before and behind the decimal mark.
    private static func split(
        _ text: ArraySlice<UInt8>, digits: Int
    ) -> (ArraySlice<UInt8>, ArraySlice<UInt8>) {
        guard let mark = text.lastIndex(where: { $0 == 0x2E || $0 == 0x2C }) else {
            return (text, [])
        }
        let behind = text[(mark + 1)...]
        let isOnly = !text[..<mark].contains(text[mark])
        let isDecimal =
            isOnly && !behind.isEmpty && digits > 0
            && (behind.count != 3 || (digits == 3 && text[mark] == 0x2E))
        return isDecimal ? (text[..<mark], behind) : (text, [])
    }

    /// Digits without the marks between groups of three; nil where they do not group.
    private static func ungrouped(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        let marks = Set(text.filter { $0 == 0x2E || $0 == 0x2C })
        guard let mark = marks.first else { return text.isEmpty ? nil : Array(text) }
        guard marks.count == 1 else { return nil }
        let groups = text.split(separator: mark, omittingEmptySubsequences: false)
        guard (1...3).contains(groups[0].count),
            groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        return groups.flatMap { $0 }
    }
}

extension Money {
    /// The currency's three letters, then the amount.
    var canonicalBytes: [UInt8] {
        var bytes = currency.bytes
        bytes.appendSigned(minorUnits)
        return bytes
    }

    init(canonicalBytes: ArraySlice<UInt8>) throws(ValueError) {
        var reader = CanonicalReader(canonicalBytes)
        guard let letters = reader.bytes(3), let currency = CurrencyCode(bytes: Array(letters)),
            let units = reader.signed(), reader.isAtEnd
        else { throw .form }
        self.init(minorUnits: units, currency: currency)
    }
}
