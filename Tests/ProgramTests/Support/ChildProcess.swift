// A process that was started here and is ended here, by its id.

import Foundation
import Synchronization

/// A process with its three streams in files, and nothing else of this one.
///
/// Not Foundation's `Process`: that keeps descriptors of every process it ever ran, and traps once
/// there are many; a soak runs tens of thousands.
final class ChildProcess: Sendable {
    let processIdentifier: Int32
    private let ended = Mutex<Int32?>(nil)

    /// Starts a program in a process group of its own, so that what it starts ends with it.
    init(
        _ program: String, _ arguments: [String], environment: [String: String], input: String,
        output: String, errors: String
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
        let flags = O_WRONLY | O_CREAT | O_APPEND
        posix_spawn_file_actions_addopen(&actions, 1, output, flags, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, errors, flags, 0o600)
        _ = Self.closeOthers?(&actions, 3)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        let kinds = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(kinds))
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var process = pid_t()
        let reason = posix_spawn(&process, program, &actions, &attributes, &words, &variables)
        guard reason == 0 else {
            throw TestFailure("\(program): \(String(cString: strerror(reason)))")
        }
        processIdentifier = process
    }

    deinit {
        if isRunning {
            killAll()
            var status: Int32 = 0
            waitpid(processIdentifier, &status, 0)
        }
    }

    /// Lets a child begin without this process's sockets and files; Swift's Glibc does not show it.
    private static let closeOthers = {
        typealias Add =
            @convention(c) (UnsafeMutablePointer<posix_spawn_file_actions_t>, Int32) -> Int32
        return dlsym(nil, "posix_spawn_file_actions_addclosefrom_np")
            .map { unsafeBitCast($0, to: Add.self) }
    }()

    /// The exit code, or the negative number of the signal; nil while the process runs.
    var exitCode: Int32? {
        ended.withLock { ended in
            if let ended { return ended }
            var status: Int32 = 0
            guard waitpid(processIdentifier, &status, WNOHANG) == processIdentifier else {
                return nil
            }
            let signal = status & 0x7F
            ended = signal == 0 ? (status >> 8) & 0xFF : -signal
            return ended
        }
    }

    var isRunning: Bool { exitCode == nil }

    /// Kills it and what it started.
    func killAll() { kill(-processIdentifier, SIGKILL) }

    /// Runs a tool of the system to its end, blocking; its output and what it complained about.
    static func tool(_ arguments: String...) throws -> (exitCode: Int32, output: String) {
        let folder = try TemporaryFolder("tool")
        let child = try ChildProcess(
            "/usr/bin/env", arguments, environment: ProcessInfo.processInfo.environment,
            input: "/dev/null", output: folder.file("output"), errors: folder.file("output"))
        let deadline = ContinuousClock.now + .seconds(30)
        while child.isRunning {
            guard ContinuousClock.now < deadline else { throw TestFailure("\(arguments) hangs") }
            usleep(2_000)
        }
        let data = FileManager.default.contents(atPath: folder.file("output")) ?? Data()
        return (child.exitCode ?? -1, String(decoding: data, as: UTF8.self))
    }
}
