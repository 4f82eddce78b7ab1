// Breaks paragraphs into lines that fit.

/// Lines of text that fit.
public enum Wrapping {
    /// A text broken at spaces into lines of at most so many columns; its own line ends stay.
    ///
    /// A word wider than a line is left whole: addresses must stay copyable.
    public static func lines(_ text: String, columns: Int) -> [String] {
        var lines: [String] = []
        let paragraphs = SafeText.normalizedLineEnds(text).split(
            separator: "\n", omittingEmptySubsequences: false)
        for paragraph in paragraphs {
            guard DisplayWidth.of(String(paragraph)) > columns else {
                lines.append(String(paragraph))
                continue
            }
            let indent = String(paragraph.prefix { $0 == " " })
            var line = indent
            var isEmpty = true
            for word in paragraph.split(separator: " ") {
                if !isEmpty, DisplayWidth.of(line) + 1 + DisplayWidth.of(String(word)) > columns {
                    lines.append(line)
                    line = indent
                    isEmpty = true
                }
                line += (isEmpty ? "" : " ") + word
                isEmpty = false
            }
            lines.append(line)
        }
        return lines
    }
}
