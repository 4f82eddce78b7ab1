// A folder that goes with the object, and what its files hold.

import Foundation

/// A folder that goes with the object.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("kith-\(ProcessInfo.processInfo.globallyUniqueString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    /// The bytes of a database and of its write-ahead log.
    func bytes(_ name: String) throws -> [Data] {
        try ["", "-wal"].map { ending in
            let file = "\(path)/\(name)\(ending)"
            guard FileManager.default.fileExists(atPath: file) else { return Data() }
            return try Data(contentsOf: URL(fileURLWithPath: file))
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
