// One text file of the repository, with what rules ask about it.

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

    /// Every place where the pattern matches code, as `path:line: what`.
    func problems(matching pattern: Regex<Substring>, _ what: String) -> [String] {
        codeLines.enumerated().compactMap { number, line in
            line.firstMatch(of: pattern).map { "\(path):\(number + 1): \(what): \($0.0)" }
        }
    }
}
