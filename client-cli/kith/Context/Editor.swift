// Lets people write in the editor they are used to.

import Glibc

/// The editor that a person has chosen.
struct Editor {
    let command: String

    /// `$VISUAL`, then `$EDITOR`, then what Debian calls `editor`, then `nano` and `vi`; nil where
    /// there is none.
    init?(environment: [String: String]) {
        for name in ["VISUAL", "EDITOR"] {
            if let value = environment[name], !value.allSatisfy(\.isWhitespace) {
                command = value
                return
            }
        }
        let folders = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        for name in ["editor", "nano", "vi"] {
            if folders.contains(where: { access("\($0)/\(name)", X_OK) == 0 }) {
                command = name
                return
            }
        }
        return nil
    }

    /// Opens a file and waits until the person is done.
    ///
    /// The command may have arguments of its own (`code --wait`), so a shell takes it apart, as git
    /// does; the path is handed over beside it and never becomes part of the shell's text.
    func edit(_ path: String) throws {
        let arguments = ["sh", "-c", command + " \"$@\"", command, path]
        var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        var process = pid_t()
        let started = posix_spawn(&process, "/bin/sh", nil, nil, pointers, environ)
        var status: Int32 = 0
        if started == 0 {
            while waitpid(process, &status, 0) < 0, errno == EINTR {}
        }
        guard started == 0, status == 0 else {
            throw CommandFailure(
                .negative, "The editor (\(command)) ended with an error.",
                kept: "Nothing was saved; what you wrote is kept in \(path).",
                remedy: "Run the same command again to go on writing.")
        }
    }
}
