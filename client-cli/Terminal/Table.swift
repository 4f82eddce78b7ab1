// Rows under headings: aligned for people, tab-separated for programs.

/// One column of a table.
public struct TableColumn: Hashable, Sendable {
    /// Its heading, in the words of the reader.
    public let title: String
    /// Whether its cells stand at the right, as numbers do.
    public let isRight: Bool
    /// Whether it may be cut where the terminal is narrow.
    public let isFlexible: Bool

    /// Makes a column.
    public init(_ title: String, isRight: Bool = false, isFlexible: Bool = false) {
        self.title = title
        self.isRight = isRight
        self.isFlexible = isFlexible
    }
}

/// One cell: what people read and what programs read.
public struct TableCell: Hashable, Sendable, ExpressibleByStringLiteral {
    /// For people: `Tue 24 Nov`.
    public let text: String
    /// For programs, never cut: `2026-11-24`.
    public let plain: String
    /// How it looks.
    public let tone: Tone?

    /// Makes a cell; programs read the same text unless they are given another.
    public init(_ text: String, plain: String? = nil, tone: Tone? = nil) {
        self.text = text
        self.plain = plain ?? text
        self.tone = tone
    }

    /// Makes a cell of a literal.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

/// Rows under headings.
public struct Table: Sendable {
    /// The columns.
    public let columns: [TableColumn]
    /// The rows; missing cells are empty, those beyond the columns are left out.
    public private(set) var rows: [[TableCell]] = []

    /// Makes a table without rows.
    public init(_ columns: [TableColumn]) {
        self.columns = columns
    }

    /// Adds a row.
    public mutating func add(_ cells: [TableCell]) {
        rows.append(cells)
    }

    /// How wide a flexible column gets at most where no terminal sets a limit.
    public static let flexibleColumnsMax = 60

    /// Adds a row before the one at a position; at the end for a position beyond it.
    public mutating func insert(_ cells: [TableCell], at position: Int) {
        rows.insert(cells, at: min(max(0, position), rows.count))
    }

    /// The table for people; columns in which nothing stands are left out.
    ///
    /// - Parameter width: the columns of the terminal; nil where the output goes elsewhere.
    public func text(width: Int?, palette: Palette, indent: String = "") -> String {
        let filled = columns.indices.filter { index in
            rows.contains { index < $0.count && !$0[index].text.isEmpty }
        }
        guard filled.count == columns.count || rows.isEmpty else {
            return keeping(filled).text(width: width, palette: palette, indent: indent)
        }
        let lines = rows.map { row in
            columns.indices.map { $0 < row.count ? SafeText.line(row[$0].text) : "" }
        }
        var widths = columns.indices.map { index in
            max(
                DisplayWidth.of(columns[index].title),
                lines.map { DisplayWidth.of($0[index]) }.max() ?? 0)
        }
        if let width {
            shrink(&widths, to: width - indent.count)
        } else {
            for index in columns.indices where columns[index].isFlexible {
                widths[index] = min(widths[index], Self.flexibleColumnsMax)
            }
        }
        var text = ""
        if columns.contains(where: { !$0.title.isEmpty }) {
            text += indent
            text += line(columns.map(\.title), widths: widths) { _, cell in palette(.quiet, cell) }
        }
        for (row, cells) in zip(rows, lines) {
            text += indent
            text += line(cells, widths: widths) { index, cell in
                guard index < row.count, let tone = row[index].tone else { return cell }
                return palette(tone, cell)
            }
        }
        return text
    }

    /// The table with some of its columns only.
    private func keeping(_ indexes: [Int]) -> Table {
        var table = Table(indexes.map { columns[$0] })
        for row in rows { table.add(indexes.map { $0 < row.count ? row[$0] : "" }) }
        return table
    }

    /// The table for programs: one line for each row, tabs between cells, no headings.
    public func plain() -> String {
        rows.map { row in
            columns.indices.map { $0 < row.count ? SafeText.plainField(row[$0].plain) : "" }
                .joined(separator: "\t") + "\n"
        }.joined()
    }

    private func line(
        _ cells: [String], widths: [Int], painted: (Int, String) -> String
    ) -> String {
        var line = ""
        for index in columns.indices {
            let cell = DisplayWidth.fitted(cells[index], columns: widths[index])
            let gap = String(repeating: " ", count: widths[index] - DisplayWidth.of(cell))
            if index > 0 { line += "  " }
            if columns[index].isRight {
                line += gap + painted(index, cell)
            } else {
                line += painted(index, cell) + gap
            }
        }
        while line.last == " " { line.removeLast() }
        return line + "\n"
    }

    /// Takes columns from the widest flexible one until the row fits.
    private func shrink(_ widths: inout [Int], to available: Int) {
        let gaps = 2 * max(0, columns.count - 1)
        while widths.reduce(gaps, +) > available {
            let candidates = columns.indices.filter { columns[$0].isFlexible && widths[$0] > 8 }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { return }
            widths[widest] -= 1
        }
    }
}
