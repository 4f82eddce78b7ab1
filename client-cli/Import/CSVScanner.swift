// Cuts the bytes of a file into rows and cells.

/// One pass over the bytes of a file.
///
/// Strict: a quote may only open at the start of a cell, and only a delimiter or the end of the line
/// may follow the one that closes. A row that breaks this is returned with its problem, up to the
/// end of its line, and reading goes on behind it.
struct CSVScanner {
    private let content: [UInt8]
    private let delimiter: UInt8
    private var position = 0
    private var line = 1
    private var cells: [String] = []
    private var problem: String?

    init(content: [UInt8], delimiter: UInt8) {
        self.content = content
        self.delimiter = delimiter
    }

    /// All rows of the file, empty ones too.
    func rows() throws(CSVError) -> [CSVRow] {
        var scanner = self
        var rows: [CSVRow] = []
        while scanner.position < content.count {
            rows.append(try scanner.row())
        }
        return rows
    }

    private mutating func row() throws(CSVError) -> CSVRow {
        let start = line
        cells = []
        problem = nil
        repeat {
            if current == quote { try quotedCell() } else { plainCell() }
        } while takeDelimiter()
        takeLineEnd()
        return CSVRow(line: start, cells: cells, problem: problem)
    }

    private mutating func plainCell() {
        let start = position
        while let byte = current, !isEnd(byte) {
            if byte == quote, problem == nil {
                problem = "cell \(cells.count + 1) has a quote in it but does not begin with one"
            }
            position += 1
        }
        append(content[start..<position])
    }

    private mutating func quotedCell() throws(CSVError) {
        let opened = line
        position += 1
        var bytes: [UInt8] = []
        while true {
            guard let byte = current else { throw .unclosedQuote(line: opened) }
            position += 1
            if byte == quote {
                guard current == quote else { break }
                position += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            bytes.append(byte)
        }
        let closed = position
        while let byte = current, !isEnd(byte) { position += 1 }
        if closed < position {
            problem = problem ?? "cell \(cells.count + 1) goes on behind its closing quote"
            bytes += content[closed..<position]
        }
        append(bytes[...])
    }

    private mutating func append(_ bytes: ArraySlice<UInt8>) {
        cells.append(String(decoding: bytes, as: UTF8.self))
    }

    private mutating func takeDelimiter() -> Bool {
        guard current == delimiter else { return false }
        position += 1
        return true
    }

    private mutating func takeLineEnd() {
        if current == UInt8(ascii: "\r") { position += 1 }
        if current == UInt8(ascii: "\n") { position += 1 }
        line += 1
    }

    private var current: UInt8? { position < content.count ? content[position] : nil }
    private var quote: UInt8 { UInt8(ascii: "\"") }

    private func isEnd(_ byte: UInt8) -> Bool {
        byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
