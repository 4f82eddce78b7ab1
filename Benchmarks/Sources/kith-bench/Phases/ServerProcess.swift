// The real server: a process of its own, on a free port of this machine.

import Foundation
import Glibc

/// A server that runs, and how to start it again over the same data.
final class ServerProcess {
    /// Its data folder.
    let folder: String
    /// The enrollment link of its first admin.
    private(set) var link = ""
    private let program: String
    private let output: String
    private var child: ChildProcess?

    /// Makes a data folder and starts to serve it.
    init(programs: String, in folder: String, named name: String) throws {
        program = programs + "/kith-server"
        output = folder
        self.folder = folder + "/" + name
        _ = try ChildProcess.run(
            [program, "init", "--data", self.folder, "--admin", "Carol", "--handle", "carol"],
            in: folder, errors: self.folder + ".log")
        try start()
        link = try invite("--handle", "carol")
    }

    deinit { stop() }

    /// Its process while it runs.
    var process: pid_t { child?.process ?? 0 }

    /// Starts a new process over the same data and the same port, so that its memory is that of
    /// what comes next.
    func restart() throws {
        stop()
        try start()
    }

    func stop() {
        child?.stop()
        child = nil
    }

    /// A link for a person.
    func invite(_ words: String...) throws -> String {
        let said = try ChildProcess.run(
            [program, "invite", "--data", folder] + words, in: output, errors: folder + ".log"
        ).output
        guard
            let link = said.split(whereSeparator: \.isWhitespace).first(where: {
                $0.hasPrefix("kith:")
            })
        else { throw BenchFailure("kith-server invite prints no link: \(said)") }
        return String(link)
    }

    /// The size of its database, in bytes.
    var databaseBytes: Double {
        ["", "-wal"].reduce(0) { sum, suffix in
            let path = folder + "/kith.sqlite" + suffix
            let attributes = try? FileManager.default.attributesOfItem(atPath: path)
            return sum + (attributes?[.size] as? NSNumber ?? 0).doubleValue
        }
    }

    private var port = 0

    private func start() throws {
        let ready = folder + ".ready"
        unlink(ready)
        child = try ChildProcess(
            [
                program, "serve", "--data", folder, "--listen", "127.0.0.1:\(port)",
                "--ready-file", ready,
            ], in: output, errors: folder + ".log")
        for _ in 0..<600 {
            if let text = try? String(contentsOfFile: ready, encoding: .utf8),
                let line = text.split(separator: "\n").first,
                let number = line.split(separator: ":").last.flatMap({ Int($0) })
            {
                port = number
                return
            }
            usleep(100_000)
        }
        throw BenchFailure("the server is not ready after 60 seconds")
    }
}
