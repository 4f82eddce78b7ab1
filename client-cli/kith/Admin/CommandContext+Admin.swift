// What admin commands have in common: they ask the server, and answer with what it said.

import AccountRecords
import CausalCore
import Kith
import SyncClient
import SyncProtocol
import Terminal

extension CommandContext {
    /// Asks the server to do one action.
    func perform<Request: AdminRequest>(_ request: Request) async throws -> Request.Response {
        try await open().perform(request)
    }

    /// A stamp as people read it.
    func text(_ stamp: Stamp) -> String {
        LocalTime(milliseconds: Int64(clamping: stamp.milliseconds)).text(today: today)
    }

    /// A stamp in a table: words for people, ISO for programs.
    func cell(_ stamp: Stamp?, tone: Tone? = nil) -> TableCell {
        guard let stamp else { return TableCell("never", plain: "", tone: tone) }
        return TableCell(
            text(stamp), plain: Instant.text(milliseconds: Int64(clamping: stamp.milliseconds)),
            tone: tone)
    }

    /// A stamp for programs.
    func json(_ stamp: Stamp?) -> JSONText {
        JSONText(stamp.map { Instant.text(milliseconds: Int64(clamping: $0.milliseconds)) })
    }

    /// Answers with a table.
    func answer(
        _ schema: String, table: Table, empty: String, json: () throws -> [(String, JSONText)]
    ) throws {
        try answer(
            schema, json: json, plain: { table.plain() },
            people: {
                table.rows.isEmpty ? empty + "\n" : table.text(width: width, palette: palette)
            })
    }
}
