// Reads the tables of Markdown documents that the tests hold the repository to.

/// One table of a Markdown document, its cells without surrounding space.
struct MarkdownTable {
    let header: [String]
    let rows: [[String]]

    /// The first table whose header's first cell is this; nil if there is none.
    init?(in file: SourceFile?, firstHeading: String) {
        let tables = (file?.lines ?? []).split { !$0.hasPrefix("|") }.map { $0.map(Self.cells) }
        guard let table = tables.first(where: { $0.first?.first == firstHeading }) else {
            return nil
        }
        header = table[0]
        rows = Array(table.dropFirst(2))
    }

    private static func cells(_ line: Substring) -> [String] {
        line.split(separator: "|").map { cell in
            String(cell.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// The words in back-quotes in a cell.
    static func names(_ cell: String) -> Set<String> {
        Set(cell.matches(of: #/`([^`]+)`/#).map { String($0.1) })
    }
}
