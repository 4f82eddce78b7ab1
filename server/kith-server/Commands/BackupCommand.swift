// `kith-server backup FILE`: a copy of the database while the server runs.

import ArgumentParser
import Foundation
import ServerStoreSQLite
import SyncProtocol

/// Writes a checked, durable copy; only then are laptops told that they may forget.
struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Write a copy of the database to FILE, also while the server runs.",
        discussion: """
            The copy is checked and on disk before this says so. The small files of the data folder \
            (certificate.pem, key.pem, receipt.key, revoked, history.json, server.json) are not in \
            it: copy them, too, and keep key.pem and receipt.key where nobody else reads them.
            """)

    @OptionGroup var data: DataOptions
    @OptionGroup var output: OutputOptions
    @Argument(help: "The new file.", completion: .file())
    var file: String

    func run() throws {
        let folder = try data.folder()
        let target = URL(fileURLWithPath: (file as NSString).expandingTildeInPath)
            .standardizedFileURL.path
        guard access(target, F_OK) != 0 else {
            throw CommandFailure(
                .badData, "\(target) exists already.",
                remedy: "Give each backup a name of its own, such as kith-$(date +%F).sqlite.")
        }
        let server = try folder.server()
        let draft = target + ".partial"
        unlink(draft)
        let point: StoreExamination
        do {
            point = try write(draft, folder)
            try FileSystem.sync(draft)
            try FileSystem.move(draft, to: target)
        } catch {
            unlink(draft)
            throw error
        }
        guard let shard = point.shard else { return }
        try explained { try server.noteBackup(upTo: shard.point) }
        try output.print(report(target, shard.seq)) { report in
            ["\(report.file): everything up to seq \(report.seq), \(report.bytes) bytes, checked"]
        }
    }

    /// Writes the copy and checks it.
    private func write(_ draft: String, _ folder: DataFolder) throws -> StoreExamination {
        let examination: StoreExamination
        do {
            try folder.store(at: folder.database).backup(to: draft)
            examination = try SQLiteServerStore.examine(draft)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.store(error, path: draft)
        }
        guard examination.faults.isEmpty, examination.shard != nil else {
            throw CommandFailure(
                .disk, "The copy is damaged: \(examination.faults.first ?? "it is empty").",
                remedy: "Check both disks, then run kith-server verify. No backup was made.")
        }
        return examination
    }

    private func report(_ path: String, _ seq: UInt64) -> BackupReport {
        var status = stat()
        stat(path, &status)
        return BackupReport(file: path, seq: seq, bytes: Int64(status.st_size))
    }
}

/// What `backup --json` prints.
private struct BackupReport: Encodable {
    var file: String
    var seq: UInt64
    var bytes: Int64
}
