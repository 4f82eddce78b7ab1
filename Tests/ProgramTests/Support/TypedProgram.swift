// A program at a terminal, and somebody who types.

import Foundation

/// A program whose three streams are a terminal, made by `script`.
final class TypedProgram: Sendable {
    private let process: Process
    private let keys = Pipe()
    private let folder: TemporaryFolder

    /// Whether `script` is there; if not, the tests that need it are skipped.
    static let isAvailable = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

    /// Starts `kith` on a laptop's profile.
    init(_ laptop: Laptop, _ arguments: [String], environment: [String: String] = [:]) throws {
        folder = try TemporaryFolder("terminal")
        let words = ([Programs.kith] + arguments).map { "'\($0)'" }.joined(separator: " ")
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/script")
        process.arguments = ["-q", "-e", "-f", "-c", words, folder.file("screen")]
        process.environment = ProcessInfo.processInfo.environment
            .merging(laptop.environment) { $1 }.merging(environment) { $1 }
        process.standardInput = keys
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    /// What stands on the screen.
    var screen: String {
        let data = FileManager.default.contents(atPath: folder.file("screen")) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    /// Types keys; `\u{3}` is Ctrl-C.
    func type(_ text: String) throws {
        try keys.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    }

    /// Waits until a text is on the screen.
    func awaitText(_ text: String, seconds: Double = 30) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while !screen.contains(text) {
            guard ContinuousClock.now < deadline else {
                throw TestFailure("'\(text)' did not appear: \(screen)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Waits for the end and returns the exit code.
    func wait(seconds: Double = 30) async throws -> Int32 {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while process.isRunning {
            guard ContinuousClock.now < deadline else {
                kill(process.processIdentifier, SIGKILL)
                throw TestFailure("the program did not end: \(screen)")
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        return process.terminationStatus
    }
}
