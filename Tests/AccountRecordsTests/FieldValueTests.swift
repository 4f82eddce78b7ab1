// Every value has one canonical form, and bytes that are not one are refused without a trap.
import AccountRecords
import CausalCore
import Testing

@Suite struct FieldValueTests {
    static let types: [FieldType] = [
        .line, .note, .handle, .integer(-2...2), .integer(.min ... .max), .boolean, .date, .instant,
        .money, .choice(["us", "them"]), .reference(nil), .user, .address, .card,
    ]

    static let values: [(FieldValue, FieldType)] = [
        (.text("Zoë \u{1F600} שלום"), .line), (.text("a\nb\r\nc\td\u{1B}[0m"), .note),
        (.text("northwind-2"), .handle), (.integer(-2), .integer(-2...2)),
        (.integer(.min), .integer(.min ... .max)), (.integer(.max), .integer(.min ... .max)),
        (.integer(0), .integer(0...0)), (.boolean(true), .boolean), (.boolean(false), .boolean),
        (.date(.min), .date), (.date(.max), .date),
        (.instant(milliseconds: Instant.range.lowerBound), .instant),
        (.instant(milliseconds: Instant.range.upperBound), .instant),
        (.instant(milliseconds: -1), .instant), (.instant(milliseconds: 250), .instant),
        (.money(Money(minorUnits: -5, currency: .euro)), .money),
        (.money(Money(minorUnits: .min, currency: .dollar)), .money),
        (.choice("them"), .choice(["us", "them"])),
        (.reference(Samples.visit), .reference(nil)), (.user(Samples.alice), .user),
        (.address(PostalAddress(street: "a;b=c\\\nd", city: "Köln", country: "DE")), .address),
        (.address(PostalAddress(region: "\\")), .address),
        (
            .card(ReportCard(entries: [CardEntry(score: 5), CardEntry(comment: "late: 3; =")])),
            .card
        ),
        (.card(ReportCard(entries: [CardEntry(score: 1, comment: "so so")])), .card),
    ]

    @Test(arguments: values)
    func aValueComesBackFromItsBytesAndFromItsText(value: FieldValue, type: FieldType) throws {
        #expect(try FieldValue(canonicalBytes: value.canonicalBytes, type: type) == value)
        if type != .note { #expect(try FieldValue(text: value.text, type: type) == value) }
    }

    @Test(arguments: values)
    func noTruncatedOrExtendedBytesAreAValueOfAnotherForm(value: FieldValue, type: FieldType) {
        let bytes = value.canonicalBytes
        for count in 0..<bytes.count { checkForm(Array(bytes.prefix(count)), type) }
        checkForm(bytes + [0], type)
        checkForm(bytes + bytes, type)
        for index in bytes.indices {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[index] ^= 1 << bit
                checkForm(flipped, type)
            }
        }
    }

    @Test(arguments: types)
    func allShortBytesAreEitherCanonicalOrRefused(type: FieldType) {
        checkForm([], type)
        for first in UInt8.min...UInt8.max {
            checkForm([first], type)
            for second in UInt8.min...UInt8.max { checkForm([first, second], type) }
        }
        for tag in UInt8(0)...12 {
            for second in stride(from: UInt8(0), through: 255, by: 17) {
                for third in UInt8.min...UInt8.max { checkForm([tag, second, third], type) }
            }
        }
    }

