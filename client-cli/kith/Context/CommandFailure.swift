// The end of a command that could not do what it was asked.

import Terminal

/// Ends a command with an explanation and an exit status.
struct CommandFailure: Error {
    let explanation: Explanation
    let status: ExitStatus

    init(
        _ status: ExitStatus, _ happened: String, kept: String = "Nothing was changed.",
        remedy: String
    ) {
        self.status = status
        explanation = Explanation(happened, kept: kept, remedy: remedy)
    }
}

/// Ends a command quietly: everything that matters was printed already.
struct QuietEnd: Error {
    let status: ExitStatus
}
