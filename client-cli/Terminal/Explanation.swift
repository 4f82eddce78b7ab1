// Bad news in three calm lines.

/// What went wrong, in three lines: what happened, that nothing is lost, what to do.
public struct Explanation: Hashable, Sendable {
    /// What happened.
    public let happened: String
    /// What became of the reader's work.
    public let kept: String
    /// What to do, or what happens next.
    public let remedy: String

    /// Makes an explanation; an empty line is left out.
    public init(_ happened: String, kept: String = "Nothing was changed.", remedy: String) {
        self.happened = happened
        self.kept = kept
        self.remedy = remedy
    }

    /// The lines, for stderr.
    public func text(palette: Palette) -> String {
        let lines = [happened, kept, remedy].filter { !$0.isEmpty }.map(SafeText.block)
        guard let first = lines.first else { return "" }
        let rest = lines.dropFirst().map { $0 + "\n" }.joined()
        return palette(.strong, first) + "\n" + rest
    }
}
