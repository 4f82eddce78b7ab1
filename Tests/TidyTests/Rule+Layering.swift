// Who may import whom: the manifest and every import against docs/architecture.md.

import Foundation

/// What `swift package describe --type json` says, as far as the rules ask.
private struct PackageDescription: Decodable {
    struct Target: Decodable {
        let name: String
        let type: String
        let path: String
        let target_dependencies: [String]?
        let product_dependencies: [String]?
    }
    let targets: [Target]
}

/// One row of the table "who may import whom".
private struct Permission {
    let target: String
    let ours: Set<String>
    let others: Set<String>
    let system: Set<String>

    static func all(_ tree: Tree) -> [Permission] {
        let table = MarkdownTable(in: tree.file("docs/architecture.md"), firstHeading: "target")
        return (table?.rows ?? []).filter { $0.count >= 4 }.flatMap { row in
            MarkdownTable.names(row[0]).sorted().map { target in
                Permission(
                    target: target, ours: MarkdownTable.names(row[1]),
                    others: MarkdownTable.names(row[2]), system: MarkdownTable.names(row[3]))
            }
        }
    }
}

extension Rule {
    static let layering = Rule(
        name: "the manifest's edges are those of docs/architecture.md",
        broken: sample(edges: #"["A", "B"]"#), kept: sample(edges: #"["A"]"#)
    ) { tree in
        let description = try JSONDecoder().decode(
            PackageDescription.self, from: tree.packageDescription)
        let permissions = Permission.all(tree)
        let targets = description.targets.filter { $0.type != "test" && $0.type != "system-target" }
        let unlisted = targets.map(\.name).filter { name in
            !name.hasSuffix("Support") && !permissions.contains { $0.target == name }
        }
        let absent = permissions.map(\.target).filter { name in
            !targets.contains { $0.name == name }
        }
        let different = permissions.flatMap { permission in
            targets.filter { $0.name == permission.target }.flatMap { target in
                differences(permission.target, permission.ours, target.target_dependencies)
                    + differences(permission.target, permission.others, target.product_dependencies)
            }
        }
        return unlisted.map { "Package.swift: \($0) has no row in docs/architecture.md" }
            + absent.map { "docs/architecture.md: \($0) is no target" } + different
            + description.targets.filter { $0.type == "test" && $0.path != "Tests/\($0.name)" }
            .map { "Package.swift: the tests \($0.name) are not in Tests/\($0.name)" }
    }

    static let imports = Rule(
        name: "files import only what docs/architecture.md lets their target import",
        broken: sample(edges: "[]", source: "// One.\n@preconcurrency import struct B.Thing\n"),
        kept: sample(edges: "[]", source: "// import B\npublic import A\nimport Foundation\n")
    ) { tree in
        let description = try JSONDecoder().decode(
            PackageDescription.self, from: tree.packageDescription)
        return Permission.all(tree).flatMap { permission -> [String] in
            let path = description.targets.first { $0.name == permission.target }?.path ?? "?"
            let allowed = permission.ours.union(permission.others).union(permission.system)
            return tree.swift.filter { $0.path.hasPrefix(path + "/") }.flatMap { file in
                imports(of: file).filter { !allowed.contains($0) }.map {
                    "\(file.path): imports \($0); \(permission.target) may not, "
                        + "says docs/architecture.md"
                }
            }
        }
    }

    private static func differences(
        _ target: String, _ documented: Set<String>, _ edges: [String]?
    ) -> [String] {
        let edges = Set(edges ?? [])
        return edges.subtracting(documented).sorted().map {
            "Package.swift: \(target) depends on \($0); docs/architecture.md does not say so"
        }
            + documented.subtracting(edges).sorted().map {
                "docs/architecture.md: \(target) may import \($0); Package.swift has no such edge"
            }
    }

    private static func imports(of file: SourceFile) -> [String] {
        let pattern =
            #/^\s*(?:@\w+\s+)*(?:\w+\s+)?import\s+(?:(?:struct|class|enum|func|let|var|protocol|typealias)\s+)?(\w+)/#
        return file.codeLines(with: ["import"]).compactMap { _, line in
            line.firstMatch(of: pattern).map { String($0.1) }
        }
    }

    private static func sample(edges: String, source: String = "") -> Tree {
        let table = """
            | target | ours | others | system |
            | --- | --- | --- | --- |
            | `C` | `A` | nothing | `Foundation` |
            """
        let targets =
            #"{"targets": [{"name": "C", "type": "library", "path": "Sources/C","#
            + #""target_dependencies": \#(edges)}]}"#
        return Tree(
            ["docs/architecture.md": table, "Sources/C/C.swift": source],
            packageDescription: targets)
    }
}
