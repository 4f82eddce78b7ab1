// What people type is read as they mean it, or refused with a sentence.
import AccountRecords
import CausalCore
import Testing

@Suite struct TypedTextTests {
    @Test(arguments: [
        ("1200 EUR", "1200.00 EUR"), ("EUR 1 200.50", "1200.50 EUR"),
        ("1.200,50 eur", "1200.50 EUR"), ("1,234,567.8 USD", "1234567.80 USD"),
        ("1,200 EUR", "1200.00 EUR"), ("1.200 EUR", "1200.00 EUR"), ("1'200.05CHF", "1200.05 CHF"),
        ("-0.05 EUR", "-0.05 EUR"), ("\u{2212}7 EUR", "-7.00 EUR"), ("0,5 EUR", "0.50 EUR"),
        ("1,200 JPY", "1200 JPY"), ("1.200 KWD", "1.200 KWD"), ("1,200 KWD", "1200.000 KWD"),
        ("€12", "12.00 EUR"), ("£ 3.5", "3.50 GBP"),
        ("1\u{A0}200\u{202F}000 EUR", "1200000.00 EUR"),
        ("92233720368547758.07 EUR", "92233720368547758.07 EUR"),
        ("-92233720368547758.08 EUR", "-92233720368547758.08 EUR"), ("0 XTS", "0.00 XTS"),
    ])
    func amountsAreReadAndPrinted(typed: String, printed: String) throws {
        let value = try FieldValue(text: typed, type: .money)
        #expect(value.text == printed)
        #expect(try FieldValue(text: printed, type: .money) == value)
    }

    @Test(arguments: [
        "", "EUR", "1200", "12 EURO", "1.5 JPY", "1.2345 EUR", "12,34,567 EUR", "1.234,567 EUR",
        "1.2.3 EUR", "--1 EUR", "1- EUR", "1e5 EUR", ".5 EUR", "5. EUR", "$5", "٣ EUR",
        "92233720368547758.08 EUR", "99999999999999999999 EUR", "1 000 000 000 000 000 000 000 JPY",
    ])
    func amountsThatMeanNothingAreRefused(typed: String) {
        #expect(throws: ValueError.self) { try FieldValue(text: typed, type: .money) }
    }

    @Test(arguments: [
        ("2026-12-01", "2026-12-01"), ("2026/2/9", "2026-02-09"), ("2024.02.29", "2024-02-29"),
        ("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31"),
    ])
    func datesAreReadAndPrinted(typed: String, printed: String) throws {
        #expect(try FieldValue(text: typed, type: .date).text == printed)
    }

    @Test(arguments: [
        "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
        "0000-01-01", "26-01-01", "2026-1-1-1", "2026-01/01", "2026-01-001", "tomorrow",
        "2026--1-1",
        "10000-01-01", "２０２６-01-01",
    ])
    func datesThatAreNoneAreRefused(typed: String) {
        #expect(throws: ValueError.self) { try FieldValue(text: typed, type: .date) }
    }

    @Test(arguments: [
        ("2026-12-01T14:30:00Z", "2026-12-01T14:30:00Z"),
        ("2026-12-01 14:30", "2026-12-01T14:30:00Z"),
        ("2026-12-01 9:05 +01:00", "2026-12-01T08:05:00Z"),
        ("2026-12-01T00:30+0130", "2026-11-30T23:00:00Z"),
        ("2026-12-31T23:30:59.25-01", "2027-01-01T00:30:59.250Z"),
        ("2026-12-01", "2026-12-01T00:00:00Z"),
        ("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"),
    ])
    func momentsAreReadAndPrintedInUTC(typed: String, printed: String) throws {
        let value = try FieldValue(text: typed, type: .instant)
        #expect(value.text == printed)
        #expect(try FieldValue(text: printed, type: .instant) == value)
    }

    @Test(arguments: [
        "2026-12-01T24:00Z", "2026-12-01T14:60Z", "2026-12-01T14:30:60Z", "2026-12-01T14",
        "2026-12-01T", "T14:30", "2026-12-01T14:30+24:00", "2026-12-01T14:30+1", "now",
        "9999-12-31T23:59-01:00", "0001-01-01T00:00+01:00", "2026-12-01T14:30:00.Z",
        "2026-12-01T14:30:00.1234567890Z", "2026-12-01T-1:30",
    ])
    func momentsThatAreNoneAreRefused(typed: String) {
        #expect(throws: ValueError.self) { try FieldValue(text: typed, type: .instant) }
    }

