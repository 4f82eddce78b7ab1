// Files as other programs write them, good and bad.
import Import
import Testing

private func document(_ text: String) throws -> CSVDocument {
    try CSVDocument(bytes: Array(text.utf8))
}

@Test func quotedCellsHoldDelimitersQuotesAndLineEnds() throws {
    let file = try document("a,b\r\n\"x, y\",\"he said \"\"no\"\"\r\nand left\"\r\n")
    #expect(file.columns == ["a", "b"])
    #expect(file.rows.map(\.cells) == [["x, y", "he said \"no\"\r\nand left"]])
}

@Test func lastLineNeedsNoLineEnd() throws {
    #expect(try document("a,b\n1,2").rows.map(\.cells) == [["1", "2"]])
    #expect(try document("a,b\n1,").rows.map(\.cells) == [["1", ""]])
}

@Test func rowsKnowTheirLine() throws {
    let file = try document("a,b\n\n\"1\n2\n3\",x\n4,y\n")
    #expect(file.rows.map(\.line) == [3, 6])
}

@Test func raggedRowsAreNamedAndTheOthersAreRead() throws {
    let file = try document("a,b\n1\n1,2,3\n4,5\n")
    #expect(file.rows[0].problem == "the row has 1 cells, the header has 2")
    #expect(file.rows[1].problem == "the row has 3 cells, the header has 2")
    #expect(file.rows[2].problem == nil)
}

@Test func strayQuotesSpoilOnlyTheirRow() throws {
    let file = try document("a,b\n1\"2,3\n\"4\"5,6\n7,8\n")
    #expect(file.rows[0].problem == "cell 1 has a quote in it but does not begin with one")
    #expect(file.rows[1].problem == "cell 1 goes on behind its closing quote")
    #expect(file.rows[2].cells == ["7", "8"])
}

@Test func unclosedQuoteSpoilsTheFile() {
    #expect(throws: CSVError.unclosedQuote(line: 3)) { try document("a,b\n1,2\n\"3,4\n5,6\n") }
}

@Test func repeatedColumnIsRefused() {
    #expect(throws: CSVError.repeatedColumn("name")) { try document("Name,x,name\n1,2,3\n") }
}

@Test func emptyFileAndBinaryFileAreRefused() {
    #expect(throws: CSVError.empty) { try document("") }
    #expect(throws: CSVError.empty) { try document("\n\n") }
    #expect(throws: CSVError.notText(line: 2)) { try document("a,b\n\0,1\n") }
}

@Test func byteOrderMarkIsNotPartOfTheFirstColumn() throws {
    #expect(try document("\u{FEFF}Name,b\n1,2\n").columns == ["Name", "b"])
    let little: [UInt8] =
        [0xFF, 0xFE] + "Name,b\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let file = try CSVDocument(bytes: little)
    #expect(file.columns == ["Name", "b"])
    #expect(file.encoding == .utf16)
}

@Test func latin1IsRecognised() throws {
    let file = try CSVDocument(
        bytes: Array("name\nG".utf8) + [0xF6] + Array("ppingen ".utf8) + [0x80])
    #expect(file.encoding == .latin1)
    #expect(file.rows.first?.cells == ["Göppingen €"])
}

@Test func delimiterIsFoundOutFromTheHeader() throws {
    #expect(try document("a;b;c\n1;2,5;3\n").delimiter == ";")
    #expect(try document("a\tb\n1\t2\n").delimiter == "\t")
    #expect(try document("\"a;b;c\",d\n1,2\n").delimiter == ",")
    #expect(try document("only\n1\n").rows.map(\.cells) == [["1"]])
}

@Test func writtenRowsAreReadBackUnchanged() throws {
    let cells = ["plain", "a,b", "\"", "\n", " spaced ", "", "é👩‍👩‍👧", "a\r\nb"]
    let file = try document(CSVText.row(cells.indices.map { "c\($0)" }) + CSVText.row(cells))
    #expect(file.rows.map(\.cells) == [cells])
}
