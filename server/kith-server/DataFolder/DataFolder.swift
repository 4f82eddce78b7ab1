// A server's data folder: everything the server has, in one place.

import Foundation

/// The paths in a data folder, and its settings.
///
/// `kith.sqlite` holds the data, `certificate.pem` and `key.pem` the identity, `server.json` the
/// settings, `lock` is held by the one program that serves, `serving.json` says where. What a restore
/// of the database must not take back lies beside it: `receipt.key`, `revoked` and `history.json`.
struct DataFolder {
    let path: String
    let settings: FolderSettings

    var database: String { path + "/kith.sqlite" }
    var certificate: String { path + "/certificate.pem" }
    var key: String { path + "/key.pem" }
    var receiptKey: String { path + "/receipt.key" }
    var revoked: String { path + "/revoked" }
    var history: String { path + "/history.json" }
    var lock: String { path + "/lock" }
    var serving: String { path + "/serving.json" }

    private static func settingsFile(_ path: String) -> String { path + "/server.json" }

    /// Opens a folder that `kith-server init` made.
    static func open(_ path: String) throws(CommandFailure) -> DataFolder {
        let path = absolute(path)
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw CommandFailure(
                .configuration, "The data folder \(path) does not exist.",
                remedy: "Check --data, or make it: kith-server init --data \(path)")
        }
        guard isFolder.boolValue, access(path, R_OK | X_OK) == 0 else {
            throw isFolder.boolValue
                ? CommandFailure(errno: EACCES, doing: "reading", path: path)
                : CommandFailure(
                    .configuration, "\(path) is a file, not a folder.",
                    remedy: "Give the folder that kith-server init made.")
        }
        guard let text = try FileSystem.text(settingsFile(path)) else {
            throw CommandFailure(
                .configuration, "\(path) is not a data folder of kith-server.",
                remedy: "Make one in an empty folder: kith-server init --data FOLDER")
        }
        return DataFolder(path: path, settings: try settings(text, path))
    }

    /// Makes a folder with its settings and identity; nothing that exists is touched.
    static func make(
        _ path: String, settings: FolderSettings, hosts: [String]
    ) throws(CommandFailure) -> DataFolder {
        let path = absolute(path)
        try requireAbsentOrEmpty(path)
        try FileSystem.makePrivateFolder(path)
        let folder = DataFolder(path: path, settings: settings)
        let identity: SelfSignedCertificate
        do {
            identity = try SelfSignedCertificate(hosts: hosts)
        } catch {
            throw CommandFailure(
                .internalDefect, "The certificate could not be made: \(error).",
                remedy: "Check --host: it must be a host name or an address.")
        }
        do {
            try FileSystem.replace(folder.key, with: identity.keyPEM)
            try ReceiptKey.make(folder)
            try FileSystem.replace(folder.certificate, mode: 0o644, with: identity.certificatePEM)
        } catch {
            folder.discard()
            throw error
        }
        return folder
    }

    /// Whether init has finished.
    var isSealed: Bool { access(Self.settingsFile(path), F_OK) == 0 }

    /// Writes the settings: the last step of making a folder, which makes it one.
    func seal() throws(CommandFailure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text: String
        do {
            text = String(decoding: try encoder.encode(settings), as: UTF8.self) + "\n"
        } catch {
            throw CommandFailure(
                .internalDefect, "The settings have no JSON form.", remedy: "Report this.")
        }
        try FileSystem.replace(Self.settingsFile(path), with: text)
    }

    /// Removes what ``make(_:settings:hosts:)`` made, after a later step of init has failed.
    func discard() {
        let files = [
            database, database + "-wal", database + "-shm", certificate, key, receiptKey,
        ]
        for file in files { unlink(file) }
        rmdir(path)
    }

    private static func settings(
        _ text: String, _ path: String
    ) throws(CommandFailure) -> FolderSettings {
        let settings: FolderSettings
        do {
            settings = try JSONDecoder().decode(FolderSettings.self, from: Data(text.utf8))
        } catch {
            throw CommandFailure(
                .configuration, "\(settingsFile(path)) cannot be read.",
                remedy: "Restore it from a backup; it has format, name, host and port.")
        }
        guard settings.format <= FolderSettings.formatCurrent else {
            throw CommandFailure(
                .configuration,
                "\(path) was made by a newer kith-server (layout \(settings.format), "
                    + "this one knows \(FolderSettings.formatCurrent)).",
                remedy: "Use that version or a later one. Nothing was changed.")
        }
        return settings
    }

    private static func requireAbsentOrEmpty(_ path: String) throws(CommandFailure) {
        guard FileManager.default.fileExists(atPath: path) else { return }
        if FileManager.default.fileExists(atPath: settingsFile(path)) {
            throw CommandFailure(
                .configuration, "\(path) is a data folder already.",
                remedy: "Start it: kith-server serve --data \(path)")
        }
        let content: [String]
        do {
            content = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw CommandFailure(errno: EACCES, doing: "reading", path: path)
        }
        guard content.isEmpty else {
            throw CommandFailure(
                .configuration, "\(path) is not empty.",
                remedy: "Give a new folder, so that nothing of yours is touched.")
        }
    }

    private static func absolute(_ path: String) -> String {
        URL(fileURLWithPath: (path as NSString).expandingTildeInPath).standardizedFileURL.path
    }
}
