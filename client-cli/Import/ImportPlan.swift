// A file read through a mapping: what each row says, and the rows that say nothing usable.

/// One row, as fields of a record.
public struct ImportRow: Hashable, Sendable {
    /// The line of the file on which it begins, from 1.
    public let line: Int
    /// The cells as they were, for a reject file.
    public let cells: [String]
    /// Texts by field name; empty cells are left out.
    public let values: [String: String]
    /// Texts by part of the address: `street`, `city`, `region`, `postcode`, `country`.
    public let address: [String: String]
    /// Elements for `external_ids`, such as `salesforce:001000F03A8690F7EA`.
    public let externalIDs: [String]
    /// The name of a contact's company.
    public let company: String?
    /// The other system's id of a contact's company, or its handle.
    public let companyID: String?

    /// What is written in the field `name`; never empty.
    public var name: String { values["name"] ?? "" }
    /// The element that names the row in the system that it comes from.
    public var sourceID: String? { externalIDs.first { !$0.hasPrefix("ticker:") } }
}

/// One row that was not taken, and why.
public struct RejectedRow: Hashable, Sendable {
    /// The line of the file on which it begins, from 1.
    public let line: Int
    /// The cells as they were.
    public let cells: [String]
    /// Why, in words for people.
    public let reason: String

    /// Makes a rejected row.
    public init(line: Int, cells: [String], reason: String) {
        self.line = line
        self.cells = cells
        self.reason = reason
    }
}

/// Why a file does not fit its mapping.
public enum ImportError: Error, Hashable, Sendable {
    /// No column has one of these names, without which nothing can be imported.
    case missingColumn(names: [String], found: [String])
}

/// A file read through a mapping.
public struct ImportPlan: Sendable {
    /// The mapping.
    public let mapping: ImportMapping
    /// The names of the file's columns.
    public let columns: [String]
    /// The rows that can be imported, in the order of the file.
    public let rows: [ImportRow]
    /// The rows that cannot.
    public let rejected: [RejectedRow]
    /// The columns that the mapping does not take.
    public let ignoredColumns: [String]

    /// Reads a document through a mapping.
    ///
    /// - Throws: ``ImportError`` where a column is missing without which no row means anything.
    public init(document: CSVDocument, mapping: ImportMapping) throws(ImportError) {
        self.mapping = mapping
        columns = document.columns
        var indexes: [(column: ImportColumn, index: Int)] = []
        for column in mapping.columns {
            guard let index = document.index(of: column.names) else { continue }
            indexes.append((column, index))
        }
        try Self.check(indexes.map(\.column.field), mapping: mapping, found: document.columns)
        let taken = Set(indexes.map(\.index))
        ignoredColumns = document.columns.indices
            .filter { !taken.contains($0) && !document.columns[$0].isEmpty }
            .map { document.columns[$0] }
            .filter { !rejectColumns.contains($0) }
        var rows: [ImportRow] = []
        var rejected: [RejectedRow] = []
        for row in document.rows {
            switch Self.read(row, indexes: indexes, mapping: mapping) {
            case .success(let good): rows.append(good)
            case .failure(let bad):
                rejected.append(RejectedRow(line: row.line, cells: row.cells, reason: bad.reason))
            }
        }
        self.rows = rows
        self.rejected = rejected
    }

    /// A reject file: the columns as they were, then the line and the reason, so that a corrected
    /// copy can be imported again.
    public func rejectFile(_ rejected: [RejectedRow]) -> String {
        var text = CSVText.row(columns + rejectColumns)
        for row in rejected {
            var cells = Array(row.cells.prefix(columns.count))
            cells += Array(repeating: "", count: columns.count - cells.count)
            text += CSVText.row(cells + [String(row.line), row.reason])
        }
        return text
    }

    private static func check(
        _ fields: [String], mapping: ImportMapping, found: [String]
    ) throws(ImportError) {
        func require(_ alternatives: [String]) throws(ImportError) {
            guard !alternatives.contains(where: fields.contains) else { return }
            let names = mapping.columns.filter { alternatives.contains($0.field) }
                .compactMap(\.names.first)
            throw .missingColumn(names: names, found: found)
        }
        try require(["name", ImportColumn.firstName, ImportColumn.lastName])
        if mapping.subject == .contacts {
            try require([ImportColumn.company, ImportColumn.companyID])
        }
    }

    private static func read(
        _ row: CSVRow, indexes: [(column: ImportColumn, index: Int)], mapping: ImportMapping
    ) -> Result<ImportRow, RowProblem> {
        if let problem = row.problem { return .failure(RowProblem(reason: problem)) }
        var draft = RowDraft(source: mapping.source)
        for (column, index) in indexes {
            let text = trimmed(row.cells[index])
            if !text.isEmpty { draft.take(text, for: column.field) }
        }
        guard let values = draft.namedValues() else {
            return .failure(RowProblem(reason: "the row has no name"))
        }
        if mapping.subject == .contacts, draft.company == nil, draft.companyID == nil {
            return .failure(RowProblem(reason: "the row names no company"))
        }
        return .success(
            ImportRow(
                line: row.line, cells: row.cells, values: values, address: draft.address,
                externalIDs: draft.externalIDs, company: draft.company,
                companyID: draft.companyID))
    }
}

/// The columns that a reject file has in addition.
private let rejectColumns = ["kith_line", "kith_reason"]

private struct RowProblem: Error {
    let reason: String
}

/// What has been read of one row so far.
private struct RowDraft {
    let source: ImportSource
    var values: [String: String] = [:]
    var address: [String: String] = [:]
    var externalIDs: [String] = []
    var company: String?
    var companyID: String?
    var names: [String: String] = [:]

    init(source: ImportSource) {
        self.source = source
    }

    mutating func take(_ text: String, for field: String) {
        switch field {
        case ImportColumn.sourceID: externalIDs.append("\(source.rawValue):\(text)")
        case ImportColumn.company: company = text
        case ImportColumn.companyID: companyID = text
        case ImportColumn.firstName, ImportColumn.lastName: names[field] = text
        case _ where field.hasPrefix(ImportColumn.address):
            address[String(field.dropFirst(ImportColumn.address.count))] = text
        case _ where field.hasPrefix("external_ids:"):
            externalIDs.append(field.dropFirst("external_ids:".count) + ":" + text)
        default: values[field] = text
        }
    }

    /// The values with a name put together from its parts; nil without any.
    func namedValues() -> [String: String]? {
        var named = values
        if named["name"] == nil {
            let parts = [names[ImportColumn.firstName], names[ImportColumn.lastName]]
            let name = parts.compactMap(\.self).joined(separator: " ")
            guard !name.isEmpty else { return nil }
            named["name"] = name
        }
        return named
    }
}
