// JSON in exactly one form: keys as given, no spaces, fixed escapes, no numbers.

/// Writes JSON whose bytes depend on nothing but the values.
enum JSONText {

    /// An object; the keys must come sorted by their bytes.
    static func object(_ members: [(key: String, value: String)]) -> String {
        "{" + members.map { "\(string($0.key)):\($0.value)" }.joined(separator: ",") + "}"
    }

    /// An array of values that are JSON already.
    static func array(_ values: [String]) -> String {
        "[" + values.joined(separator: ",") + "]"
    }

    /// A number as a decimal string, so that no reader rounds it.
    static func number(_ value: some BinaryInteger) -> String { "\"\(value)\"" }

    /// A string; controls of both sets and the two that JSON demands are escaped, nothing else is.
    static func string(_ value: String) -> String {
        var text = "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}":
                text += "\\u" + hexadecimal([0, UInt8(truncatingIfNeeded: scalar.value)])
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
