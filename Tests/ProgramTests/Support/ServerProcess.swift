// A real kith-server with a data folder of its own.

import Foundation

/// A server under test: made, started, stopped, killed, started again.
final class ServerProcess: Sendable {
    let folder: TemporaryFolder
    let data: String
    let program: RunningProgram
    let url: String
    let port: Int
    let fingerprint: String

    private init(
        folder: TemporaryFolder, data: String, program: RunningProgram, ready: String
    ) throws {
        let lines = ready.split(separator: "\n").map(String.init)
        guard lines.count == 2, let port = lines[0].split(separator: ":").last.flatMap({ Int($0) })
        else { throw TestFailure("the ready file is: \(ready)") }
        self.folder = folder
        self.data = data
        self.program = program
        url = lines[0]
        self.port = port
        fingerprint = lines[1]
    }

    var certificatePEM: String {
        get throws { try String(contentsOfFile: data + "/certificate.pem", encoding: .utf8) }
    }

    /// Makes a data folder in a new temporary folder; returns what init printed, too.
    static func makeData(_ arguments: [String] = []) async throws -> (
        folder: TemporaryFolder, data: String, result: ProgramResult
    ) {
        let folder = try TemporaryFolder("server")
        let data = folder.file("data")
        let result = try await RunningProgram.run(
            Programs.server, ["init", "--data", data] + arguments)
        guard result.exitCode == 0 else { throw TestFailure("init failed: \(result.errors)") }
        return (folder, data, result)
    }

    /// Makes and starts a server.
    static func start(
        _ arguments: [String] = [], host: String = "127.0.0.1"
    ) async throws -> ServerProcess {
        let made = try await makeData()
        return try await start(made.folder, made.data, arguments, host: host)
    }

    /// Starts a server over a data folder; on the same port as before when one is given.
    static func start(
        _ folder: TemporaryFolder, _ data: String, _ arguments: [String] = [], port: Int = 0,
        host: String = "127.0.0.1"
    ) async throws -> ServerProcess {
        let readyFile = folder.file("ready")
        let program = try RunningProgram(
            Programs.server,
            ["serve", "--data", data, "--listen", "\(host):\(port)", "--ready-file", readyFile]
                + arguments)
        let deadline = ContinuousClock.now + .seconds(30)
        while !FileManager.default.fileExists(atPath: readyFile) {
            guard program.process.isRunning, ContinuousClock.now < deadline else {
                throw TestFailure("the server did not start: \(program.errors)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        return try ServerProcess(
            folder: folder, data: data, program: program,
            ready: String(contentsOfFile: readyFile, encoding: .utf8))
    }

    /// Starts the same server again, at the same port.
    func startAgain(_ arguments: [String] = []) async throws -> ServerProcess {
        try await Self.start(folder, data, arguments, port: port)
    }

    /// Asks the server to stop, and waits.
    func stop(_ signal: Int32 = SIGTERM) async throws -> ProgramResult {
        program.signal(signal)
        return try await program.wait(seconds: 20)
    }

    /// Kills the server as a power cut would.
    func kill() async throws {
        program.signal(SIGKILL)
        _ = try await program.wait(seconds: 20)
        try? FileManager.default.removeItem(atPath: folder.file("ready"))
    }

    /// Runs an admin subcommand on the data folder.
    func command(_ arguments: [String]) async throws -> ProgramResult {
        try await RunningProgram.run(
            Programs.server, [arguments[0], "--data", data] + arguments.dropFirst())
    }
}
