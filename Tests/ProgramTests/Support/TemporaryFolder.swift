// Folders of single tests.

import Foundation

/// A folder that goes away with its last user.
final class TemporaryFolder: Sendable {
    let url: URL
    var path: String { url.path }

    init(_ name: String = "test") throws {
        url = try Self.make(name)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    func file(_ name: String) -> String { url.appendingPathComponent(name).path }

    static func make(_ name: String) throws -> URL {
        let url = FileManager.default.temporaryDirectory
            .appendingPathComponent("kith-\(name)-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }
}
