// The repository as rules see it: texts by path, and what its tools say about themselves.

import Foundation

/// The repository, or a small sample of one.
struct Tree: Sendable {
    let files: [SourceFile]
    /// What `swift package describe --type json` prints.
    let packageDescription: Data
    /// What each program prints for `--experimental-dump-help`, by the program's name.
    let commands: [String: Data]

    init(
        _ texts: [String: String], packageDescription: String = "{}",
        commands: [String: String] = [:]
    ) {
        files = texts.sorted { $0.key < $1.key }.map { SourceFile(path: $0.key, text: $0.value) }
        self.packageDescription = Data(packageDescription.utf8)
        self.commands = commands.mapValues { Data($0.utf8) }
    }

    var swift: [SourceFile] { files.filter { $0.isSwift && !$0.isGenerated } }
    var markdown: [SourceFile] { files.filter(\.isMarkdown) }

    func file(_ path: String) -> SourceFile? { files.first { $0.path == path } }
}
