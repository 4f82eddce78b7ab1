// What the server last knew of its own history, kept where a restore of the database does not reach.

import CausalCore
import Foundation
import SyncProtocol
import SyncServer

/// The content of `history.json`: a high-water mark, written while the server runs and at its stop.
///
/// A database that does not have this point is older than what the server has acknowledged.
struct HistoryRecord: Codable, Equatable {
    /// One of the histories that the server has had.
    struct Lineage: Codable, Equatable {
        var id: LineageID
        var fork: UInt64
    }

    /// The newest seq.
    var seq: UInt64
    /// The chain at that seq, in hexadecimal.
    var chain: String
    /// Up to here everything was in a completed backup.
    var backupSeq: UInt64
    /// Every history that the server has had, the present one last.
    var lineages: [Lineage]

    init(_ history: ServerHistory) {
        seq = history.point.seq
        chain = Hexadecimal.text(of: history.point.chain)
        backupSeq = history.backupSeq
        lineages = history.lineages.map { Lineage(id: $0.id, fork: $0.fork) }
    }

    /// The newest point.
    var point: HistoryPoint {
        HistoryPoint(
            lineage: lineages.last?.id ?? .zero, seq: seq,
            chain: Hexadecimal.bytes(of: chain) ?? [])
    }

    /// The lineages as the server's core has them.
    var rows: [LineageRow] { lineages.map { LineageRow(id: $0.id, fork: $0.fork) } }

    /// The record of a folder; nil before the first.
    static func load(_ folder: DataFolder) throws(CommandFailure) -> HistoryRecord? {
        guard let text = try FileSystem.text(folder.history) else { return nil }
        do {
            return try JSONDecoder().decode(HistoryRecord.self, from: Data(text.utf8))
        } catch {
            throw CommandFailure(
                .configuration, "\(folder.history) is damaged.",
                remedy:
                    "Put it back from your copy of the folder. If there is none, remove it: then "
                    + "nothing tells an old database from the right one.")
        }
    }

    /// Puts the record into the folder, durable when this returns.
    func save(_ folder: DataFolder) throws(CommandFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        guard let data = try? encoder.encode(self) else {
            throw CommandFailure(
                .internalDefect, "The history has no JSON form.", remedy: "Report this.")
        }
        try FileSystem.replace(folder.history, with: String(decoding: data, as: UTF8.self) + "\n")
    }

    /// Refuses to serve a database that is older than what was acknowledged from it, or another one.
    func check(_ server: SyncServer, _ folder: DataFolder) throws {
        let found = try explained { try server.history() }
        let point = point
        let isKnown =
            try explained { try server.knows(point) }
            && found.lineages.contains { $0.id == point.lineage }
        guard !isKnown else { return }
        throw CommandFailure(
            .safetyStop,
            "The database of \(folder.path) is not the one that this server has served: it ends at "
                + "seq \(found.point.seq), and seq \(seq) was acknowledged.",
            remedy:
                "If you put an older copy back, say so, and the laptops will bring what it lacks:\n"
                + "  kith-server restore --in-place --data \(folder.path)\n"
                + "  Otherwise put the right kith.sqlite back. Nothing was changed.")
    }
}

/// Does something with the server's core, and turns its problems into what a command says.
func explained<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let problem as Problem {
        throw CommandFailure(problem)
    }
}
