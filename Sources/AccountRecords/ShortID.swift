// The few characters of an id that people type: `v-7k3q`, and any longer prefix.
import CausalCore

/// Short forms of ids: a letter for what it is, a hyphen, and the beginning of the id's random bits
/// in Crockford's base 32.
///
/// The least significant bits come first, because ids made in one burst share all others.
public struct ShortID: Hashable, Sendable {
    /// What it names: the ``KindDefinition/letter`` of a kind, or one of the letters below.
    public let letter: Character
    /// The characters behind the hyphen: lowercase, 1 to 12.
    public let prefix: String

    /// The letter of conflict records.
    public static let conflictLetter: Character = "x"
    /// The letter of ops.
    public static let opLetter: Character = "e"
    /// How many characters are shown unless more are needed to tell ids apart.
    public static let charactersDefault = 4
    /// How many characters an id has: 60 bits of it.
    public static let charactersMax = 12

    /// Reads `v-7k3q` in either case, with O for 0 and I or L for 1; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 1, let letter = parts[0].lowercased().first,
            letter.isLetter, (1...Self.charactersMax).contains(parts[1].utf8.count)
        else { return nil }
        var prefix: [UInt8] = []
        for byte in parts[1].lowercased().utf8 {
            guard let character = Self.normal(byte) else { return nil }
            prefix.append(character)
        }
        self.letter = letter
        self.prefix = String(decoding: prefix, as: UTF8.self)
    }

    /// Whether an id begins with the characters.
    public func matches<Subject>(_ id: Identifier<Subject>) -> Bool {
        var rest = id.low
        for character in prefix.utf8 {
            guard Self.alphabet[Int(rest & 31)] == character else { return false }
            rest >>= 5
        }
        return true
    }

    /// A number of 60 bits by which ids sort as their characters do, from an id's low half.
    static func order(low: UInt64) -> UInt64 {
        var rest = low
        var order: UInt64 = 0
        for _ in 0..<charactersMax {
            order = order << 5 | rest & 31
            rest >>= 5
        }
        return order
    }

    /// All 12 characters of an id, without a letter.
    public static func characters<Subject>(of id: Identifier<Subject>) -> String {
        var rest = id.low
        var characters: [UInt8] = []
        for _ in 0..<charactersMax {
            characters.append(alphabet[Int(rest & 31)])
            rest >>= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// The form that people see: a letter, a hyphen and so many characters, from 1 to 12.
    public static func text<Subject>(
        of id: Identifier<Subject>, letter: Character, characters count: Int = charactersDefault
    ) -> String {
        "\(letter)-\(characters(of: id).prefix(Swift.max(1, count)))"
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private static func normal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "o"): UInt8(ascii: "0")
        case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
        default: alphabet.contains(byte) ? byte : nil
        }
    }
}
