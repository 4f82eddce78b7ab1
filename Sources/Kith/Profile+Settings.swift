// The content of profile.json: where the server is, and whom to trust there.

import FoundationEssentials
import SyncTransportHTTP

extension Profile {
    /// What `profile.json` holds.
    struct Settings: Codable, Hashable {
        /// Raised when the form changes.
        var version = 1
        /// The server's name or IP address.
        var host: String
        /// The server's port.
        var port: UInt16
        /// SHA-256 of the pinned certificate, in hexadecimal digits.
        var fingerprint: String

        /// Where the server listens.
        var address: ServerAddress { ServerAddress(host: host, port: port) }
    }
}

extension Profile.Settings {
    /// Reads the text of the file.
    ///
    /// - Throws: `DecodingError` for text that is not in the form that Kith writes.
    init(bytes: [UInt8]) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(bytes))
    }

    /// The text of the file.
    var bytes: [UInt8] {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            return [UInt8](try encoder.encode(self)) + [10]
        }
    }
}
