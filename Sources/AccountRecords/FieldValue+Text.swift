// The form that people read: exactly what FieldValue+Parsing reads again.

extension FieldValue {
    /// What people read; ``init(text:type:)`` makes the same value of it again, save white space at
    /// the ends of text.
    public var text: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .boolean(let isTrue): isTrue ? "yes" : "no"
        case .date(let date): date.description
        case .instant(let milliseconds): Instant.text(milliseconds: milliseconds)
        case .money(let money): money.description
        case .choice(let word): word
        case .reference(let record): record.description
        case .user(let user): user.description
        case .address(let address):
            LabelledText.text(labels: PostalAddress.partNames, parts: address.parts)
        case .card(let card):
            LabelledText.text(labels: ReportCard.criteria, parts: card.entries.map(\.text))
        }
    }
}

extension CardEntry {
    /// `4`, `4: what was said` or `: what was said`; empty for an empty line.
    var text: String {
        let score = score.map { String($0) } ?? ""
        return comment.isEmpty ? score : "\(score): \(comment)"
    }

    /// Reads what ``text`` prints; nil for anything else.
    init?(text: String) {
        let colon = text.firstIndex(of: ":") ?? text.endIndex
        let number = trimmed(text[..<colon])
        let rest = text[colon...].dropFirst()
        comment = String(rest.first == " " ? rest.dropFirst() : rest)
        score = nil
        guard !number.isEmpty else { return }
        guard let score = UInt8(number), ReportCard.scores.contains(score) else { return nil }
        self.score = score
    }
}
