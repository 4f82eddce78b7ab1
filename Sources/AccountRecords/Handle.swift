// The short names that people type: made from long ones, made unique.
import Foundation

/// Short names of accounts and people: `northwind`, `northwind-2`.
public enum Handle {
    /// Whether a text is a handle: 1 to 32 of a-z, 0-9 and hyphens, the latter neither at an end
    /// nor beside each other.
    public static func isValid(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (1...RecordLimits.handleBytesMax).contains(bytes.count) else { return false }
        var previous = hyphen
        for byte in bytes {
            guard isLetterOrDigit(byte) || (byte == hyphen && previous != hyphen) else {
                return false
            }
            previous = byte
        }
        return previous != hyphen
    }

    /// A handle for a name: letters of any script taken to a-z, legal forms such as "Inc." and "AG"
    /// dropped from the end, cut between words; `account` if nothing is left.
    public static func proposal(for name: String) -> String {
        var words = words(of: name)
        while words.count > 1, let last = words.last, legalForms.contains(last) {
            words.removeLast()
        }
        return joined(words[...], bytesMax: RecordLimits.handleBytesMax) ?? "account"
    }

    /// The handle itself if it is free, else with the first free of `-2`, `-3`, ...
    ///
    /// - Parameter isTaken: whether somebody has this handle; asked once for each that is tried.
    public static func uniqued(_ handle: String, isTaken: (String) throws -> Bool) rethrows
        -> String
    {
        guard try isTaken(handle) else { return handle }
        var number = 2
        while true {
            let suffix = "-\(number)"
            let room = RecordLimits.handleBytesMax - suffix.utf8.count
            var base = Array(handle.utf8.prefix(room))
            while base.last == hyphen { base.removeLast() }
            let candidate = String(decoding: base, as: UTF8.self) + suffix
            if try !isTaken(candidate) { return candidate }
            number += 1
        }
    }

    /// The words of a name in a-z and 0-9.
    private static func words(of name: String) -> [String] {
        let apostrophes: Set<UInt8> = [0x27, 0x60]
        let ascii = Array(latin(name).utf8).filter { !apostrophes.contains($0) }
        return ascii.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
            .split { !isLetterOrDigit($0) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// A text in Latin letters without marks, as far as there is a usual way.
    private static func latin(_ name: String) -> String {
        let plain = name.replacing("\u{2019}", with: "").replacing("&", with: " and ")
        guard !plain.utf8.allSatisfy({ $0 < 0x80 }) else { return plain }
        return plain.applyingTransform(StringTransform("Any-Latin; Latin-ASCII"), reverse: false)
            ?? plain
    }

    /// As many whole words as fit, at least a part of the first.
    private static func joined(_ words: ArraySlice<String>, bytesMax: Int) -> String? {
        guard let first = words.first else { return nil }
        var handle = String(first.prefix(bytesMax))
        for word in words.dropFirst() {
            guard handle.utf8.count + 1 + word.utf8.count <= bytesMax else { break }
            handle += "-" + word
        }
        return handle
    }

    private static let hyphen = UInt8(ascii: "-")

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
    }

    private static let legalForms: Set<String> = [
        "ab", "ag", "and", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc",
        "incorporated", "kg", "kgaa", "limited", "llc", "lp", "ltd", "nv", "oy", "oyj", "plc", "sa",
        "se", "spa", "the",
    ]
}
