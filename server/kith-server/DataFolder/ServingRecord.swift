// Where a running server can be reached, for the other subcommands.

import Foundation

/// The content of `serving.json`, there while the server runs.
struct ServingRecord: Codable {
    /// The process.
    var process: Int32
    /// The address it listens on.
    var host: String
    /// The port it listens on.
    var port: Int

    /// The record of a folder; nil when no server runs, also when one was killed.
    static func current(_ folder: DataFolder) throws(CommandFailure) -> ServingRecord? {
        guard let text = try FileSystem.text(folder.serving),
            let record = try? JSONDecoder().decode(ServingRecord.self, from: Data(text.utf8)),
            kill(record.process, 0) == 0 || errno == EPERM
        else { return nil }
        return record
    }

    /// Puts the record into the folder.
    func save(_ folder: DataFolder) throws(CommandFailure) {
        let data = (try? JSONEncoder().encode(self)) ?? Data()
        try FileSystem.replace(folder.serving, with: String(decoding: data, as: UTF8.self) + "\n")
    }
}
