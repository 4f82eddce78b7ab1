// The options that every command understands.

import ArgumentParser
import Terminal

/// What every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "The profile to use: a name, or a folder. Otherwise KITH_PROFILE, then \"default\".",
            valueName: "name|folder"))
    var profile: String?

    @Flag(name: .long, help: "Print one JSON document.")
    var json = false

    @Flag(name: .long, help: "Print tab-separated lines with ISO dates, never cut.")
    var plain = false

    @Flag(name: .shortAndLong, help: "Print nothing but what was asked for, and errors.")
    var quiet = false

    @Flag(name: .customLong("no-input"), help: "Never ask, never open an editor.")
    var noInput = false

    @Option(name: .long, help: "When to use colours: auto, always or never.")
    var color: ColorChoice = .auto

    func validate() throws {
        if json && plain {
            throw ValidationError("--json and --plain exclude each other.")
        }
    }
}

extension ColorChoice: ExpressibleByArgument {}
