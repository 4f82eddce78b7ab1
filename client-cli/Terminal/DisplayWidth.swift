// How many columns of a terminal a text takes.

/// Measures and cuts text by the columns that it takes on a terminal.
public enum DisplayWidth {
    /// The columns that a text takes on a terminal, line ends not counted.
    ///
    /// East Asian wide characters and emoji take two, combining marks none (Unicode Annex 11); a
    /// sequence that is drawn as one sign (flags, families) takes two.
    public static func of(_ text: String) -> Int {
        var width = 0
        for character in text { width += Self.of(character) }
        return width
    }

    /// The columns that one character takes: 0, 1 or 2.
    public static func of(_ character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if first.value < 0x7F, scalars.count == 1 { return first.value < 0x20 ? 0 : 1 }
        return wide(scalars)
    }

    /// The longest beginning of a text that fits, with `…` where something was cut off.
    public static func fitted(_ text: String, columns: Int) -> String {
        guard Self.of(text) > columns else { return text }
        var width = 0
        var kept = ""
        for character in text {
            let next = Self.of(character)
            if width + next > columns - 1 { break }
            kept.append(character)
            width += next
        }
        while kept.last?.isWhitespace == true { kept.removeLast() }
        return columns > 0 ? kept + "…" : ""
    }
}

private func wide(_ scalars: Character.UnicodeScalarView) -> Int {
    var width = 0
    var count = 0
    for scalar in scalars {
        count += 1
        if scalar.value == 0xFE0F, width > 0 { return 2 }  // asks for the emoji form
        if (0x1F1E6...0x1F1FF).contains(scalar.value), count == 2 { return 2 }  // a flag
        width = max(width, columns(of: scalar))
    }
    return width
}

private func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator:
        return 0
    default: break
    }
    if (0x1160...0x11FF).contains(scalar.value) { return 0 }  // joining parts of Hangul
    if scalar.properties.isEmojiPresentation { return 2 }
    return wideRanges.contains { $0.contains(scalar.value) } ? 2 : 1
}

/// The ranges whose East Asian Width is Wide or Fullwidth, emoji left to their own property.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF,
    0x4E00...0x9FFF, 0xA000...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF,
    0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x17000...0x18CFF,
    0x1AFF0...0x1B2FF, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
]
