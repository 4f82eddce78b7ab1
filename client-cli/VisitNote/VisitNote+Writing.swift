// Writes the note that an editor opens with.

/// A line of the head: a key, its value so far, and a hint.
public struct NoteKey: Hashable, Sendable {
    /// The key.
    public let key: String
    /// What stands behind it; may be empty.
    public let value: String
    /// What may stand there; empty for no hint.
    public let hint: String

    /// Makes a line.
    public init(_ key: String, _ value: String = "", hint: String = "") {
        self.key = key
        self.value = value
        self.hint = hint
    }
}

extension VisitNote {
    /// A note to be filled in.
    ///
    /// - Parameters:
    ///   - comment: shown to the writer at the top of the text, and not kept.
    ///   - promises: lines `- [ ] us:`, `- [ ] them:` to invite promises.
    public static func markdown(
        head: [NoteKey], comment: [String], summary: String, body: String, promises: Bool
    ) -> String {
        var text = "---\n"
        let keyWidth = head.map { $0.key.count }.max() ?? 0
        for line in head {
            let gap = String(repeating: " ", count: keyWidth - line.key.count + 1)
            if !line.hint.isEmpty { text += "# \(line.key): \(line.hint)\n" }
            text += (line.key + ":" + gap + oneLine(line.value)).trimmedEnd + "\n"
        }
        text += "---\n"
        if !comment.isEmpty {
            text += "<!--\n" + comment.joined(separator: "\n") + "\n-->\n"
        }
        text += "\n" + (summary.isEmpty ? "" : "# \(oneLine(summary))\n")
        if !body.isEmpty { text += "\n" + body + "\n" }
        if promises { text += "\n- [ ] us:\n- [ ] them:\n" }
        return text
    }
}

private func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
}

extension String {
    fileprivate var trimmedEnd: String {
        var part = self[...]
        while part.last == " " { part = part.dropLast() }
        return String(part)
    }
}
