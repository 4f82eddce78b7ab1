// From canonical bytes to a value that fits its field: strict, never traps, one form only.
import CausalCore

extension FieldValue {
    /// Reads canonical bytes as a value of a field's type; of a set's or log's type, the value that
    /// an element or entry stands for.
    ///
    /// - Throws: ``ValueError`` for everything that is not exactly what ``canonicalBytes`` makes of
    ///   a value that fits the type.
    public init(canonicalBytes: [UInt8], type: FieldType) throws(ValueError) {
        guard let first = canonicalBytes.first else { throw .nothing }
        guard let tag = ValueTag(rawValue: first) else { throw .form }
        let payload = canonicalBytes.dropFirst()
        switch (type, tag) {
        case (.text(let max), .text):
            self = try .text(Self.text(payload, bytesMax: max, isLine: true))
        case (.longText(let max), .text): self = try .text(Self.text(payload, bytesMax: max))
        case (.handle, .text): self = try .text(Self.handle(payload))
        case (.choice(let words), .choice): self = try .choice(Self.choice(payload, of: words))
        case (.address, .address): self = try .address(PostalAddress(canonicalBytes: payload))
        case (.card, .card): self = try .card(ReportCard(canonicalBytes: payload))
        default: self = try Self.fixedSize(payload, tag: tag, type: type)
        }
    }

    private static func fixedSize(
        _ payload: ArraySlice<UInt8>, tag: ValueTag, type: FieldType
    ) throws(ValueError) -> FieldValue {
        switch (type, tag) {
        case (.integer(let range), .integer):
            let number = try number(payload)
            guard range.contains(number) else { throw .range(range) }
            return .integer(number)
        case (.boolean, .boolean):
            guard payload.count == 1, let byte = payload.first, byte <= 1 else { throw .form }
            return .boolean(byte == 1)
        case (.date, .date):
            guard let days = Int32(exactly: try number(payload)),
                let date = CalendarDate(daysSince1970: days)
            else { throw .form }
            return .date(date)
        case (.instant, .instant):
            let milliseconds = try number(payload)
            guard Instant.range.contains(milliseconds) else { throw .form }
            return .instant(milliseconds: milliseconds)
        case (.money, .money): return try .money(Money(canonicalBytes: payload))
        case (.reference, .reference):
            guard let record = RecordID(bytes: payload), !record.isZero else { throw .form }
            return .reference(record)
        case (.user, .user):
            guard let user = UserID(bytes: payload), !user.isZero else { throw .form }
            return .user(user)
        default:
            throw ValueError(.wrongType, "A value of another type; this field is \(type.name).")
        }
    }

    private static func number(_ payload: ArraySlice<UInt8>) throws(ValueError) -> Int64 {
        var reader = CanonicalReader(payload)
        guard let number = reader.signed(), reader.isAtEnd else { throw .form }
        return number
    }

    private static func text(
        _ payload: ArraySlice<UInt8>, bytesMax: Int, isLine: Bool = false
    ) throws(ValueError) -> String {
        guard payload.count <= bytesMax else { throw .long(bytesMax) }
        let scan = TextScan(payload)
        guard !payload.isEmpty, let text = CanonicalText.text(of: payload, scan: scan) else {
            throw .form
        }
        if scan.hasNull { throw .character }
        if isLine && scan.hasLineBreak { throw .lineBreak }
        return text
    }

    private static func handle(_ payload: ArraySlice<UInt8>) throws(ValueError) -> String {
        let text = try text(payload, bytesMax: RecordLimits.handleBytesMax)
        guard Handle.isValid(text) else { throw .handle }
        return text
    }

    private static func choice(
        _ payload: ArraySlice<UInt8>, of words: [String]
    ) throws(ValueError) -> String {
        guard let word = words.first(where: { $0.utf8.elementsEqual(payload) }) else {
            throw .choice(words)
        }
        return word
    }
}

extension ValueError {
    static let nothing = ValueError(.empty, "There is no value.")
    static let form = ValueError(.notCanonical, "The stored bytes are not in canonical form.")
    static let character = ValueError(.badCharacter, "The text has the character U+0000.")
    static let lineBreak = ValueError(.badCharacter, "This field holds one line only.")
    static let handle = ValueError(
        .notUnderstood,
        "A handle has 1 to 32 of a-z, 0-9 and single hyphens between them, like northwind-2.")

    static func long(_ bytesMax: Int) -> ValueError {
        ValueError(.tooLong, "The text is longer than \(bytesMax) bytes.")
    }

    static func range(_ range: ClosedRange<Int64>) -> ValueError {
        ValueError(
            .outOfRange, "The number must be from \(range.lowerBound) to \(range.upperBound).")
    }

    static func choice(_ words: [String]) -> ValueError {
        ValueError(.unknownChoice, "It must be one of: \(words.joined(separator: ", ")).")
    }
}
