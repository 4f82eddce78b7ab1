// Finds out how the bytes of a file spell its text.

/// How the bytes of a file spell its text.
public enum TextEncoding: String, Hashable, Sendable {
    /// UTF-8, with or without a byte order mark.
    case utf8 = "UTF-8"
    /// UTF-16 with a byte order mark, as Excel writes "Unicode text".
    case utf16 = "UTF-16"
    /// Windows-1252, which contains Latin-1; taken where the bytes are not valid UTF-8.
    case latin1 = "Latin-1"

    /// The text of some bytes, the byte order mark removed.
    public static func decode(_ bytes: [UInt8]) -> (text: String, encoding: TextEncoding) {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            return (utf16Text(bytes), .utf16)
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        if let text = String(validating: content, as: UTF8.self) { return (text, .utf8) }
        var text = ""
        text.reserveCapacity(content.count)
        for byte in content { text.unicodeScalars.append(windowsScalar(byte)) }
        return (text, .latin1)
    }
}

private func utf16Text(_ bytes: [UInt8]) -> String {
    let isLittle = bytes[0] == 0xFF
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = 2
    while index + 1 < bytes.count {
        let first = UInt16(bytes[index])
        let second = UInt16(bytes[index + 1])
        units.append(isLittle ? second << 8 | first : first << 8 | second)
        index += 2
    }
    return String(decoding: units, as: UTF16.self)
}

/// The characters that Windows-1252 has where Latin-1 has control characters, from 0x80.
private let windowsUpper: [UInt32] = [
    0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039,
    0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
]

private func windowsScalar(_ byte: UInt8) -> Unicode.Scalar {
    guard (0x80..<0xA0).contains(byte) else { return Unicode.Scalar(byte) }
    return Unicode.Scalar(windowsUpper[Int(byte) - 0x80]) ?? "\u{FFFD}"
}
