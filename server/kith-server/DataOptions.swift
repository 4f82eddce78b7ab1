// The option that every subcommand has: which data folder.

import ArgumentParser
import Foundation

/// `--data`, or the environment's KITH_SERVER_DATA.
struct DataOptions: ParsableArguments {
    @Option(help: "The server's data folder; else the environment's KITH_SERVER_DATA.")
    var data: String?

    /// The path, not yet checked.
    func path() throws(CommandFailure) -> String {
        if let data, !data.isEmpty { return data }
        if let path = ProcessInfo.processInfo.environment["KITH_SERVER_DATA"], !path.isEmpty {
            return path
        }
        throw CommandFailure(
            .usage, "No data folder was named.",
            remedy: "Give --data FOLDER or set KITH_SERVER_DATA.")
    }

    /// The folder, which must have been made by init.
    func folder() throws(CommandFailure) -> DataFolder {
        try DataFolder.open(path())
    }
}
