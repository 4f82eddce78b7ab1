// JSON for programs: keys in the order they were given, one document.

/// A JSON value.
public enum JSONText: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByNilLiteral
{
    /// Nothing.
    case null
    /// Yes or no.
    case boolean(Bool)
    /// A whole number; those above 2^53 go as text.
    case integer(Int64)
    /// A text.
    case text(String)
    /// Values in order.
    case array([JSONText])
    /// Names and values in the order they were given.
    case object([(String, JSONText)])

    /// Makes a text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// Makes a yes or no.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// Makes a number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// Makes an array.
    public init(arrayLiteral elements: JSONText...) { self = .array(elements) }
    /// Makes a null.
    public init(nilLiteral: ()) { self = .null }
    /// A text, or null.
    public init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    /// A number, held to what JSON readers keep exact.
    public init(_ number: some BinaryInteger) { self = .integer(Int64(clamping: number)) }

    /// Whether both are the same document.
    public static func == (lhs: Self, rhs: Self) -> Bool {
        lhs.document(isPretty: false) == rhs.document(isPretty: false)
    }

    /// Takes the document into the hash.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(document(isPretty: false))
    }

    /// The value as text, without a line end.
    ///
    /// Control characters and those that turn the direction of writing are escaped, so that the
    /// document is harmless on a terminal too.
    public func document(isPretty: Bool = true) -> String {
        var text = ""
        write(to: &text, indent: isPretty ? 0 : nil)
        return text
    }

    private func write(to text: inout String, indent: Int?) {
        switch self {
        case .null: text += "null"
        case .boolean(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .text(let value): text += quoted(value)
        case .array(let values):
            Self.list(values.map { ("", $0) }, "[", "]", to: &text, indent: indent)
        case .object(let pairs):
            Self.list(
                pairs.map { (quoted($0.0) + (indent == nil ? ":" : ": "), $0.1) }, "{", "}",
                to: &text, indent: indent)
        }
    }

    private static func list(
        _ entries: [(String, JSONText)], _ open: String, _ close: String, to text: inout String,
        indent: Int?
    ) {
        guard !entries.isEmpty else {
            text += open + close
            return
        }
        text += open
        for (index, entry) in entries.enumerated() {
            if index > 0 { text += "," }
            if let indent { text += "\n" + String(repeating: "  ", count: indent + 1) }
            text += entry.0
            entry.1.write(to: &text, indent: indent.map { $0 + 1 })
        }
        if let indent { text += "\n" + String(repeating: "  ", count: indent) }
        text += close
    }
}

private func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\t": quoted += "\\t"
        case "\r": quoted += "\\r"
        default:
            switch scalar.value {
            case 0x00..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x061C, 0x2028...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
    }
    return quoted + "\""
}
