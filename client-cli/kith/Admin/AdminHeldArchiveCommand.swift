// kith admin held archive: puts a held change aside; it stays readable.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminHeldArchiveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive", abstract: "Put a held change aside; it stays readable.")

    @Argument(help: "Its id, such as e-7k3q.")
    var change: String
    @Option(help: "Why.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let answer = try await context.perform(
            AdminHeldArchiveRequest(op: change, reason: reason))
        try context.answer(
            "admin-held-archive", json: { [("op", .text(answer.op.description))] },
            plain: { answer.op.description + "\n" },
            people: { "Archived; it stays readable with: kith admin held --all\n" })
    }
}
