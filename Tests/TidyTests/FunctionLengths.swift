// Measures how many lines each function of a source file takes.

/// One function, initializer or subscript with a body.
struct MeasuredFunction: Sendable {
    /// Where it begins, as `path:line`.
    let place: String
    /// From the line of its keyword to that of its closing brace.
    let lines: Int
}

/// Finds functions in masked code by matching brackets.
struct FunctionLengths {
    private let code: [UInt8]
    private var at: Int

    static func of(_ file: SourceFile) -> [MeasuredFunction] {
        let keyword =
            #/(?:^|\s)(?:func\s+[^\s(<]+|init[?]?(?=[(<])|deinit(?=\s)|subscript(?=[(<]))/#
        var functions: [MeasuredFunction] = []
        var scanner = FunctionLengths(code: Array(file.code.utf8), at: 0)
        var number = 0
        var offset = 0
        for line in file.codeLines {
            number += 1
            defer { offset += line.utf8.count + 1 }
            guard
                line.hasBytes(of: "func") || line.hasBytes(of: "init")
                    || line.hasBytes(of: "subscript")
            else { continue }
            guard let match = line.firstMatch(of: keyword) else { continue }
            let start = line.utf8.distance(from: line.startIndex, to: match.range.upperBound)
            scanner.at = offset + start
            guard let length = scanner.linesOfBody() else { continue }
            functions.append(MeasuredFunction(place: "\(file.path):\(number)", lines: length))
        }
        return functions
    }

    private mutating func linesOfBody() -> Int? {
        let start = at
        while at < code.count, code[at] != UInt8(ascii: "("), code[at] != UInt8(ascii: "{") {
            at += 1
        }
        if at < code.count, code[at] == UInt8(ascii: "(") {
            skipBrackets("(", ")")
        }
        guard skipToBody() else { return nil }
        skipBrackets("{", "}")
        return 1 + code[start..<min(at, code.count)].count { $0 == UInt8(ascii: "\n") }
    }

    /// Moves to the opening brace of the body; false if there is none, as in a protocol.
    private mutating func skipToBody() -> Bool {
        while at < code.count {
            if code[at] == UInt8(ascii: "{") { return true }
            if code[at] == UInt8(ascii: "}") { return false }
            if code[at] == UInt8(ascii: "\n"), !nextLineContinues() { return false }
            at += 1
        }
        return false
    }

    private func nextLineContinues() -> Bool {
        let rest = code[(at + 1)...].drop { $0 == UInt8(ascii: " ") }
        return ["where", "->", "throws", "async", "{", ")"].contains {
            rest.starts(with: $0.utf8)
        }
    }

    private mutating func skipBrackets(_ open: Unicode.Scalar, _ close: Unicode.Scalar) {
        var depth = 0
        repeat {
            if code[at] == UInt8(ascii: open) { depth += 1 }
            if code[at] == UInt8(ascii: close) { depth -= 1 }
            at += 1
        } while depth > 0 && at < code.count
    }
}
