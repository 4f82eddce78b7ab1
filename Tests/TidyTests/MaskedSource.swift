// Swift source with comments and string contents blanked out, so that rules see only code.

/// Blanks comments and the contents of string literals, keeping every line where it is.
///
/// A small lexer, not a parser: it knows line and nested block comments, plain, raw and multi-line
/// strings, and interpolation. It does not know regular expression literals.
struct MaskedSource {
    private let bytes: [UInt8]
    private var output: [UInt8]
    private var at = 0

    static func code(of text: String) -> String {
        var source = MaskedSource(text)
        source.maskCode(untilParenthesis: false)
        return String(decoding: source.output, as: UTF8.self)
    }

    private init(_ text: String) {
        bytes = Array(text.utf8)
        output = bytes
    }

    private mutating func maskCode(untilParenthesis: Bool) {
        var depth = 0
        while at < bytes.count {
            let byte = bytes[at]
            if byte == UInt8(ascii: "/"), starts(with: "//") {
                blank { $0.bytes[$0.at] == UInt8(ascii: "\n") }
            } else if byte == UInt8(ascii: "/"), starts(with: "/*") {
                maskBlockComment()
            } else if let pounds = poundsBeforeQuote() {
                maskString(pounds: pounds)
            } else {
                if bytes[at] == UInt8(ascii: "(") { depth += 1 }
                if bytes[at] == UInt8(ascii: ")") { depth -= 1 }
                if untilParenthesis { blankOne() } else { at += 1 }
                if untilParenthesis && depth == 0 { return }
            }
        }
    }

    private mutating func maskBlockComment() {
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                blankOne()
            } else if starts(with: "*/") {
                depth -= 1
                blankOne()
            }
            blankOne()
        } while depth > 0 && at < bytes.count
    }

    /// The number of `#` before a string literal that starts here; nil if none starts here.
    private func poundsBeforeQuote() -> Int? {
        var end = at
        while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
        return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - at : nil
    }

    private mutating func maskString(pounds: Int) {
        let fence = String(repeating: "#", count: pounds)
        at += pounds
        let quotes = starts(with: "\"\"\"") ? "\"\"\"" : "\""
        at += quotes.utf8.count
        while at < bytes.count {
            if bytes[at] == UInt8(ascii: "\""), starts(with: quotes + fence) {
                at += quotes.utf8.count + pounds
                return
            } else if bytes[at] != UInt8(ascii: "\\") {
                blankOne()
            } else if starts(with: "\\" + fence + "(") {
                for _ in 0...pounds { blankOne() }
                maskCode(untilParenthesis: true)
            } else if starts(with: "\\" + fence) {
                for _ in 0..<(pounds + 2) { blankOne() }
            } else {
                blankOne()
            }
        }
    }

    private mutating func blank(until isOver: (borrowing MaskedSource) -> Bool) {
        while at < bytes.count && !isOver(self) { blankOne() }
    }

    private mutating func blankOne() {
        guard at < bytes.count else { return }
        if bytes[at] != UInt8(ascii: "\n") { output[at] = UInt8(ascii: " ") }
        at += 1
    }

    private func starts(with text: String) -> Bool {
        let wanted = text.utf8
        guard at + wanted.count <= bytes.count else { return false }
        return bytes[at..<(at + wanted.count)].elementsEqual(wanted)
    }
}
