// A rule about the repository, with a sample that breaks it and one that does not.

import Testing

/// A rule about the repository.
///
/// Both samples are part of the rule, so that there can be no rule that cannot fail, and none that
/// forbids everything.
struct Rule: Sendable, CustomTestStringConvertible {
    let name: String
    /// A small repository that breaks the rule.
    let broken: Tree
    /// A small repository that keeps the rule.
    let kept: Tree
    /// The places that break the rule, each with what to do about it.
    let problems: @Sendable (Tree) throws -> [String]

    var testDescription: String { name }

    static let all: [Rule] = [
        .layering, .imports, .fileSizes, .functionSizes, .headers, .fileNames, .words, .glossary,
        .links, .catalogue, .decisions, .promises, .commands, .nondeterminism, .wallClockOffset,
        .traps, .machinePaths, .plantedBugs,
    ]
}
