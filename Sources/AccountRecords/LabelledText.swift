// The text form of values with parts: `city=Berlin; country=DE`, readable and exactly reversible.

/// Parts with labels in one line of text.
enum LabelledText {
    /// Prints the parts that hold something; `;`, `\` and line breaks in them are escaped by `\`.
    static func text(labels: [String], parts: [String]) -> String {
        zip(labels, parts).filter { !$0.1.isEmpty }
            .map { "\($0.0)=\(escaped($0.1))" }.joined(separator: "; ")
    }

    /// Reads parts in any order; nil for an unknown or repeated label or a part without one.
    static func parts(labels: [String], text: String) -> [String]? {
        var parts = [String?](repeating: nil, count: labels.count)
        for piece in pieces(of: text) {
            if piece.isEmpty { continue }
            let scalars = piece.unicodeScalars
            guard let equals = scalars.firstIndex(of: "="),
                let index = labels.firstIndex(of: trimmed(piece[..<equals]).lowercased()),
                parts[index] == nil
            else { return nil }
            parts[index] = unescaped(trimmed(piece[scalars.index(after: equals)...]))
        }
        return parts.map { $0 ?? "" }
    }

    private static func escaped(_ part: String) -> String {
        var text = ""
        for scalar in part.unicodeScalars {
            switch scalar {
            case ";": text += "\\;"
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    private static func unescaped(_ text: String) -> String {
        var part = ""
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if !isEscaped && scalar == "\\" {
                isEscaped = true
                continue
            }
            switch (isEscaped, scalar) {
            case (true, "n"): part.unicodeScalars.append("\n")
            case (true, "r"): part.unicodeScalars.append("\r")
            default: part.unicodeScalars.append(scalar)
            }
            isEscaped = false
        }
        return part
    }

    /// The texts between the semicolons that are not escaped, without white space around.
    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        var isEscaped = false
        for scalar in text.unicodeScalars {
            if scalar == ";" && !isEscaped {
                pieces.append(trimmed(piece))
                piece = ""
            } else {
                piece.unicodeScalars.append(scalar)
            }
            isEscaped = scalar == "\\" && !isEscaped
        }
        return pieces + [trimmed(piece)]
    }
}

/// A text without the white space at both ends.
func trimmed(_ text: some StringProtocol) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
        let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(text[first...last])
}
