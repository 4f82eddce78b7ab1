// The scores that a customer gives us in a review: one unit.

/// One line of a report card.
public struct CardEntry: Hashable, Sendable {
    /// From 1, the worst, to 5; nil if none was given.
    public var score: UInt8?
    /// What was said; may be empty.
    public var comment: String

    /// Makes a line.
    public init(score: UInt8? = nil, comment: String = "") {
        self.score = score
        self.comment = comment
    }

    /// Whether there is neither score nor comment.
    public var isEmpty: Bool { score == nil && comment.isEmpty }
}

/// The scores of a review, a line for each of ``criteria``.
public struct ReportCard: Hashable, Sendable {
    /// What is scored, in order: permanent.
    public static let criteria = [
        "quality", "delivery", "responsiveness", "technical_support", "communication", "ease",
        "commercial", "innovation",
    ]

    /// The scores that can be given.
    public static let scores: ClosedRange<UInt8> = 1...5

    /// As many lines as ``criteria``, in their order.
    public private(set) var entries: [CardEntry]

    /// Makes a card; missing lines are empty, further ones and impossible scores are dropped.
    public init(entries: [CardEntry] = []) {
        let padding = [CardEntry](repeating: CardEntry(), count: Self.criteria.count)
        self.entries = (entries + padding).prefix(Self.criteria.count).map { entry in
            guard let score = entry.score, !Self.scores.contains(score) else { return entry }
            return CardEntry(score: nil, comment: entry.comment)
        }
    }

    /// Whether no line holds anything.
    public var isEmpty: Bool { entries.allSatisfy(\.isEmpty) }
}

extension ReportCard {
    /// For each criterion the score, 0 for none, and the comment, counted.
    var canonicalBytes: [UInt8] {
        var bytes: [UInt8] = []
        for entry in entries {
            bytes.append(entry.score ?? 0)
            bytes.appendText(entry.comment)
        }
        return bytes
    }

    init(canonicalBytes: ArraySlice<UInt8>) throws(ValueError) {
        var reader = CanonicalReader(canonicalBytes)
        var entries: [CardEntry] = []
        for _ in Self.criteria {
            guard let score = reader.byte(), score <= Self.scores.upperBound else { throw .form }
            guard let comment = reader.text(bytesMax: RecordLimits.cardCommentBytesMax) else {
                throw .part(of: canonicalBytes, bytesMax: RecordLimits.cardCommentBytesMax)
            }
            entries.append(CardEntry(score: score == 0 ? nil : score, comment: comment))
        }
        self.init(entries: entries)
        guard reader.isAtEnd, !isEmpty else { throw .form }
    }
}
