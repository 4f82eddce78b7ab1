// Writes rows as RFC 4180 text: for reject files and exports.

/// Rows as text that every reader of RFC 4180 takes back unchanged.
public enum CSVText {
    /// One row with its line end (CRLF).
    ///
    /// A cell is quoted where it holds a delimiter, a quote, a line end or white space at an end.
    public static func row(_ cells: [String], delimiter: Character = ",") -> String {
        cells.map { cell($0, delimiter: delimiter) }.joined(separator: String(delimiter)) + "\r\n"
    }

    private static func cell(_ text: String, delimiter: Character) -> String {
        let special: (Unicode.Scalar) -> Bool = {
            $0 == "\"" || $0 == "\n" || $0 == "\r" || $0 == delimiter.unicodeScalars.first
        }
        let isSpaced = text.first?.isWhitespace == true || text.last?.isWhitespace == true
        guard isSpaced || text.unicodeScalars.contains(where: special) else { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append("\"") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
