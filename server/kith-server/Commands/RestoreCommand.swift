// `kith-server restore`: puts a backup back, and says so in the server's history.

import ArgumentParser
import Foundation
import SyncProtocol

/// The operator's way back, and word that it was taken.
struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Put a backup back; the laptops bring what it lacks with their next sync.",
        discussion: """
            Stop the server first. The certificate, the keys and the list of revoked laptops stay as \
            they are, and the database that was there is kept beside the new one. With --in-place, \
            no file is copied: the database was put back by other means, and this says so.
            """)

    @OptionGroup var data: DataOptions
    @Argument(help: "The backup, made by kith-server backup.", completion: .file())
    var file: String?
    @Flag(help: "The database in the folder was put back by other means.")
    var inPlace = false
    @Flag(help: "Take this backup although a newer one was completed.")
    var older = false

    func validate() throws {
        guard (file == nil) == inPlace else {
            throw ValidationError("Give either a FILE or --in-place.")
        }
    }

    func run() throws {
        let folder = try data.folder()
        let lock = try FolderLock(folder)
        let restoration = Restoration(folder: folder, allowsOlder: older)
        let summary =
            try file.map { try restoration.putBack(($0 as NSString).expandingTildeInPath) }
            ?? restoration.declare()
        lock.release()
        announce(summary, folder)
    }

    private func announce(_ summary: RestoredFolder, _ folder: DataFolder) {
        StandardStreams.output(
            "\(folder.path) goes on from seq \(summary.restored.point.seq), as history "
                + "\(summary.restored.point.lineage)")
        var lines: [String] = []
        if let kept = summary.kept { lines.append("The database that was there is now \(kept).") }
        if summary.restored.revocationsKept > 0 {
            lines.append(
                "Laptops revoked since the backup stay revoked: \(summary.restored.revocationsKept)."
            )
        }
        lines.append(
            """
            Next:
              1. Start it:  kith-server serve --data \(folder.path)
              2. Nothing to do on the laptops: each offers again what the backup lacks, at its next \
            sync.
              3. Do again what was done here since the backup and is no edit: invitations and \
            enrollments, assignments, settled held edits. kith-server status shows what waits.
            """)
        StandardStreams.error(lines.joined(separator: "\n"))
    }
}
