// Planted bugs: each is used exactly once, and none is in what people run.

extension Rule {
    static let plantedBugs = Rule(
        name: "planted bugs are used once each and built into nothing that people run",
        broken: Tree([
            list: "package enum PlantedBug {\n    case one, two\n}\n",
            "Sources/A/A.swift": "if planted(.one) { return }\n",
            "Makefile": "release: setup\n\tswift build -Xswiftc -D\(flag)\n",
        ]),
        kept: Tree([
            list: "package enum PlantedBug {\n    case one\n}\n",
            "Sources/A/A.swift": "if planted(.one) { return }\n",
            "Makefile": "proof: setup\n\tswift build -Xswiftc -D\(flag)\nrelease: setup\n",
        ])
    ) { tree in
        let names = (tree.file(list)?.lines ?? []).flatMap { line in
            line.prefixMatch(of: #/\s+case (.+)/#).map {
                $0.1.split(separator: ",").map { String($0.trimmingPrefix(" ")) }
            } ?? []
        }
        let uses = tree.swift.filter { !$0.isTest }.flatMap { file in
            file.text.matches(of: #/planted\(\.(\w+)\)/#).map { String($0.1) }
        }
        let counts = Dictionary(uses.map { ($0, 1) }, uniquingKeysWith: +)
        return names.filter { counts[$0] != 1 }
            .map { "\(list): \($0) is planted in \(counts[$0] ?? 0) places, not in one" }
            + builds(tree)
    }

    private static let list = "Sources/CausalCore/PlantedBug.swift"
    private static let flag = "PLANTED_" + "BUGS"

    /// The recipes and settings, but for that of `make proof`, that build the mistakes in.
    private static func builds(_ tree: Tree) -> [String] {
        var target = ""
        var problems: [String] = []
        for line in tree.file("Makefile")?.lines ?? [] {
            if let name = line.prefixMatch(of: #/([a-z]+):(?!=)/#) { target = String(name.1) }
            if line.contains(flag), target != "proof" {
                problems.append("Makefile: \(target) builds planted bugs in")
            }
        }
        return problems
            + ["Package.swift", ".ci/run", "Examples/demo", "Benchmarks/peers/run"].filter {
                tree.file($0)?.text.contains(flag) == true
            }.map { "\($0): builds planted bugs in" }
    }
}
