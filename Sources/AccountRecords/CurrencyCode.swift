// An ISO 4217 code, and how many digits its smallest unit has.

/// The code of a currency: three capital letters.
///
/// Codes that this program does not know are kept as they are and have two minor digits.
public struct CurrencyCode: Hashable, Sendable, CustomStringConvertible {
    private let packed: UInt32

    /// Euro.
    public static let euro = CurrencyCode(letters: "EUR")
    /// United States dollar.
    public static let dollar = CurrencyCode(letters: "USD")

    private init(letters: StaticString) {
        packed = letters.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt32($1) } }
    }

    /// Reads three ASCII capital letters; nil for anything else.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 3, bytes.allSatisfy({ $0 >= 0x41 && $0 <= 0x5A }) else { return nil }
        packed = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads three letters of either case; nil for anything else.
    public init?(_ text: some StringProtocol) {
        self.init(bytes: text.uppercased().utf8.map { $0 })
    }

    /// The three letters in ASCII.
    public var bytes: [UInt8] {
        [16, 8, 0].map { UInt8(truncatingIfNeeded: packed >> UInt32($0)) }
    }

    /// The three letters.
    public var description: String { String(decoding: bytes, as: UTF8.self) }

    /// How many decimal digits the smallest unit has (ISO 4217, 2024).
    public var minorDigits: Int {
        switch description {
        case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
            "VND", "VUV", "XAF", "XOF", "XPF":
            0
        case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND": 3
        case "CLF", "UYW": 4
        default: 2
        }
    }
}
