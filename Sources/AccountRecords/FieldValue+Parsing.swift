// From what people type to a value of the field's type.
import CausalCore

extension FieldValue {
    /// Reads what people type: `2026-12-01`, `1 200 EUR`, `yes`, `at risk`.
    ///
    /// White space at both ends is dropped, text is taken into normalization form C. Moments
    /// without an offset are UTC, so add the person's own first. References and people are read by
    /// their 36-character ids; whoever knows handles resolves them first.
    ///
    /// - Throws: ``ValueError`` with a sentence that says what would be right.
    public init(text: String, type: FieldType) throws(ValueError) {
        let typed = trimmed(text)
        guard !typed.isEmpty else { throw .nothing }
        let value = try Self.parsed(typed, type: type)
        // One set of rules: what was read must pass the check that every op meets.
        self = try FieldValue(canonicalBytes: value.canonicalBytes, type: type)
    }

    private static func parsed(_ typed: String, type: FieldType) throws(ValueError) -> FieldValue {
        switch type {
        case .text: return .text(typed)
        case .longText: return .text(withPlainLineBreaks(typed))
        case .handle: return .text(typed.lowercased())
        case .integer(let range): return .integer(try integer(typed, range: range))
        case .boolean: return .boolean(try boolean(typed))
        case .choice(let words): return .choice(try choice(typed, of: words))
        case .date:
            guard let date = CalendarDate(typed) else { throw .notADate }
            return .date(date)
        case .instant:
            guard let milliseconds = Instant.milliseconds(typed) else { throw .notAnInstant }
            return .instant(milliseconds: milliseconds)
        case .money:
            guard let money = Money(typed) else { throw .notMoney }
            return .money(money)
        case .reference:
            guard let record = RecordID(typed) else { throw .notAnID }
            return .reference(record)
        case .user:
            guard let user = UserID(typed) else { throw .notAnID }
            return .user(user)
        case .address: return .address(try address(typed))
        case .card: return .card(try card(typed))
        }
    }

    private static func integer(
        _ typed: String, range: ClosedRange<Int64>
    ) throws(ValueError) -> Int64 {
        guard let number = Int64(typed.replacing("\u{2212}", with: "-")) else {
            throw ValueError(.notUnderstood, "A whole number is needed.")
        }
        guard range.contains(number) else { throw .range(range) }
        return number
    }

    private static func boolean(_ typed: String) throws(ValueError) -> Bool {
        switch typed.lowercased() {
        case "yes", "y", "true", "on", "1": return true
        case "no", "n", "false", "off", "0": return false
        default: throw ValueError(.notUnderstood, "It must be yes or no.")
        }
    }

    private static func choice(
        _ typed: String, of words: [String]
    ) throws(ValueError) -> String {
        let plain = typed.lowercased().replacing("-", with: "_").replacing(" ", with: "_")
        guard let word = words.first(where: { $0 == plain }) else { throw .choice(words) }
        return word
    }

    /// Labelled parts; without a label, everything is the street.
    private static func address(_ typed: String) throws(ValueError) -> PostalAddress {
        let labels = PostalAddress.partNames
        // By bytes, because a mark after the "=" makes another character of it.
        let plain = typed.lowercased().utf8
        guard labels.contains(where: { plain.contains(($0 + "=").utf8) }) else {
            return PostalAddress(street: typed)
        }
        guard let parts = LabelledText.parts(labels: labels, text: typed) else {
            throw ValueError(
                .notUnderstood,
                "An address is written street=...; postcode=...; city=...; region=...; country=...")
        }
        return PostalAddress(parts: parts)
    }

    private static func card(_ typed: String) throws(ValueError) -> ReportCard {
        let labels = ReportCard.criteria
        let wrong = ValueError(
            .notUnderstood,
            "A card is written quality=4: a comment; delivery=3; scores are 1 to 5, criteria: "
                + labels.joined(separator: ", ") + ".")
        guard let parts = LabelledText.parts(labels: labels, text: typed) else { throw wrong }
        let entries = parts.compactMap { CardEntry(text: $0) }
        guard entries.count == labels.count else { throw wrong }
        return ReportCard(entries: entries)
    }

    /// Line feeds for every kind of line end, by bytes, because CR LF is one character.
    private static func withPlainLineBreaks(_ text: String) -> String {
        guard text.utf8.contains(13) else { return text }
        var bytes: [UInt8] = []
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if !(byte == 10 && previous == 13) { bytes.append(byte == 13 ? 10 : byte) }
            previous = byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ValueError {
    static let notADate = ValueError(
        .notUnderstood, "A date of the calendar is needed, like 2026-12-01.")
    static let notAnInstant = ValueError(
        .notUnderstood, "A date and time is needed, like 2026-12-01T14:30Z.")
    static let notMoney = ValueError(
        .notUnderstood, "An amount with a currency is needed, like 1200.50 EUR.")
    static let notAnID = ValueError(
        .notUnderstood, "An id of 36 characters is needed, as lists print it.")
}
