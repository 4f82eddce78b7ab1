// A visit's note as Markdown: what people write in an editor, and what it says.

/// A promise written into a note as `- [ ] us: ...` or `- [ ] them: ...`.
public struct NotedPromise: Hashable, Sendable {
    /// Who promised.
    public enum Direction: String, Hashable, Sendable {
        /// We did.
        case us
        /// The customer did.
        case them
    }

    /// Who promised.
    public let direction: Direction
    /// What.
    public let text: String
    /// The date behind `by` or `due` as it was written; nil without one.
    public let due: String?
    /// Whether the box is ticked.
    public let isDone: Bool
    /// The line of the note, from 1.
    public let line: Int

    /// Makes a promise.
    public init(direction: Direction, text: String, due: String?, isDone: Bool, line: Int) {
        self.direction = direction
        self.text = text
        self.due = due
        self.isDone = isDone
        self.line = line
    }
}

/// A key and its value at the head of a note.
public struct NoteEntry: Hashable, Sendable {
    /// The key, in lower case.
    public let key: String
    /// What is written behind the colon; never empty.
    public let value: String
    /// The line of the note, from 1.
    public let line: Int

    /// Makes an entry.
    public init(key: String, value: String, line: Int) {
        self.key = key
        self.value = value
        self.line = line
    }
}

/// Something in a note that cannot be understood; the note is kept and can be corrected.
public struct NoteProblem: Error, Hashable, Sendable {
    /// The line of the note, from 1.
    public let line: Int
    /// In words for people.
    public let message: String

    /// Makes a problem.
    public init(line: Int, message: String) {
        self.line = line
        self.message = message
    }
}

/// What a note says.
public struct VisitNote: Hashable, Sendable {
    /// The keys at its head, between two lines of `---`.
    public var entries: [NoteEntry] = []
    /// Its first line, without the marks of a heading.
    public var summary = ""
    /// All other text, promises and comments left out.
    public var body = ""
    /// The promises, in the order of the note.
    public var promises: [NotedPromise] = []
    /// What cannot be understood.
    public var problems: [NoteProblem] = []

    /// Makes an empty note.
    public init() {}

    /// Whether nobody has written anything: no summary, no body, no promises.
    public var isEmpty: Bool { summary.isEmpty && body.isEmpty && promises.isEmpty }

    /// The value of a key; nil where it is absent or empty.
    public subscript(key: String) -> String? {
        entries.last { $0.key == key }?.value
    }
}
