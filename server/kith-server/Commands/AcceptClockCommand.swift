// `kith-server accept-clock`: the operator's word that the machine's clock is right.

import ArgumentParser
import SyncProtocol

/// Ends the refusals that follow a leap of the server's clock.
struct AcceptClockCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept-clock",
        abstract: "Say that this machine's clock is right, after syncs were refused for a leap.",
        discussion: """
            Check the clock first (date, timedatectl): edits are stamped with it, and a time that \
            is ahead stays in the history.
            """)

    @OptionGroup var data: DataOptions

    func run() throws {
        do {
            try data.folder().server().acceptClock()
        } catch let problem as Problem {
            throw CommandFailure(problem)
        }
        StandardStreams.output("The clock is accepted; syncs go on.")
    }
}
