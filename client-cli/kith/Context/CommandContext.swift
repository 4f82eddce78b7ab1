// What every command has at hand: options, clocks, the profile, and ways to say things.

import AccountRecords
import CausalCore
import Glibc
import Kith
import ReplicaStore
import Terminal

/// What every command has at hand.
final class CommandContext {
    /// The form in which a command answers.
    enum OutputForm {
        case people
        case plain
        case json
    }

    let options: GlobalOptions
    let environment: [String: String]
    let form: OutputForm
    let palette: Palette
    let errorPalette: Palette
    /// The columns of the terminal; nil where the output goes elsewhere.
    let width: Int?
    let clock: SystemClock
    /// What moves the wall clock in demonstrations and tests, in seconds.
    let wallOffsetSeconds: Int64
    let schema = Schema.current

    init(_ options: GlobalOptions, environment: [String: String] = ProcessEnvironment.all) throws {
        self.options = options
        self.environment = environment
        form = options.json ? .json : options.plain ? .plain : .people
        palette = Palette(
            isOn: options.color.isOn(
                isTerminal: StandardStream.isTerminal(STDOUT_FILENO), environment: environment))
        errorPalette = Palette(
            isOn: options.color.isOn(
                isTerminal: StandardStream.isTerminal(STDERR_FILENO), environment: environment))
        width = StandardStream.width(environment: environment)
        wallOffsetSeconds = try ProcessEnvironment.wallOffsetSeconds(environment)
        clock = SystemClock(wallOffsetSeconds: wallOffsetSeconds)
    }

    /// The laptop's present time, as its own wall clock shows it.
    private(set) lazy var today = LocalTime(
        milliseconds: Int64(clamping: clock.sample().wallMilliseconds))

    /// Whether questions may be asked and editors opened.
    var isInteractive: Bool {
        !options.noInput && StandardStream.isTerminal(STDIN_FILENO)
            && StandardStream.isTerminal(STDERR_FILENO)
    }

    /// Writes the answer of a command in the form that was asked for.
    ///
    /// - Parameters:
    ///   - schema: names the form of the JSON document; keys are only ever added to it.
    func answer(
        _ schema: String, json: () throws -> [(String, JSONText)],
        plain: () throws -> String, people: () throws -> String
    ) throws {
        let text =
            switch form {
            case .json:
                JSONText.object([("schema", .text("kith." + schema + "/1"))] + (try json()))
                    .document() + "\n"
            case .plain: try plain()
            case .people: try people()
            }
        try StandardStream.write(text, to: STDOUT_FILENO)
    }

    /// Says what was done, for people only: on stderr, and not with `--quiet`.
    func note(_ text: String) throws {
        if options.quiet { return }
        try StandardStream.write(SafeText.block(text) + "\n", to: STDERR_FILENO)
    }

    /// Says what should not be missed, on stderr, also with `--quiet`.
    func warn(_ text: String) throws {
        try StandardStream.write(SafeText.block(text) + "\n", to: STDERR_FILENO)
    }
}
