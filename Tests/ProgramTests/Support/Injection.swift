// One system call of a program that is killed, stopped or made to fail, by strace.

import Foundation

/// A system call on the files of one folder that is hit, and how.
struct Injection: Sendable, CustomStringConvertible {
    /// What happens instead of the call, or at it.
    enum Blow: Sendable, CustomStringConvertible {
        case kill
        case stop
        case fail(String)

        var description: String {
            switch self {
            case .kill: "signal=SIGKILL"
            case .stop: "signal=SIGSTOP"
            case .fail(let error): "error=\(error)"
            }
        }
    }

    let call: String
    let blow: Blow
    /// Which call is hit, counted from 1 in each thread.
    let number: Int

    var description: String { "\(call):\(blow):when=\(number)" }

    /// What changes files.
    static let writes = ["openat", "pwrite64", "fdatasync", "ftruncate", "unlink"]
    /// What changes files where a profile is made.
    static let makes = ["mkdir", "write", "fsync", "rename", "fchmod"]

    /// Whether this process may trace others; if not, the tests that need it are skipped.
    static let isAvailable =
        (try? ChildProcess.tool("strace", "-qq", "-o", "/dev/null", "true"))?.exitCode == 0

    /// The words before a command, or before `-p PROCESS`.
    func words(log: String, folder: String) -> [String] {
        ["strace", "-f", "-qq", "-o", log] + Self.files(folder).flatMap { ["-P", $0] }
            + ["-e", "trace=\(call)", "-e", "inject=\(description)"]
    }

    /// Whether a log says that the call was hit.
    static func isHit(log: String) -> Bool {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.contains("(INJECTED)") || text.contains("killed by SIGKILL")
            || text.contains("stopped by SIGSTOP")
    }

    /// The files of a profile or of a server's data folder, those to come too; others, such as
    /// libraries, are let be.
    private static func files(_ folder: String) -> [String] {
        let present = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        let made = ["token", "server.pem", "profile.json"].flatMap { [$0, $0 + ".new"] }
        let database = folder.contains("server") ? "kith.sqlite" : "replica.sqlite"
        let companions = ["", "-wal", "-shm", "-journal"].map { database + $0 }
        let names = Set(present + made + companions + ["sync.lock", "drafts"])
        return [folder] + names.sorted().map { folder + "/" + $0 }
    }
}

/// How a command ended that was hit, or was not.
struct InjectedResult: Sendable {
    let result: ProgramResult
    let isHit: Bool
}

extension Laptop {
    /// Runs a command with one call on the profile's files hit.
    func kith(_ injection: Injection, _ arguments: String...) async throws -> InjectedResult {
        let log = folder.file("trace")
        try? FileManager.default.removeItem(atPath: log)
        let words = injection.words(log: log, folder: profile)
        let result = try await start(arguments, through: words).wait(seconds: 60)
        return InjectedResult(result: result, isHit: Injection.isHit(log: log))
    }

    /// Checks that the database is whole, in a copy, so that the next command finds it as it was left.
    func expectIntact() throws {
        try expectIntactDatabase(profile + "/replica.sqlite")
    }
}

/// Copies a database with its companions and lets `sqlite3` look at it.
func expectIntactDatabase(_ path: String) throws {
    let copy = try TemporaryFolder("look")
    for suffix in ["", "-wal", "-journal"]
    where FileManager.default.fileExists(atPath: path + suffix) {
        try FileManager.default.copyItem(
            atPath: path + suffix, toPath: copy.file("copy.sqlite" + suffix))
    }
    guard FileManager.default.fileExists(atPath: copy.file("copy.sqlite")) else { return }
    let text = try ChildProcess.tool(
        "sqlite3", copy.file("copy.sqlite"), "PRAGMA integrity_check"
    ).output
    guard text == "ok\n" else { throw TestFailure("\(path) is damaged: \(text)") }
}
