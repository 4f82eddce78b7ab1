// The one form of text: UTF-8 in Unicode normalization form C.
import Foundation

/// Text in the one form in which it is stored, compared and sent.
enum CanonicalText {
    /// The UTF-8 bytes of a text in normalization form C.
    static func bytes(of text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        return isSurelyNormal(bytes)
            ? bytes : Array(text.precomposedStringWithCanonicalMapping.utf8)
    }

    /// Reads bytes that must be UTF-8 in normalization form C.
    static func text(of bytes: some Collection<UInt8>) -> String? {
        guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
        if isSurelyNormal(bytes) { return text }
        let normal = text.precomposedStringWithCanonicalMapping
        return normal.utf8.elementsEqual(bytes) ? text : nil
    }

    /// Whether every character lies below U+0300, where form C changes nothing.
    ///
    /// Saves the look at tables for nearly all Western text.
    private static func isSurelyNormal(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.withContiguousStorageIfAvailable { $0.allSatisfy { $0 < 0xCC } }
            ?? bytes.allSatisfy { $0 < 0xCC }
    }
}
