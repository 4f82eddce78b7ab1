// Writes to the two output streams at once, also when they are pipes.

import Foundation

/// Data goes to the one, everything else to the other.
enum StandardStreams {
    /// Writes a line to standard output; a reader who went away is not an error.
    static func output(_ line: String) {
        _ = FileSystem.writeAll(STDOUT_FILENO, line + "\n")
    }

    /// Writes a line to standard error.
    static func error(_ line: String) {
        _ = FileSystem.writeAll(STDERR_FILENO, line + "\n")
    }
}
