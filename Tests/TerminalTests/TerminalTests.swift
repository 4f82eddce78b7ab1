// What a terminal shows: widths, tables, harmless text, JSON.
import Terminal
import Testing

@Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("שלום", 4),
    ("", 0), ("한국", 4), ("ﾊ", 1), ("１", 2), ("\u{200B}", 0),
])
func widthIsWhatATerminalDraws(text: String, width: Int) {
    #expect(DisplayWidth.of(text) == width)
}

@Test func tablesAlignWideCharacters() {
    var table = Table([TableColumn("NAME"), TableColumn("N", isRight: true)])
    table.add(["日本", "7"])
    table.add(["abc", "12"])
    #expect(
        table.text(width: nil, palette: Palette(isOn: false))
            == "NAME   N\n日本   7\nabc   12\n")
}

@Test func narrowTerminalsCutFlexibleColumnsOnly() {
    var table = Table([TableColumn("ID"), TableColumn("TEXT", isFlexible: true)])
    table.add(["v-7k3q", "a long sentence about line 3"])
    #expect(
        table.text(width: 20, palette: Palette(isOn: false))
            == "ID      TEXT\nv-7k3q  a long sent…\n")
    #expect(table.plain() == "v-7k3q\ta long sentence about line 3\n")
}

@Test func nothingInATextIsObeyedByTheTerminal() {
    #expect(SafeText.block("a\u{1B}[31mb\u{202E}c\rd") == "a\\x1b[31mb\\u{202e}c\\rd")
    #expect(SafeText.block("one\ntwo\tthree 👩‍👩‍👧 שלום") == "one\ntwo\tthree 👩‍👩‍👧 שלום")
    #expect(SafeText.line("one\r\ntwo\n\nthree\n") == "one ⏎ two ⏎ three")
    #expect(SafeText.plainField("a\tb\nc\\d\u{7}") == "a\\tb\\nc\\\\d\\x07")
}

@Test func coloursFollowTheEnvironment() {
    #expect(ColorChoice.auto.isOn(isTerminal: true, environment: [:]))
    #expect(!ColorChoice.auto.isOn(isTerminal: true, environment: ["NO_COLOR": "1"]))
    #expect(ColorChoice.auto.isOn(isTerminal: true, environment: ["NO_COLOR": ""]))
    #expect(!ColorChoice.auto.isOn(isTerminal: true, environment: ["TERM": "dumb"]))
    #expect(!ColorChoice.auto.isOn(isTerminal: false, environment: [:]))
    #expect(ColorChoice.always.isOn(isTerminal: false, environment: ["NO_COLOR": "1"]))
    #expect(Palette(isOn: true)(.bad, "x") == "\u{1B}[31mx\u{1B}[0m")
    #expect(Palette(isOn: false)(.bad, "x") == "x")
}

@Test func jsonKeepsTheOrderOfKeysAndEscapes() {
    let value = JSONText.object([("b", 1), ("a", ["x\"\u{1B}\n", nil, true])])
    #expect(value.document(isPretty: false) == #"{"b":1,"a":["x\"\u001b\n",null,true]}"#)
    #expect(JSONText.object([("a", [1])]).document() == "{\n  \"a\": [\n    1\n  ]\n}")
    #expect(JSONText.array([]).document() == "[]")
}

@Test func nearMatchesComeNearestFirst() {
    let handles = ["northwind", "northwind-2", "southwind", "acme", "fujifilm"]
    #expect(NearMatch.words(to: "northwnid", among: handles).first == "northwind")
    #expect(NearMatch.words(to: "north", among: handles) == ["northwind", "northwind-2"])
    #expect(NearMatch.words(to: "fuji", among: handles) == ["fujifilm"])
    #expect(NearMatch.words(to: "zzzzzz", among: handles).isEmpty)
}

@Test func longLinesBreakAtSpacesAndKeepTheirIndent() {
    #expect(Wrapping.lines("  one two three", columns: 10) == ["  one two", "  three"])
    #expect(Wrapping.lines("a\n\nb", columns: 10) == ["a", "", "b"])
    #expect(Wrapping.lines("https://example.org/long", columns: 10) == ["https://example.org/long"])
}

@Test func explanationsAreThreeLines() {
    let text = Explanation(
        "The server did not answer.", kept: "Nothing is lost.", remedy: "Try later.")
    #expect(
        text.text(palette: Palette(isOn: false))
            == "The server did not answer.\nNothing is lost.\nTry later.\n")
}
