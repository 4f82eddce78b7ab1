// Runs programs: waits for them with what they used, or ends them by their id.

import Foundation
import Glibc

/// Something that a run of the benchmarks cannot go on after.
struct BenchFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

/// A program that was started by this one.
struct ChildProcess {
    /// What an ended program leaves behind.
    struct Ending {
        var status: Int32
        var output: String
        var milliseconds: Double
        var processorMilliseconds: Double
        var peakMegabytes: Double
    }

    let process: pid_t
    private let arguments: [String]
    private let output: String
    private let stopwatch: Stopwatch

    /// Starts a program; its output goes to a file of the folder.
    ///
    /// - Parameter errors: where its errors go; nil leaves them where those of this process go.
    init(
        _ arguments: [String], in folder: String, environment: [String: String] = [:],
        errors: String? = nil
    ) throws {
        self.arguments = arguments
        output = "\(folder)/output-\(Self.count.next())"
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        if let errors {
            posix_spawn_file_actions_addopen(
                &actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        }
        let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
        var settings: [UnsafeMutablePointer<CChar>?] =
            variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + settings).forEach { free($0) } }
        stopwatch = Stopwatch()
        var process = pid_t()
        let status = posix_spawn(&process, arguments[0], &actions, nil, &words, &settings)
        guard status == 0 else {
            throw BenchFailure(
                "\(arguments[0]) cannot be started: \(String(cString: strerror(status)))")
        }
        self.process = process
    }

    /// Waits for the end; throws unless the program ends with 0.
    @discardableResult
    func ended() throws -> Ending {
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchFailure("\(arguments[0]) is gone") }
        }
        let ending = Ending(
            status: status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F),
            output: (try? String(contentsOfFile: output, encoding: .utf8)) ?? "",
            milliseconds: stopwatch.milliseconds,
            processorMilliseconds: Self.milliseconds(usage.ru_utime)
                + Self.milliseconds(usage.ru_stime),
            peakMegabytes: Double(usage.ru_maxrss) / 1_024)
        guard ending.status == 0 else {
            throw BenchFailure(
                "\(arguments.joined(separator: " ")) ended with \(ending.status)\n\(ending.output)")
        }
        return ending
    }

    /// Asks it to end, and waits.
    func stop() {
        kill(process, SIGTERM)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }

    /// Runs a program to its end.
    static func run(
        _ arguments: [String], in folder: String, environment: [String: String] = [:],
        errors: String? = nil
    ) throws -> Ending {
        try ChildProcess(arguments, in: folder, environment: environment, errors: errors).ended()
    }

    private static func milliseconds(_ time: timeval) -> Double {
        Double(time.tv_sec) * 1_000 + Double(time.tv_usec) / 1_000
    }

    private static let count = Counter()
}

/// Numbers that differ.
final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var last = 0

    /// The next number.
    func next() -> Int {
        lock.withLock {
            last += 1
            return last
        }
    }
}
