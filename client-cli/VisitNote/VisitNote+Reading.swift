// Reads a note as people write it; never refuses, only reports.

extension VisitNote {
    /// The longest summary in characters; a longer first line begins the body as well.
    public static let summaryCharactersMax = 160

    /// Reads a note.
    ///
    /// - Parameter keys: the keys that its head may have.
    public init(markdown: String, keys: Set<String>) {
        self.init()
        var reader = NoteReader(markdown: markdown, keys: keys)
        reader.read()
        self = reader.note
    }
}

private struct NoteReader {
    var note = VisitNote()
    private let lines: [String]
    private let keys: Set<String>
    private var isInComment = false
    private var text: [String] = []

    init(markdown: String, keys: Set<String>) {
        var normal = ""
        for character in markdown where character != "\u{FEFF}" {
            normal.append(character == "\r\n" ? "\n" : character)
        }
        lines = normal.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        self.keys = keys
    }

    mutating func read() {
        var index = readHead()
        while index < lines.count {
            readBodyLine(lines[index], number: index + 1)
            index += 1
        }
        if isInComment {
            note.problems.append(
                NoteProblem(line: lines.count, message: "a comment (<!--) is never closed"))
        }
        divide()
    }

    /// Reads the head and returns the index of the first line behind it.
    private mutating func readHead() -> Int {
        guard let first = lines.firstIndex(where: { !isBlank($0) }), isRule(lines[first]) else {
            return 0
        }
        guard let last = lines[(first + 1)...].firstIndex(where: isRule) else {
            note.problems.append(
                NoteProblem(
                    line: first + 1,
                    message: "the head of the note has no closing line of three dashes (---)"))
            return first + 1
        }
        for index in (first + 1)..<last { readEntry(lines[index], number: index + 1) }
        return last + 1
    }

    private mutating func readEntry(_ line: String, number: Int) {
        let content = stripped(line)
        if content.isEmpty || content.hasPrefix("#") { return }
        guard let colon = content.firstIndex(of: ":") else {
            note.problems.append(
                NoteProblem(line: number, message: "\"\(content)\" is not of the form key: value"))
            return
        }
        let key = stripped(String(content[..<colon])).lowercased()
        let value = stripped(String(content[content.index(after: colon)...]))
        guard keys.contains(key) else {
            let known = keys.sorted().joined(separator: ", ")
            note.problems.append(
                NoteProblem(line: number, message: "\"\(key)\" is none of the keys: \(known)"))
            return
        }
        if note.entries.contains(where: { $0.key == key }) {
            note.problems.append(NoteProblem(line: number, message: "\"\(key)\" is there twice"))
            return
        }
        if !value.isEmpty { note.entries.append(NoteEntry(key: key, value: value, line: number)) }
    }

    private mutating func readBodyLine(_ line: String, number: Int) {
        guard let visible = withoutComments(line) else { return }
        guard let boxed = Box(line: visible) else {
            text.append(visible)
            return
        }
        if let promise = boxed.promise(line: number) {
            note.promises.append(promise)
        } else if boxed.isNamed {
            if !boxed.isBare {
                note.problems.append(
                    NoteProblem(line: number, message: "the promise says nothing"))
            }
        } else {
            text.append(visible)
        }
    }

    /// A line without its comments; nil where nothing else was on it.
    private mutating func withoutComments(_ line: String) -> String? {
        var rest = line[...]
        var visible = ""
        var hadComment = isInComment
        while !rest.isEmpty {
            let mark = isInComment ? "-->" : "<!--"
            guard let range = rest.range(of: mark) else {
                if !isInComment { visible += rest }
                break
            }
            if !isInComment { visible += rest[..<range.lowerBound] }
            hadComment = true
            isInComment.toggle()
            rest = rest[range.upperBound...]
        }
        return hadComment && isBlank(visible) ? nil : visible
    }

