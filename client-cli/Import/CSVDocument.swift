// A comma-separated file as rows of cells: strict RFC 4180, with every oddity named by its line.

/// One row of a file, as it was read.
public struct CSVRow: Hashable, Sendable {
    /// The line of the file on which the row begins, from 1.
    public let line: Int
    /// The cells in the order of the columns.
    public let cells: [String]
    /// What is wrong with the row, in words for people; nil for a good one.
    public let problem: String?

    /// Makes a row.
    public init(line: Int, cells: [String], problem: String? = nil) {
        self.line = line
        self.cells = cells
        self.problem = problem
    }
}

/// Why a file cannot be read at all; nothing of it was imported.
public enum CSVError: Error, Hashable, Sendable {
    /// The file holds nothing, or only empty lines.
    case empty
    /// A quote that is opened on this line never closes, so nobody can say where its row ends.
    case unclosedQuote(line: Int)
    /// The file holds zero bytes, so it is not text.
    case notText(line: Int)
    /// Two columns have the same name.
    case repeatedColumn(String)
    /// The file is larger than ``CSVDocument/bytesMax``.
    case tooLarge(bytes: Int)
}

/// A file with a header row.
public struct CSVDocument: Hashable, Sendable {
    /// The largest file that is read, in bytes.
    public static let bytesMax = 256 << 20

    /// The names of the columns, white space around them removed.
    public let columns: [String]
    /// The rows behind the header, empty lines left out.
    public let rows: [CSVRow]
    /// The character between cells.
    public let delimiter: Character
    /// What the bytes were taken for.
    public let encoding: TextEncoding

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: the whole file.
    ///   - delimiter: what separates cells; nil finds it out from the header.
    /// - Throws: ``CSVError`` where the file as a whole cannot be read; bad rows are returned with
    ///   their ``CSVRow/problem``.
    public init(bytes: [UInt8], delimiter: Character? = nil) throws(CSVError) {
        guard bytes.count <= Self.bytesMax else { throw .tooLarge(bytes: bytes.count) }
        let (text, encoding) = TextEncoding.decode(bytes)
        self.encoding = encoding
        let content = Array(text.utf8)
        if let zero = content.firstIndex(of: 0) {
            throw .notText(line: 1 + content[..<zero].count { $0 == UInt8(ascii: "\n") })
        }
        let separator = delimiter ?? Self.likelyDelimiter(of: content)
        self.delimiter = separator
        var rows = try CSVScanner(content: content, delimiter: separator.asciiValue ?? 44).rows()
        rows.removeAll { $0.problem == nil && $0.cells.allSatisfy(\.isEmpty) }
        guard let header = rows.first else { throw .empty }
        columns = header.cells.map(trimmed)
        var seen: Set<String> = []
        for column in columns where !column.isEmpty && !seen.insert(column.lowercased()).inserted {
            throw .repeatedColumn(column)
        }
        let width = columns.count
        self.rows = rows.dropFirst().map { $0.checked(width: width) }
    }

    /// The position of a column, by any of its names; letter case and spaces do not count.
    public func index(of names: [String]) -> Int? {
        let folded = columns.map(foldedName)
        for name in names {
            if let index = folded.firstIndex(of: foldedName(name)) { return index }
        }
        return nil
    }

    /// The most frequent candidate of the first line, quoted parts left out; a comma where none is.
    private static func likelyDelimiter(of content: [UInt8]) -> Character {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in content {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { break }
            counts[byte, default: 0] += 1
        }
        var best: (delimiter: Character, count: Int) = (",", 0)
        for candidate: Character in [",", ";", "\t", "|"] {
            let count = counts[candidate.asciiValue ?? 0] ?? 0
            if count > best.count { best = (candidate, count) }
        }
        return best.delimiter
    }
}

extension CSVRow {
    /// The row with a problem if its cells are not as many as the columns.
    fileprivate func checked(width: Int) -> CSVRow {
        guard problem == nil, cells.count != width else { return self }
        return CSVRow(
            line: line, cells: cells,
            problem: "the row has \(cells.count) cells, the header has \(width)")
    }
}

/// A name without letter case, spaces and punctuation: `Billing City` is `billingcity`.
func foldedName(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
}

/// A text without white space around it.
func trimmed(_ text: String) -> String {
    var part = text[...]
    while let first = part.first, first.isWhitespace { part = part.dropFirst() }
    while let last = part.last, last.isWhitespace { part = part.dropLast() }
    return String(part)
}
