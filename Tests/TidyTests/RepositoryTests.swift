// Runs every rule on its own samples and on the repository.

import Testing

@Suite struct RepositoryTests {
    @Test(arguments: Rule.all) func aRuleFindsWhatBreaksIt(rule: Rule) throws {
        #expect(try !rule.problems(rule.broken).isEmpty)
    }

    @Test(arguments: Rule.all) func aRuleLetsPassWhatKeepsIt(rule: Rule) throws {
        #expect(try rule.problems(rule.kept) == [])
    }

    @Test(arguments: Rule.all) func theRepositoryKeepsTheRule(rule: Rule) throws {
        let problems = try rule.problems(Tree.repository.get())
        #expect(problems.isEmpty, "\(rule.name):\n\(problems.joined(separator: "\n"))")
    }

    @Test func theFiguresOfShapeArePrinted() throws {
        let tree = try Tree.repository.get()
        for (what, files) in [
            ("product", tree.swift.filter { !$0.isTest }), ("tests", tree.swift.filter(\.isTest)),
        ] {
            print("tidy: \(what): \(ShapeFigures(files).summary)")
        }
    }
}