    /// Makes the first line the summary and the rest the body.
    private mutating func divide() {
        var rest = text[...]
        while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
        while let last = rest.last, isBlank(last) { rest = rest.dropLast() }
        guard let first = rest.first else { return }
        let line = stripped(String(stripped(first).drop { $0 == "#" }))
        if line.count <= VisitNote.summaryCharactersMax {
            note.summary = line
            rest = rest.dropFirst()
            while let first = rest.first, isBlank(first) { rest = rest.dropFirst() }
        } else {
            var short = String(line.prefix(VisitNote.summaryCharactersMax - 1))
            if let space = short.lastIndex(of: " ") { short = String(short[..<space]) }
            note.summary = short + "…"
        }
        note.body = rest.joined(separator: "\n")
    }
}

/// A list item with a box: `- [ ] us: send the offer by 2026-12-01`.
private struct Box {
    let isDone: Bool
    let content: String

    init?(line: String) {
        var rest = stripped(line)[...]
        guard let bullet = rest.first, "-*+".contains(bullet) else { return nil }
        rest = stripped(String(rest.dropFirst()))[...]
        guard rest.first == "[", rest.count >= 3 else { return nil }
        let mark = rest[rest.index(after: rest.startIndex)]
        rest = rest.dropFirst(mark == "]" ? 1 : 2)
        guard rest.first == "]", mark == "]" || " xX".contains(mark) else { return nil }
        isDone = mark == "x" || mark == "X"
        content = stripped(String(rest.dropFirst()))
    }

    private var direction: NotedPromise.Direction? {
        let folded = content.lowercased()
        if folded.hasPrefix("us:") || folded.hasPrefix("we:") { return .us }
        return folded.hasPrefix("them:") || folded.hasPrefix("they:") ? .them : nil
    }

    var isNamed: Bool { direction != nil }

    /// Whether the line is as the empty note has it, an invitation that nobody took up.
    var isBare: Bool { isNamed && !isDone && said.isEmpty }

    private var said: String {
        guard let colon = content.firstIndex(of: ":") else { return "" }
        return stripped(String(content[content.index(after: colon)...]))
    }

    func promise(line: Int) -> NotedPromise? {
        guard let direction, !said.isEmpty else { return nil }
        let (text, due) = withDue(said)
        guard !text.isEmpty else { return nil }
        return NotedPromise(
            direction: direction, text: text, due: due, isDone: isDone, line: line)
    }

    /// Splits `... by 2026-12-01`, `... (due friday)`, `... until +2w` off the end; what does not look
    /// like a date stays text.
    private func withDue(_ text: String) -> (String, String?) {
        let words = text.split(separator: " ")
        guard words.count >= 2, let last = words.last else { return (text, nil) }
        let date = last.filter { $0 != ")" && $0 != "." && $0 != "(" }
        let word = words[words.count - 2].lowercased().filter(\.isLetter)
        guard word == "by" || word == "due" || word == "until" else { return (text, nil) }
        guard isDateWord(date.lowercased()) else { return (text, nil) }
        return (words.dropLast(2).joined(separator: " "), String(date))
    }
}

/// Whether a word looks like a date: `2026-12-01`, `+2w`, `tomorrow`, `fri`.
private func isDateWord(_ word: String) -> Bool {
    if word.first?.isNumber == true { return word.count { $0 == "-" } == 2 }
    if word.first == "+" {
        return word.dropFirst().dropLast().allSatisfy(\.isNumber)
            && (word.last == "d" || word.last == "w")
    }
    if word == "today" || word == "tomorrow" { return true }
    let days = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    return days.contains { $0 == word || (word.count == 3 && $0.hasPrefix(word)) }
}

private func isRule(_ line: String) -> Bool { stripped(line) == "---" }

private func isBlank(_ line: String) -> Bool { line.allSatisfy(\.isWhitespace) }

private func stripped(_ text: String) -> String {
    var part = text[...]
    while let first = part.first, first.isWhitespace { part = part.dropFirst() }
    while let last = part.last, last.isWhitespace { part = part.dropLast() }
    return String(part)
}

extension Substring {
    /// The first place of a mark.
    fileprivate func range(of mark: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(mark) {
                return start..<index(start, offsetBy: mark.count)
            }
            start = index(after: start)
        }
        return nil
    }
}
