// Fuzzes what a person pastes to enroll, tokens, and the settings files of both programs.

import Foundation

@testable import Kith
@testable import SyncServer

enum Links {
    static func feed(_ text: String) {
        _ = EnrollmentCode.hash(text)
        _ = DeviceToken.hash(text)
        _ = text.trimmedAtEnd().isToken
        guard let link = decoded(try EnrollmentLink(text)) else { return }
        require(
            try EnrollmentLink(link.description) == link, "a link is read as it was written")
    }

    static func feedSettings(_ bytes: [UInt8]) {
        if let settings = decoded(try Profile.Settings(bytes: bytes)) {
            require(
                try Profile.Settings(bytes: settings.bytes) == settings,
                "profile.json is read as it was written")
        }
        let decoder = JSONDecoder()
        if let settings = decoded(try decoder.decode(FolderSettings.self, from: Data(bytes))) {
            require(
                try decoder.decode(FolderSettings.self, from: JSONEncoder().encode(settings))
                    == settings, "server.json is read as it was written")
        }
    }
}
