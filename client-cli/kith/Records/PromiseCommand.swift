// kith promise: what we or they promised.

import ArgumentParser

struct PromiseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "promise", abstract: "Note a promise, ours or theirs, and what became of it.",
        subcommands: [
            PromiseAddCommand.self, PromiseDoneCommand.self, PromiseDropCommand.self,
        ])
}
