// kith admin held apply: applies a held change as a new one of the admin's.

import ArgumentParser
import SyncProtocol
import Terminal

struct AdminHeldApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply", abstract: "Apply a held change, as a new one of yours.")

    @Argument(help: "Its id, such as e-7k3q.")
    var change: String
    @Option(help: "Id of another record that is meant.")
    var record: String?
    @Option(help: "Why.")
    var reason = ""
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let held = try await context.perform(AdminHeldRequest(includesSettled: false)).ops
        guard let op = held.first(where: { $0.shortID == change || $0.op.description == change })
        else {
            throw CommandFailure(
                .noSuchRecord, "No change that waits goes by \"\(change)\".",
                remedy: "See them with: kith admin held")
        }
        let answer = try await context.perform(
            AdminHeldApplyRequest(
                op: op.op.description, seen: op.recordSeq, record: record, reason: reason))
        try context.answer(
            "admin-held-apply",
            json: {
                [
                    ("op", .text(answer.op.description)),
                    ("newOp", .text(answer.newOp.description)), ("verdict", .text(answer.verdict)),
                    ("code", JSONText(answer.code)),
                ]
            },
            plain: { "\(answer.newOp)\t\(answer.verdict)\t\(answer.code ?? "")\n" },
            people: {
                answer.code.map { "The change was rejected: \($0).\n" }
                    ?? "Applied; \(op.authorHandle) will be told.\n"
            })
        if answer.code != nil { throw QuietEnd(status: .negative) }
    }
}
