// kith conflict: one conflict, and what to do about it.

import ArgumentParser

struct ConflictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "conflict", abstract: "Show a conflict and settle it. Works offline.",
        subcommands: [
            ConflictShowCommand.self, ConflictKeepCommand.self, ConflictEditCommand.self,
            ConflictAcknowledgeCommand.self,
        ])
}
