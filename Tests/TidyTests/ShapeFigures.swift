// The figures of shape: how long files and functions are.

/// How long files and functions are.
struct ShapeFigures {
    static let fileLinesMax = 500
    static let functionLinesMax = 70
    static let functionLinesP90Max = 25

    let files: [(path: String, lines: Int)]
    let functions: [MeasuredFunction]

    init(_ sources: [SourceFile]) {
        files = sources.map { ($0.path, $0.lines.count - 1) }
        functions = sources.flatMap(FunctionLengths.of)
    }

    /// Nine functions of ten are no longer than this.
    var functionLinesP90: Int { Self.percentile90(functions.map(\.lines)) }

    var summary: String {
        let longest = functions.max { $0.lines < $1.lines }
        let largest = files.max { $0.lines < $1.lines }
        return """
            \(files.count) files, \(files.map(\.lines).reduce(0, +)) lines, \
            p90 \(Self.percentile90(files.map(\.lines))), longest \(largest?.lines ?? 0) \
            (\(largest?.path ?? "none")); \(functions.count) functions, \
            p90 \(functionLinesP90), longest \(longest?.lines ?? 0) (\(longest?.place ?? "none"))
            """
    }

    private static func percentile90(_ values: [Int]) -> Int {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[(sorted.count - 1) * 9 / 10]
    }
}

extension Rule {
    static let fileSizes = Rule(
        name: "no file has more than 500 lines",
        broken: Tree(["Sources/A/A.swift": String(repeating: "let a = 1\n", count: 501)]),
        kept: Tree(["Sources/A/A.swift": String(repeating: "let a = 1\n", count: 500)])
    ) { tree in
        ShapeFigures(tree.swift).files.filter { $0.lines > ShapeFigures.fileLinesMax }
            .map { "\($0.path): \($0.lines) lines; find the second concept in it" }
    }

    static let functionSizes = Rule(
        name: "no function has more than 70 lines, and nine of ten have less than 25",
        broken: Tree(["Sources/A/A.swift": sample(functionLines: 71)]),
        kept: Tree(["Sources/A/A.swift": "protocol P {\n func f() -> Int\n func g()\n}\n"])
    ) { tree in
        let figures = ShapeFigures(tree.swift)
        let tooLong = figures.functions.filter { $0.lines > ShapeFigures.functionLinesMax }
            .map { "\($0.place): a function of \($0.lines) lines; give its parts names" }
        let p90 = figures.functionLinesP90
        return p90 < ShapeFigures.functionLinesP90Max
            ? tooLong : tooLong + ["one function of ten has \(p90) lines or more"]
    }

    private static func sample(functionLines: Int) -> String {
        "func f(\n a: Int = g({ 1 })\n) {\n"
            + String(repeating: " a()\n", count: functionLines - 4) + "}\n"
    }
}
