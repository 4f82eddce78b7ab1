// Reads and writes what lies in a profile's folder beside the local copy.

import SyncTransportHTTP

extension Profile {
    func readSettings() throws(KithError) -> Settings {
        guard let bytes = try ProfileFile.read(settingsPath) else { throw .notEnrolled(folder) }
        do {
            return try Settings(bytes: bytes)
        } catch {
            throw .damaged(settingsPath, "is not in the form that Kith writes")
        }
    }

    func write(_ settings: Settings) throws(KithError) {
        do {
            try ProfileFile.write(settings.bytes, to: settingsPath)
        } catch let error as KithError {
            throw error
        } catch {
            throw .disk(settingsPath, "cannot be written")
        }
    }

    func readCertificate() throws(KithError) -> PinnedCertificate {
        guard let bytes = try ProfileFile.read(certificatePath) else {
            throw .damaged(certificatePath, "is missing")
        }
        guard let certificate = PinnedCertificate(pem: String(decoding: bytes, as: UTF8.self))
        else { throw .damaged(certificatePath, "is not one certificate") }
        return certificate
    }

    /// The token: from the command if there is one, else from the file.
    func readToken(command: String?) throws(KithError) -> String {
        if let command { return try TokenCommand(command: command).token() }
        guard let bytes = try ProfileFile.read(tokenPath) else {
            throw .damaged(tokenPath, "is missing")
        }
        let token = String(decoding: bytes, as: UTF8.self).trimmedAtEnd()
        guard token.isToken else { throw .damaged(tokenPath, "does not hold a token") }
        return token
    }
}
