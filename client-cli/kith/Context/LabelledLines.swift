// Short labels on the left, what they say on the right.

import Terminal

/// Lines of a label and a text, aligned.
struct LabelledLines {
    let palette: Palette
    private var lines: [(label: String, text: String, tone: Tone?)] = []

    init(palette: Palette) {
        self.palette = palette
    }

    mutating func add(_ label: String, _ text: String, tone: Tone? = nil) {
        lines.append((label, text, tone))
    }

    /// The lines, each with its line end.
    var text: String {
        let width = lines.map { DisplayWidth.of($0.label) }.max() ?? 0
        return lines.map { line in
            let gap = String(repeating: " ", count: width - DisplayWidth.of(line.label) + 2)
            let indent = "\n" + String(repeating: " ", count: width + 2)
            let body = SafeText.block(line.text).replacing("\n", with: indent)
            return palette(.quiet, line.label) + gap
                + (line.tone.map { palette($0, body) } ?? body) + "\n"
        }.joined()
    }
}
