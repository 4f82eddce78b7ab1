// `kith-server version`.

import ArgumentParser

/// Prints the program's version.
struct VersionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "version", abstract: "Print the version.")

    /// The release, and the name under which the server presents itself.
    static let software = "kith-server 0.1.0"

    func run() {
        StandardStreams.output(Self.software)
    }
}
