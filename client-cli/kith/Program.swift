// Where the program begins: finds the command that was asked for, runs it, and says how it ended.

import ArgumentParser
import Dispatch
import Glibc

/// The program.
@main
enum Program {
    /// Runs commands that never wait for a network on the first thread: starting others takes longer
    /// than most of them.
    static func main() {
        let words = Array(CommandLine.arguments.dropFirst())
        do {
            var command = try parsed(ArgumentOrder.withOptionsBehindCommand(words))
            if let command = command as? any AsyncParsableCommand {
                finish(command, words: words)
            }
            try command.run()
        } catch {
            end(with: error, words: words)
        }
    }

    /// The command that was asked for.
    ///
    /// To make the parser of all commands takes longer than some of them, so one that is named first and
    /// has no commands of its own is read by its own; the parser of all says what is wrong, and helps.
    private static func parsed(_ words: [String]) throws -> any ParsableCommand {
        if let command = KithCommand.configuration.subcommands.first(where: {
            $0.configuration.commandName == words.first && $0.configuration.subcommands.isEmpty
        }),
            let parsed = try? command.parseAsRoot(Array(words.dropFirst())),
            ObjectIdentifier(type(of: parsed)) == ObjectIdentifier(command)  // and not its help
        {
            return parsed
        }
        return try KithCommand.parseAsRoot(words)
    }

    /// Runs a command that waits for a network.
    private static func finish(
        _ command: sending any AsyncParsableCommand, words: [String]
    ) -> Never {
        Task {
            var command = command
            do {
                try await command.run()
            } catch {
                end(with: error, words: words)
            }
            Glibc.exit(EXIT_SUCCESS)
        }
        dispatchMain()
    }

    /// Says what went wrong and ends the process with the status that belongs to it.
    private static func end(with error: any Error, words: [String]) -> Never {
        guard let failure = FailureReport(error) else {
            KithCommand.exit(withError: error)
        }
        failure.print(isColored: FailureReport.isColored(words: words))
        Glibc.exit(failure.status)
    }
}