    @Test func wordsNumbersAndAnswersAreReadInTheirUsualForms() throws {
        let choice = FieldType.choice(["at_risk", "active"])
        #expect(try FieldValue(text: "At risk", type: choice) == .choice("at_risk"))
        #expect(try FieldValue(text: "at-risk", type: choice) == .choice("at_risk"))
        #expect(throws: ValueError.self) { try FieldValue(text: "gone", type: choice) }
        #expect(try FieldValue(text: "+2", type: .integer(-2...2)) == .integer(2))
        #expect(try FieldValue(text: "\u{2212}2", type: .integer(-2...2)) == .integer(-2))
        #expect(throws: ValueError.self) { try FieldValue(text: "3", type: .integer(-2...2)) }
        #expect(throws: ValueError.self) { try FieldValue(text: "two", type: .integer(-2...2)) }
        for yes in ["yes", "Y", "true", "ON", "1"] {
            #expect(try FieldValue(text: yes, type: .boolean) == .boolean(true))
        }
        for no in ["no", "n", "False", "off", "0"] {
            #expect(try FieldValue(text: no, type: .boolean) == .boolean(false))
        }
        #expect(throws: ValueError.self) { try FieldValue(text: "maybe", type: .boolean) }
        #expect(try FieldValue(text: " Northwind ", type: .handle) == .text("northwind"))
        #expect(throws: ValueError.self) { try FieldValue(text: "north wind", type: .handle) }
        #expect(try FieldValue(text: " a\r\nb\u{A0}", type: .note) == .text("a\nb"))
        #expect(try FieldValue(text: "a\r\r\nb\rc", type: .note) == .text("a\n\nb\nc"))
    }

    @Test func addressesAreReadWithAndWithoutLabels() throws {
        let typed = "city=Berlin ; Street = Hauptstr. 1\\nHof\\; links; postcode=10115; country=DE;"
        let address = PostalAddress(
            street: "Hauptstr. 1\nHof; links", postcode: "10115", city: "Berlin", country: "DE")
        #expect(try FieldValue(text: typed, type: .address) == .address(address))
        #expect(address.line == "Hauptstr. 1, Hof; links, 10115 Berlin, DE")
        #expect(
            try FieldValue(text: "1 Main St, Springfield", type: .address)
                == .address(PostalAddress(street: "1 Main St, Springfield")))
        for wrong in ["city=A; town=B", "city=A; city=B", "city=A; B"] {
            #expect(throws: ValueError.self) { try FieldValue(text: wrong, type: .address) }
        }
    }

    @Test func anAddressThatBeginsWithAMarkComesBackAsItIs() throws {
        let value = try FieldValue(text: "\u{20ED}\u{0C}.0", type: .address)
        #expect(try FieldValue(text: value.text, type: .address) == value)
    }

    @Test func cardsAreReadWithScoresAndComments() throws {
        let value = try FieldValue(text: "delivery=3; quality=5: on time; ease=: hm", type: .card)
        #expect(value.text == "quality=5: on time; delivery=3; ease=: hm")
        for wrong in ["quality=6", "quality=0", "quality=good", "price=3", "5"] {
            #expect(throws: ValueError.self) { try FieldValue(text: wrong, type: .card) }
        }
        #expect(ReportCard(entries: [CardEntry(score: 9)]).isEmpty)
    }

    @Test func everyDayOfACycleOf400YearsComesBackFromItsParts() throws {
        var date = try #require(CalendarDate("1600-01-01"))
        var previous = (year: 1600, month: 1, day: 0)
        for _ in 0...146_097 {
            let (year, month, day) = date.parts
            let isNext =
                (year, month, day) == (previous.year, previous.month, previous.day + 1)
                || (day == 1 && (month == previous.month + 1 || month == 1))
            if !isNext || CalendarDate(year: year, month: month, day: day) != date {
                Issue.record("\(date)")
            }
            previous = (year, month, day)
            date = date.adding(days: 1)
        }
        #expect(CalendarDate.min.description == "0001-01-01")
        #expect(CalendarDate.max.description == "9999-12-31")
    }

    @Test func datesAreCountedWithoutOverflow() throws {
        let date = try #require(CalendarDate(year: 1970, month: 1, day: 1))
        #expect(date.daysSince1970 == 0)
        #expect(date.weekday == 4)
        #expect(CalendarDate("2026-11-21")?.weekday == 6)
        #expect(CalendarDate.min.weekday == 1)
        #expect(date.adding(days: .max) == .max)
        #expect(date.adding(days: .min) == .min)
        #expect(date.adding(days: 31).days(until: date) == -31)
        #expect(CalendarDate(daysSince1970: Int64.max) == nil)
        #expect(CalendarDate(daysSince1970: CalendarDate.max.daysSince1970 + 1) == nil)
        #expect(CalendarDate(year: .max, month: .max, day: .max) == nil)
    }
}
