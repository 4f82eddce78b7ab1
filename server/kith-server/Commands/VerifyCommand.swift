// `kith-server verify`: works out everything that is stored twice, and compares.

import ArgumentParser
import SyncProtocol

/// Checks the whole database; exits with 1 when something does not fit.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the whole database: pages, history, checksums, audit.",
        discussion: "Reads everything once, also while the server runs, and changes nothing.")

    @OptionGroup var data: DataOptions

    func run() throws {
        let folder = try data.folder()
        let server = try folder.server()
        var isWell = true
        func tell(_ faults: [String], _ sentence: String) {
            if faults.isEmpty { return StandardStreams.output("ok       " + sentence) }
            isWell = false
            for fault in faults { StandardStreams.output("problem  " + fault.printable) }
        }
        let pages: [String]
        do {
            pages = try folder.store(at: folder.database).integrityFaults()
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure.store(error, path: folder.database)
        }
        tell(pages, "the pages and indexes of \(folder.database) are whole")
        let report = try explained { try server.verify() }
        tell(
            report.faults,
            "\(report.commits) commits and \(report.ops) ops follow each other, "
                + "\(report.records) records of \(report.accounts) accounts have their checksums, "
                + "the audit's chain holds")
        guard !isWell else { return }
        StandardStreams.error(
            "Put the newest good backup back: kith-server restore FILE --data \(folder.path)")
        throw ExitCode(CommandFailure.Code.negative.rawValue)
    }
}
