// Words: a header sentence in each file, names that say what they name, the glossary.

extension Rule {
    static let headers = Rule(
        name: "each Swift file begins with one sentence that says what it is",
        broken: Tree(["Sources/A/A.swift": "import B\n"]),
        kept: Tree([
            "Sources/A/A.swift": "// Counts things, from one line\n// to the next.\nlet a = 1\n"
        ])
    ) { tree in
        tree.swift.filter { file in
            let header = file.lines.drop { $0.hasPrefix("// swift-tools-version") }
                .prefix { $0.hasPrefix("// ") }
            return header.isEmpty || header.last?.last.map { !".:".contains($0) } ?? true
        }.map { "\($0.path):1: no header sentence, as in `// What it is, and its role.`" }
    }

    static let fileNames = Rule(
        name: "a file shares a word of its name with what it declares",
        broken: Tree(["Sources/A/Thing.swift": "struct Other {}\n"]),
        kept: Tree(["Sources/A/Unit.swift": "public struct UnitKey {}\nenum UnitKind {}\n"])
    ) { tree in
        tree.swift.filter { !$0.path.hasSuffix("main.swift") && $0.name != "Package.swift" }
            .filter { !$0.isTest || !$0.name.hasSuffix("Tests.swift") }
            .filter { file in
                let name = file.name.dropLast(".swift".count).split(separator: "+")[0]
                let words = name.matches(of: #/[A-Z][a-z]+|[A-Z]+(?![a-z])|[a-z-]+/#)
                    .map { $0.0.prefix(4).lowercased() }
                return !names(declaredIn: file).contains { declared in
                    words.contains { declared.lowercased().contains($0) }
                }
            }
            .map { "\($0.path): declares no type or function of its name, and extends none" }
    }

    static let words = Rule(
        name: "names use the words of the glossary",
        broken: Tree(["Sources/A/A.swift": "let dirtyRecords = 1\n"]),
        kept: Tree(["Sources/A/A.swift": "// dirty\nlet syncClient = HTTPClient()\n"])
    ) { tree in
        let pattern =
            #/\b(?:let|var|func|struct|class|enum|actor|protocol|typealias|case)\s+(\w+)/#
        return tree.swift.filter { !$0.code.contains("import NIO") }.flatMap { file in
            file.codeLines(with: keywords + ["var", "case"]).flatMap { number, line in
                line.matches(of: pattern)
                    .filter { bans(String($0.1)) }
                    .map { "\(file.path):\(number): \($0.1): see protocol/glossary.md" }
            }
        }
    }

    static let glossary = Rule(
        name: "every word of Kith is defined in the glossary",
        broken: Tree(["protocol/glossary.md": "| word | meaning |\n| --- | --- |\n| op | x |\n"]),
        kept: Tree([
            "protocol/glossary.md": "| word | meaning |\n| --- | --- |\n"
                + defined.map { "| \($0) | what it means |\n" }.joined()
        ])
    ) { tree in
        let table = MarkdownTable(in: tree.file("protocol/glossary.md"), firstHeading: "word")
        let rows = table?.rows ?? []
        let words = Set(rows.filter { $0.count > 1 && !$0[1].isEmpty }.map { $0[0] })
        return defined.filter { !words.contains($0) }
            .map { "protocol/glossary.md: \($0) is not defined" }
    }

    private static let defined = [
        "acknowledgement", "assignment", "batch", "checkpoint", "checksum", "clock evidence",
        "concurrent", "conflict", "conflict record", "context", "cursor", "device", "dot", "field",
        "held", "limit", "lineage", "op", "outbox", "page", "problem", "pull", "push", "rebirth",
        "receipt", "record", "rejected", "replica", "resolution", "retract", "scope", "seq",
        "server", "shard", "stamp", "supersede", "tombstone", "unit", "verdict", "version vector",
    ]

    private static let banned: Set<String> = [
        "node", "nodes", "peer", "peers", "dirty", "revision", "revisions", "timestamp",
        "timestamps", "master", "slave", "manager", "helper", "helpers", "util", "utils",
        "utilities", "handler", "handlers", "client",
    ]

    /// Whether the name has a banned word; managers of teams and what calls over HTTP are none.
    private static func bans(_ name: String) -> Bool {
        let isCaller = name == "syncClient" || name == "SyncClient" || name.contains("HTTPClient")
        let isRole = name.hasPrefix("manager")  // of a team, never of objects
        if isCaller || name == "httpClient" || isRole { return false }
        let words = name.matches(of: #/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/#).map { $0.0.lowercased() }
        return words.contains { banned.contains($0) }
            || zip(words, words.dropFirst()).contains { $0 == ("sync", "token") }
    }

    private static let keywords = [
        "let", "func", "struct", "class", "enum", "actor", "protocol", "typealias",
    ]

    private static func names(declaredIn file: SourceFile) -> [Substring] {
        let pattern =
            #/\b(?:struct|class|enum|actor|protocol|typealias|extension|func|let)\s+(?:\w+\.)*(\w+)/#
        return file.codeLines(with: keywords + ["extension"])
            .compactMap { $0.line.firstMatch(of: pattern)?.1 }
    }
}
