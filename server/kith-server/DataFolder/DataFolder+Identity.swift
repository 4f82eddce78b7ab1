// The certificate and key of a data folder.

import ServerHTTP

extension DataFolder {
    /// Reads the certificate and key.
    func identity() throws(CommandFailure) -> TLSIdentity {
        guard let certificatePEM = try FileSystem.text(certificate),
            let keyPEM = try FileSystem.text(key)
        else {
            throw CommandFailure(
                .configuration, "\(path) has no certificate.pem or no key.pem.",
                remedy: "Restore both from a backup: laptops trust only that certificate.")
        }
        do {
            return try TLSIdentity(certificatePEM: certificatePEM, keyPEM: keyPEM)
        } catch {
            throw CommandFailure(
                .configuration, "The certificate and key of \(path) do not fit together.",
                remedy: "Restore both from a backup: laptops trust only that certificate.")
        }
    }
}
