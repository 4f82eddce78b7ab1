// Questions, asked only on a terminal.

import Glibc

/// Asks on the terminal.
enum Prompt {
    /// Asks a question that is answered by yes or no; nothing but `y` or `yes` is a yes, and the
    /// end of the input is a no.
    static func confirms(_ question: String, isYesDefault: Bool = false) throws -> Bool {
        try StandardStream.write(
            question + (isYesDefault ? " [Y/n] " : " [y/N] "), to: STDERR_FILENO)
        guard let line = readLine() else { return false }
        let answer = line.lowercased().filter { !$0.isWhitespace }
        return answer.isEmpty ? isYesDefault : answer == "y" || answer == "yes"
    }
}
