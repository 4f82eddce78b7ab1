// How a subcommand prints what it found.

import ArgumentParser
import SyncProtocol

/// `--json`, for programs.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print one JSON document.")
    var json = false

    /// Prints a message as JSON, or as lines for people.
    func print<Message: Encodable>(_ message: Message, lines: (Message) -> [String]) throws {
        guard json else { return lines(message).forEach(StandardStreams.output) }
        do {
            StandardStreams.output(
                String(decoding: try JSONBody.encode(message), as: UTF8.self))
        } catch {
            throw CommandFailure(.internalDefect, error.message, remedy: error.remedy)
        }
    }
}

extension String {
    /// The text with everything escaped that could move a cursor or fake a line.
    var printable: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator:
                text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// The text with blanks up to a width in characters.
    func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
