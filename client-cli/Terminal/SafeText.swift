// Makes text from outside harmless on a terminal: nothing in a note may move the cursor.

/// Text from outside, made fit for a terminal or for a program that reads lines.
public enum SafeText {
    /// A text with everything shown that a terminal would obey: control characters as `\x1b`, those that
    /// turn the direction of writing as `\u{202e}`.
    ///
    /// Line ends and tabs stay. A stray carriage return is shown as `\r`.
    public static func block(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isObeyed) else { return text }
        var safe = ""
        for scalar in text.unicodeScalars {
            if isObeyed(scalar) {
                safe += shown(scalar)
            } else {
                safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// A text as one line: safe, its line ends as ` ⏎ `, tabs as spaces.
    public static func line(_ text: String) -> String {
        var line = ""
        var pending = false
        for character in SafeText.block(SafeText.normalizedLineEnds(text)) {
            if character == "\n" || character == "\u{2028}" || character == "\u{2029}" {
                pending = !line.isEmpty
                continue
            }
            if pending { line += " ⏎ " }
            pending = false
            line.append(character == "\t" ? " " : character)
        }
        return line
    }

    /// A text as one field of `--plain`: backslash, tab and line ends escaped, so that tabs and line ends
    /// only ever separate.
    public static func plainField(_ text: String) -> String {
        var field = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": field += "\\\\"
            case "\t": field += "\\t"
            case "\n": field += "\\n"
            case "\r": field += "\\r"
            case _ where isObeyed(scalar): field += shown(scalar)
            default: field.unicodeScalars.append(scalar)
            }
        }
        return field
    }

    /// A text whose line ends are all `\n`.
    public static func normalizedLineEnds(_ text: String) -> String {
        var normal = ""
        for character in text { normal.append(character == "\r\n" ? "\n" : character) }
        return normal
    }
}

private func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0x00..<0x20, 0x7F..<0xA0: true
    case 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB: true
    default: false
    }
}

private func shown(_ scalar: Unicode.Scalar) -> String {
    if scalar == "\r" { return "\\r" }
    let digits = String(scalar.value, radix: 16)
    if scalar.value < 0x100 { return "\\x" + (digits.count == 1 ? "0" : "") + digits }
    return "\\u{" + digits + "}"
}