    @Test(arguments: types)
    func hostileBytesNeverTrap(type: FieldType) {
        var randomness = SplitMix(state: 20_260_101)
        for _ in 0..<4000 {
            let count = Int(randomness.next() % 40)
            var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: randomness.next()) }
            if !bytes.isEmpty { bytes[0] = UInt8(randomness.next() % 13) }
            checkForm(bytes, type)
        }
        for tag in UInt8(0)...12 {
            checkForm([tag] + [UInt8](repeating: 0xFF, count: 10), type)
            checkForm([tag] + [UInt8](repeating: 0xFF, count: 9) + [1], type)
            checkForm([tag] + [UInt8](repeating: 0x80, count: 9) + [1], type)
            checkForm([tag, 0x45, 0x55, 0x52] + [UInt8](repeating: 0xFF, count: 9) + [2], type)
        }
    }

    /// Whatever is read must be written as exactly the bytes that were read.
    private func checkForm(_ bytes: [UInt8], _ type: FieldType) {
        guard let value = try? FieldValue(canonicalBytes: bytes, type: type) else { return }
        if value.canonicalBytes != bytes { Issue.record("\(bytes) is \(value)") }
    }

    @Test func equalValuesHaveEqualBytesAndOthersHaveNot() {
        let all =
            Self.values.map(\.0) + [
                .text("e\u{301}"), .text("é"), .text("\u{212B}"), .text("\u{C5}"),
                .text("A\u{30A}"),
                .text("q\u{323}\u{307}"), .text("q\u{307}\u{323}"), .text("\u{1100}\u{1161}"),
                .text("가"), .text("1"), .integer(1), .choice("1"), .text("\u{0958}"),
                .text("\u{0915}\u{093C}"), .address(PostalAddress(city: "e\u{301}")),
                .address(PostalAddress(city: "é")), .address(PostalAddress(street: "é")),
            ]
        for first in all {
            for second in all {
                #expect((first == second) == (first.canonicalBytes == second.canonicalBytes))
            }
        }
    }

    @Test func textIsTakenIntoFormCAndOtherFormsAreRefused() throws {
        #expect(FieldValue.text("e\u{301}").canonicalBytes == [1, 0xC3, 0xA9])
        #expect(throws: ValueError(.notCanonical, "The stored bytes are not in canonical form.")) {
            try FieldValue(canonicalBytes: [1] + Array("e\u{301}".utf8), type: .line)
        }
        let values = Array(UInt32(1)...0x1FFF) + stride(from: 0x2000, through: 0x3_0000, by: 11)
        for value in values {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = FieldValue.text("a" + String(Character(scalar))).canonicalBytes
            let again = try FieldValue(canonicalBytes: bytes, type: .note)
            if again.canonicalBytes != bytes { Issue.record("U+\(String(value, radix: 16))") }
        }
    }

    @Test func nothingHasNoBytes() {
        #expect(FieldValue.text("").canonicalBytes.isEmpty)
        #expect(FieldValue.address(PostalAddress()).canonicalBytes.isEmpty)
        #expect(FieldValue.card(ReportCard()).canonicalBytes.isEmpty)
        #expect(throws: ValueError.self) { try FieldValue(canonicalBytes: [], type: .line) }
        #expect(throws: ValueError.self) { try FieldValue(canonicalBytes: [1], type: .line) }
        #expect(throws: ValueError.self) { try FieldValue(text: " \n", type: .note) }
    }

    @Test func textAtTheLimitPassesAndOnePastItDoesNot() throws {
        for type in [FieldType.line, .note, .label, .longText(bytesMax: RecordLimits.bodyBytesMax)]
        {
            let max: Int
            switch type {
            case .text(let bytesMax), .longText(let bytesMax): max = bytesMax
            default: continue
            }
            let bytes = FieldValue.text(String(repeating: "x", count: max)).canonicalBytes
            _ = try FieldValue(canonicalBytes: bytes, type: type)
            #expect(code { try FieldValue(canonicalBytes: bytes + [0x78], type: type) } == .tooLong)
        }
    }

    @Test func partsAtTheLimitPassAndOnePastItDoNot() throws {
        let part = String(repeating: "x", count: RecordLimits.addressPartBytesMax)
        let fits = PostalAddress(parts: [part, part, part, part, part])
        let bytes = FieldValue.address(fits).canonicalBytes
        #expect(try FieldValue(canonicalBytes: bytes, type: .address) == .address(fits))
        let over = FieldValue.address(PostalAddress(city: part + "x")).canonicalBytes
        #expect(code { try FieldValue(canonicalBytes: over, type: .address) } == .tooLong)
        let comment = String(repeating: "x", count: RecordLimits.cardCommentBytesMax)
        let card = FieldValue.card(ReportCard(entries: [CardEntry(comment: comment)]))
        #expect(try FieldValue(canonicalBytes: card.canonicalBytes, type: .card) == card)
        let long = FieldValue.card(ReportCard(entries: [CardEntry(comment: comment + "x")]))
        #expect(
            code { try FieldValue(canonicalBytes: long.canonicalBytes, type: .card) } == .tooLong)
    }

    @Test func charactersThatAFieldCannotHoldAreRefused() {
        #expect(code { try FieldValue(text: "a\nb", type: .line) } == .badCharacter)
        #expect(code { try FieldValue(text: "a\rb", type: .line) } == .badCharacter)
        #expect(code { try FieldValue(text: "a\u{0}b", type: .note) } == .badCharacter)
        #expect(code { try FieldValue(canonicalBytes: [1, 0xFF], type: .line) } == .notCanonical)
        #expect(code { try FieldValue(canonicalBytes: [1, 0xED, 0xA0, 0x80], type: .line) } != nil)
    }

    @Test func valuesOfAnotherTypeAreRefused() {
        let number = FieldValue.integer(1).canonicalBytes
        #expect(code { try FieldValue(canonicalBytes: number, type: .line) } == .wrongType)
        #expect(code { try FieldValue(canonicalBytes: number, type: .date) } == .wrongType)
        #expect(
            code { try FieldValue(canonicalBytes: number, type: .integer(2...3)) } == .outOfRange)
        let word = FieldValue.choice("we").canonicalBytes
        #expect(
            code { try FieldValue(canonicalBytes: word, type: .choice(["us"])) } == .unknownChoice)
        #expect(code { try FieldValue(canonicalBytes: [99], type: .line) } == .notCanonical)
    }

    @Test func theMessageOfAnErrorNeverHoldsTheValue() {
        for type in Self.types {
            do throws(ValueError) {
                _ = try FieldValue(text: "S3CRET\u{0}", type: type)
                Issue.record("accepted as \(type)")
            } catch {
                #expect(!error.message.uppercased().contains("S3CRET"))
                #expect(error.message.hasSuffix(".") || error.message.hasSuffix("..."))
            }
        }
    }

    private func code(_ body: () throws -> FieldValue) -> ValueError.Code? {
        do {
            _ = try body()
            return nil
        } catch {
            return (error as? ValueError)?.code
        }
    }
}

/// SplitMix64, for samples from a seed.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
