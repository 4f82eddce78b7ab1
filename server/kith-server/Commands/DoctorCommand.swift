// `kith-server doctor`: what could be wrong with a data folder, checked.

import ArgumentParser
import Foundation
import SyncProtocol

/// Checks a data folder; exits with 1 when something is wrong.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Check a data folder and say what to do.")

    @OptionGroup var data: DataOptions

    func run() throws {
        let folder = try data.folder()
        var isWell = true
        for check in [modes, identity, history, audit, space] {
            do {
                StandardStreams.output("ok       " + (try check(folder)))
            } catch let failure as CommandFailure {
                isWell = false
                StandardStreams.output("problem  \(failure.message)\n         \(failure.remedy)")
            }
        }
        guard isWell else { throw ExitCode(CommandFailure.Code.negative.rawValue) }
    }

    private func modes(_ folder: DataFolder) throws -> String {
        for path in [folder.path, folder.key, folder.receiptKey, folder.database] {
            var status = stat()
            guard stat(path, &status) == 0 else {
                throw CommandFailure(errno: errno, doing: "reading", path: path)
            }
            guard status.st_mode & 0o077 == 0 else {
                throw CommandFailure(
                    .configuration, "Others can read \(path).", remedy: "chmod go= \(path)")
            }
        }
        return "only the owner can read the data"
    }

    private func identity(_ folder: DataFolder) throws -> String {
        "certificate and key belong together, SHA-256 \(try folder.identity().fingerprint)"
    }

    private func history(_ folder: DataFolder) throws -> String {
        let status = try explained {
            try folder.server().perform(AdminStatusRequest(), by: .operator)
        }
        return "the database opens, history \(status.lineage), seq \(status.seq)"
    }

    private func audit(_ folder: DataFolder) throws -> String {
        if let number = try explained({ try folder.server().verifyAudit() }) {
            throw CommandFailure(
                .badData, "The audit's chain is broken at entry \(number).",
                remedy: "Somebody changed the database by hand; compare it with a backup.")
        }
        return "the audit's chain holds"
    }

    private func space(_ folder: DataFolder) throws -> String {
        var status = statvfs()
        guard statvfs(folder.path, &status) == 0 else {
            throw CommandFailure(errno: errno, doing: "reading", path: folder.path)
        }
        let megabytes = UInt64(status.f_bavail) * UInt64(status.f_frsize) / 1_048_576
        guard megabytes >= 100 else {
            throw CommandFailure(
                .disk, "Only \(megabytes) MiB are free on the disk of \(folder.path).",
                remedy: "Free some space: a full disk stops all syncs, but loses nothing.")
        }
        return "\(megabytes) MiB are free"
    }
}
