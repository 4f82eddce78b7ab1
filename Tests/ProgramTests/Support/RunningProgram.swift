// A program that was started, and what came of it.

import Foundation

/// How a program ended and what it printed.
struct ProgramResult: Sendable {
    let exitCode: Int32
    let output: String
    let errors: String

    /// The lines of standard output.
    var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A process with its output in files, so that no full pipe can stop it.
final class RunningProgram: Sendable {
    let process: ChildProcess
    private let folder: URL

    init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:],
        input: String? = nil
    ) throws {
        folder = try TemporaryFolder.make("program")
        if let input { try Data(input.utf8).write(to: folder.appendingPathComponent("input")) }
        process = try ChildProcess(
            program, arguments,
            environment: Self.clean(ProcessInfo.processInfo.environment)
                .merging(environment) { $1 },
            input: input == nil ? "/dev/null" : folder.appendingPathComponent("input").path,
            output: folder.appendingPathComponent("output").path,
            errors: folder.appendingPathComponent("errors").path)
    }

    deinit {
        if process.isRunning { process.killAll() }
        try? FileManager.default.removeItem(at: folder)
    }

    var output: String { text("output") }
    var errors: String { text("errors") }

    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits for the end; a program that does not end in time is killed and fails the test.
    func wait(seconds: Double = 60) async throws -> ProgramResult {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while process.isRunning {
            guard ContinuousClock.now < deadline else {
                process.killAll()
                throw TestFailure("a program did not end in \(seconds) s: \(errors.suffix(500))")
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        return ProgramResult(exitCode: process.exitCode ?? -1, output: output, errors: errors)
    }

    /// Runs a program to its end.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String] = [:],
        input: String? = nil, seconds: Double = 60
    ) async throws -> ProgramResult {
        try await RunningProgram(program, arguments, environment: environment, input: input)
            .wait(seconds: seconds)
    }

    private func text(_ name: String) -> String {
        let data = (try? Data(contentsOf: folder.appendingPathComponent(name))) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }

    private static func clean(_ environment: [String: String]) -> [String: String] {
        environment.filter { !$0.key.hasPrefix("KITH") && !$0.key.hasPrefix("XDG") }
    }
}

/// What a test could not do or did not get.
struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
