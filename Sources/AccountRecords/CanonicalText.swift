// The one form of text: UTF-8 in Unicode normalization form C.
import Foundation

/// Text in the one form in which it is stored, compared and sent.
enum CanonicalText {
    /// The UTF-8 bytes of a text in normalization form C.
    static func bytes(of text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return TextScan(bytes[...]).isSurelyNormal
            ? bytes : Array(text.precomposedStringWithCanonicalMapping.utf8)
    }

    /// Reads bytes that must be UTF-8 in normalization form C.
    static func text(of bytes: ArraySlice<UInt8>) -> String? {
        text(of: bytes, scan: TextScan(bytes))
    }

    /// Reads bytes that were scanned already.
    static func text(of bytes: ArraySlice<UInt8>, scan: TextScan) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        if scan.isSurelyNormal { return text }
        let normal = text.precomposedStringWithCanonicalMapping
        return normal.utf8.elementsEqual(bytes) ? text : nil
    }
}

/// What one pass over the bytes of a text tells; without branches, because texts are long.
struct TextScan {
    /// Whether there is a byte 0.
    let hasNull: Bool
    /// Whether there is a line feed or carriage return.
    let hasLineBreak: Bool
    /// Whether every character lies below U+0300, where form C changes nothing.
    ///
    /// Saves the look at tables for nearly all Western text.
    let isSurelyNormal: Bool

    init(_ bytes: ArraySlice<UInt8>) {
        var lowest = UInt8.max
        var highest = UInt8.min
        var breaks: UInt8 = 0
        bytes.withUnsafeBufferPointer { buffer in
            for byte in buffer {
                lowest = min(lowest, byte)
                highest = max(highest, byte)
                breaks |= (byte == 10 ? 1 : 0) | (byte == 13 ? 1 : 0)
            }
        }
        hasNull = lowest == 0
        hasLineBreak = breaks != 0
        isSurelyNormal = highest < 0xCC
    }
}
