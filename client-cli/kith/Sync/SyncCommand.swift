// kith sync: sends what was written here, fetches what others wrote, and says what became of it.

import AccountRecords
import ArgumentParser
import CausalCore
import Glibc
import Kith
import ReplicaStore
import SyncClient
import Terminal

struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync", abstract: "Send your changes and fetch those of others.",
        discussion: """
            Exit status 69 means that the server could not be reached and 76 that the sync stopped \
            for safety; nothing is lost in either case.
            """)

    @Flag(name: .customLong("dry-run"), help: "Say what would be sent, without the network.")
    var isDryRun = false
    @Flag(
        name: .customLong("accept-removal"),
        help: "Go on although more than half of what is here would go.")
    var acceptsRemoval = false
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let context = try CommandContext(options)
        let kith = try context.open()
        if isDryRun { return try dryRun(context, kith) }
        Interruption.explain(
            "The sync was interrupted.\nNothing is lost: what was not sent yet goes with the next sync.\nRun kith sync again when it suits you.\n"
        )
        let report = try await sync(context, kith)
        try kith.read { reader in
            let page = SyncPage(report: report, book: try context.book(reader))
            try context.answer(
                "sync", json: { try page.json() }, plain: { page.plain() },
                people: { try page.people(context) })
        }
        try kith.store.markTold(report.lost.flatMap(\.conflicts))
    }

    private func sync(_ context: CommandContext, _ kith: Kith) async throws -> SyncReport {
        let meter = ProgressMeter(isOn: !options.quiet && StandardStream.isTerminal(STDERR_FILENO))
        defer { meter.clear() }
        let failure: SyncFailure
        do {
            return try await kith.sync(allowsRemoval: acceptsRemoval) { meter.show($0) }
        } catch {
            failure = error
        }
        guard isRemoval(failure), context.isInteractive else { throw failure }
        meter.clear()
        try context.warn(failure.message)
        guard try Prompt.confirms("Go on and let them go?") else { throw failure }
        return try await kith.sync(allowsRemoval: true) { meter.show($0) }
    }

    private func isRemoval(_ failure: SyncFailure) -> Bool {
        if case .massRemoval = failure.safetyStop { return true }
        return false
    }

    private func dryRun(_ context: CommandContext, _ kith: Kith) throws {
        try kith.read { reader in
            let book = try context.book(reader)
            let list = OpList(ops: try reader.outbox(.waiting), book: book)
            let records = Set(list.ops.map(\.op.record)).count
            try context.answer(
                "sync-dry-run",
                json: {
                    [
                        ("wouldSend", JSONText(list.ops.count)), ("records", JSONText(records)),
                        ("ops", .array(try list.json())),
                    ]
                },
                plain: { try list.table().plain() },
                people: {
                    if list.ops.isEmpty { return "Nothing to send; would ask for news.\n" }
                    return
                        "Would send \(StatusCommand.counted(list.ops.count, "change")) "
                        + "of \(StatusCommand.counted(records, "record")), and ask for news.\n"
                        + (try list.table().text(width: context.width, palette: context.palette))
                })
        }
    }
}
