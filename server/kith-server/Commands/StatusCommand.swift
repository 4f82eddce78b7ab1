// `kith-server status`: what needs action, and how much there is.

import ArgumentParser
import SyncProtocol

/// Prints counts and the server's history.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Say how the server is and what waits for an admin.")

    @OptionGroup var data: DataOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let folder = try data.folder()
        let response: AdminStatusResponse
        do {
            response = try folder.server().perform(AdminStatusRequest(), by: .operator)
        } catch let problem as Problem {
            throw CommandFailure(problem)
        }
        let record = try ServingRecord.current(folder)
        let serving =
            record.map { "serving at \(ListenAddress.text(host: $0.host, port: $0.port))" }
            ?? "not serving"
        try output.print(response) { Self.lines($0, serving) }
    }

    private static func lines(_ status: AdminStatusResponse, _ serving: String) -> [String] {
        [
            "\(status.serverName.printable), \(serving)",
            "history \(status.lineage), seq \(status.seq)",
            "\(status.users) people, \(status.devices) devices",
            "\(status.accounts) accounts, \(status.records) records, \(status.ops) ops",
            "\(status.openConflicts) open conflicts, \(status.conflictsToReview) to review",
            "\(status.held) held, \(status.rejected) rejected",
        ]
    }
}
