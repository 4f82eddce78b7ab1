// The documents: links lead somewhere, nothing is unlisted, promises have tests.

extension Rule {
    static let links = Rule(
        name: "links in Markdown lead to a file and a heading that exist",
        broken: Tree(["README.md": "[a](docs/a.md#part-two)\n", "docs/a.md": "# Part 1\n"]),
        kept: Tree(["README.md": "[a](docs/a.md#1-it-is-so)\n", "docs/a.md": "## 1. It `is` so\n"])
    ) { tree in
        tree.markdown.flatMap { file in
            prose(file).flatMap { number, line in
                line.matches(of: #/\]\(([^)\s]+)\)/#).map { String($0.1) }
                    .filter { !$0.contains("://") && !$0.hasPrefix("mailto:") }
                    .filter { !leads($0, from: file, in: tree) }
                    .map { "\(file.path):\(number): \($0) leads nowhere" }
            }
        }
    }

    static let catalogue = Rule(
        name: "docs/README.md lists every document",
        broken: Tree(["docs/README.md": "", "docs/operating/install.md": "# Install\n"]),
        kept: Tree(["docs/README.md": "[x](operating/install.md)", "docs/operating/install.md": ""])
    ) { tree in
        let text = tree.file("docs/README.md")?.text ?? ""
        return tree.markdown.map(\.path).filter { path in
            guard path != "docs/README.md" else { return false }
            let link = path.hasPrefix("docs/") ? String(path.dropFirst(5)) : "../" + path
            return !text.contains("](\(link))")
        }.map { "docs/README.md: does not list \($0)" }
    }

    static let decisions = Rule(
        name: "decisions are numbered without gaps, and have their four parts",
        broken: Tree(["docs/decisions/0002-a.md": "# A\n"]),
        kept: Tree([
            "docs/decisions/0001-a.md": decisionParts.map { "## \($0)\n" }.joined()
        ])
    ) { tree in
        let pages = tree.markdown.filter { $0.folder == "docs/decisions" }
        return pages.enumerated().flatMap { index, page -> [String] in
            let number = String(repeating: "0", count: 4 - String(index + 1).count) + "\(index + 1)"
            let misnumbered = page.name.hasPrefix(number + "-") ? [] : ["number \(number) is next"]
            let missing = decisionParts.filter { !page.text.contains("## \($0)\n") }
                .map { "has no part \($0)" }
            return (misnumbered + missing).map { "\(page.path): \($0)" }
        }
    }

    static let promises = Rule(
        name: "each promise of README.md is held by tests that exist",
        broken: promise("| kept | `aThingIsKept` |", "@Test func anotherThingIsKept() {}"),
        kept: promise("| kept | `aThingIsKept` |", "@Test func aThingIsKept() {}")
    ) { tree in
        let table = MarkdownTable(in: tree.file("README.md"), firstHeading: "promise")
        let tests = tree.swift.filter(\.isTest)
        guard let rows = table?.rows, !rows.isEmpty else {
            return ["README.md: has no table of promises"]
        }
        return rows.flatMap { row -> [String] in
            let names = row.count > 1 ? MarkdownTable.names(row[1]).sorted() : []
            let absent = names.filter { name in
                !tests.contains { $0.code.contains("func \(name)(") }
            }
            return names.isEmpty
                ? ["README.md: the promise '\(row[0])' names no test"]
                : absent.map { "README.md: there is no test \($0)" }
        }
    }

    private static let decisionParts = ["Motivation", "Decision", "Alternatives", "Consequences"]

    private static func promise(_ row: String, _ test: String) -> Tree {
        Tree([
            "README.md": "| promise | tests |\n| --- | --- |\n\(row)\n",
            "Tests/ATests/ATests.swift": test,
        ])
    }

    /// The numbered lines of a document that are not in a fenced block.
    static func prose(_ file: SourceFile) -> [(number: Int, line: Substring)] {
        var isFenced = false
        return file.lines.enumerated().compactMap { index, line in
            if line.hasPrefix("```") { isFenced.toggle() }
            return isFenced ? nil : (index + 1, line)
        }
    }

    private static func leads(_ link: String, from file: SourceFile, in tree: Tree) -> Bool {
        let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].isEmpty ? file.path : resolved(String(parts[0]), from: file.folder)
        guard parts.count == 2 else {
            return tree.files.contains { $0.path == path || $0.path.hasPrefix(path + "/") }
                || path.hasSuffix(".csv") || path.hasSuffix(".pml")
        }
        return tree.file(path).map { slugs(of: $0).contains(String(parts[1])) } ?? false
    }

    private static func resolved(_ link: String, from folder: String) -> String {
        var parts = folder.split(separator: "/")
        for part in link.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// The names that headings have in links, as code hosts make them.
    private static func slugs(of file: SourceFile) -> [String] {
        prose(file).filter { $0.line.hasPrefix("#") }.map { heading in
            let title = heading.line.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
            return String(
                title.compactMap { character -> Character? in
                    if character == " " { return "-" }
                    let stays = character.isLetter || character.isNumber || "-_".contains(character)
                    return stays ? character : nil
                })
        }
    }
}
