// Commands in documents: every target of make, command of the programs and option exists.

import Foundation

/// What a program prints for `--experimental-dump-help`, as far as the rule asks.
private struct DumpedHelp: Decodable {
    let command: DumpedCommand
}

/// One command of a program, with its subcommands.
private struct DumpedCommand: Decodable {
    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }
        let names: [Name]?
    }
    let commandName: String
    let defaultSubcommand: String?
    let subcommands: [DumpedCommand]?
    let arguments: [Argument]?

    /// Why this is no call of the command; nil if it is one, as far as names go.
    func problem(_ words: ArraySlice<Substring>) -> String? {
        let known = optionNames
        for (index, word) in zip(words.indices, words) {
            if let next = subcommands?.first(where: { $0.commandName == word }) {
                return next.problem(words[(index + 1)...])
            }
            if word.hasPrefix("-") {
                let name = String(word.prefix { $0 != "=" })
                if name != "-" && !known.contains(name) { return "\(commandName) has no \(name)" }
            } else if needsCommand && index == words.startIndex {
                return "\(commandName) has no command \(word)"
            }
        }
        return nil
    }

    private var needsCommand: Bool { !(subcommands ?? []).isEmpty && defaultSubcommand == nil }

    private var optionNames: Set<String> {
        var names: Set<String> = ["--help", "-h", "--version", "--generate-completion-script"]
        for name in (arguments ?? []).flatMap({ $0.names ?? [] }) {
            names.insert((name.kind == "long" ? "--" : "-") + name.name)
        }
        return names
    }
}

extension Rule {
    static let commands = Rule(
        name: "commands in documents exist",
        broken: sample("    kith conflict keeps mine\n"),
        kept: sample("Use `kith conflict keep mine --json`:\n\n    $ make test  # all of it\n")
    ) { tree in
        let programs = try tree.commands.mapValues {
            try JSONDecoder().decode(DumpedHelp.self, from: $0).command
        }
        let targets = (tree.file("Makefile")?.lines ?? []).compactMap { line in
            line.firstMatch(of: #/^([a-z-]+):(?!=)/#).map { String($0.1) }
        }
        return tree.markdown.flatMap { file in
            calls(in: file).compactMap { number, call in
                problem(call, programs, targets).map { "\(file.path):\(number): `\(call)`: \($0)" }
            }
        }
    }

    private static func problem(
        _ call: Substring, _ programs: [String: DumpedCommand], _ targets: [String]
    ) -> String? {
        let words = call.split(separator: " ")
        guard let program = words.first.map(String.init), words.count > 1 else { return nil }
        if program == "make" {
            return targets.contains(String(words[1])) ? nil : "make has no such target"
        }
        return programs[program]?.problem(words.dropFirst())
    }

    /// Every call of make or a program in a code block or in back-quotes, with its line.
    private static func calls(in file: SourceFile) -> [(number: Int, call: Substring)] {
        let quotes = #/`((?:make|kith|kith-server) [^`]+)`/#
        let whole = #/^(?: {4,})?(?:\$ )?(?:KITH_\w+=\S+ )*((?:make|kith|kith-server) .+)$/#
        return file.lines(with: ["make", "kith"]).flatMap {
            number, line -> [(number: Int, call: Substring)] in
            let quoted = line.matches(of: quotes).map { $0.1 }
            let block = line.firstMatch(of: whole)
            let isBlock = line.hasPrefix("    ") || line.hasPrefix("$ ")
            let calls = isBlock ? quoted + [block?.1].compactMap { $0 } : quoted
            return calls.map { (number, $0.prefix { !"#|;<>…[".contains($0) }) }
        }
    }

    private static func sample(_ text: String) -> Tree {
        let help = """
            {"command": {"commandName": "kith", "subcommands": [{"commandName": "conflict",
              "subcommands": [{"commandName": "keep", "arguments": [
                {"names": [{"kind": "long", "name": "json"}]}]}]}]}}
            """
        return Tree(
            ["README.md": text, "Makefile": "test: setup  ## run\n"], commands: ["kith": help])
    }
}
