// kith promise drop: a promise does not hold any more.

import ArgumentParser

struct PromiseDropCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "drop", abstract: "Say that a promise does not hold any more.")

    @Argument(help: "Short id, such as p-7k3q.")
    var promise: String
    @Argument(help: "Why.")
    var reason: [String] = []
    @OptionGroup var options: GlobalOptions

    func run() throws {
        let context = try CommandContext(options)
        try PromiseClosing(promise: promise, outcome: reason.joined(separator: " "))
            .close(context, verb: "Dropped") { _, _ in "dropped" }
    }
}
