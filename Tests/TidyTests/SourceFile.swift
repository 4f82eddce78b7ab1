// One text file of the repository, with what rules ask about it.

import Foundation

/// One text file of the repository.
struct SourceFile: Sendable {
    /// From the package's folder, with slashes.
    let path: String
    let text: String
    /// The text with comments and string contents blanked; the text itself if it is not Swift.
    let code: String
    let lines: [Substring]
    let codeLines: [Substring]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        code = path.hasSuffix(".swift") ? MaskedSource.code(of: text) : text
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        codeLines = code.split(separator: "\n", omittingEmptySubsequences: false)
    }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isMarkdown: Bool { path.hasSuffix(".md") }
    var isGenerated: Bool { path.hasSuffix(".pb.swift") }
    var isTest: Bool { path.hasPrefix("Tests/") || path.hasPrefix("Benchmarks/") }
    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The folder that it is in; empty for one at the top.
    var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

    /// Every place where the pattern matches code, as `path:line: what`; a match holds one of the
    /// words.
    func problems(
        matching pattern: Regex<Substring>, words: [String], _ what: String
    ) -> [String] {
        codeLines(with: words).compactMap { number, line in
            line.firstMatch(of: pattern).map { "\(path):\(number): \(what): \($0.0)" }
        }
    }

    /// The lines of code that hold one of the words, numbered from 1.
    ///
    /// Looks at bytes: a tenth of the time that patterns take, which is minutes for all files.
    func codeLines(with words: [String]) -> [(number: Int, line: Substring)] {
        numbered(codeLines, of: code, with: words)
    }

    /// The lines of the text that hold one of the words, numbered from 1.
    func lines(with words: [String]) -> [(number: Int, line: Substring)] {
        numbered(lines, of: text, with: words)
    }

    private func numbered(
        _ lines: [Substring], of text: String, with words: [String]
    ) -> [(number: Int, line: Substring)] {
        guard words.contains(where: { text.hasBytes(of: $0) }) else { return [] }
        return lines.enumerated().filter { _, line in words.contains { line.hasBytes(of: $0) } }
            .map { ($0.offset + 1, $0.element) }
    }
}

extension StringProtocol {
    /// Whether the word's bytes are in the text, wherever characters end.
    func hasBytes(of word: String) -> Bool {
        let wanted = Array(word.utf8)
        return utf8.withContiguousStorageIfAvailable { $0.hasPart(wanted) } ?? contains(word)
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes, at least one, are somewhere in these.
    fileprivate func hasPart(_ wanted: [UInt8]) -> Bool {
        guard var place = UnsafeRawPointer(baseAddress) else { return false }
        let end = place + count
        while end - place >= wanted.count,
            let found = memchr(place, Int32(wanted[0]), end - place - wanted.count + 1)
        {
            if memcmp(found, wanted, wanted.count) == 0 { return true }
            place = UnsafeRawPointer(found) + 1
        }
        return false
    }
}
