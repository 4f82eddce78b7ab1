// What was decided when the data folder was made.

import Foundation

/// The content of `server.json` in the data folder.
struct FolderSettings: Codable, Equatable {
    /// The layout of data folders that this program knows.
    static let formatCurrent = 1
    /// The port when nobody chose one.
    static let portDefault = 5484

    /// The layout of this folder.
    var format: Int
    /// The name people see for the server.
    var name: String
    /// The host in enrollment links.
    var host: String
    /// The port in enrollment links while the server does not run.
    var port: Int
}
