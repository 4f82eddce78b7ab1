// Makes an empty folder an enrolled profile.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import SyncTransportHTTP

extension Kith {
    /// Enrolls this laptop: takes the link's one-time code to the server that the link names.
    ///
    /// The settings are written last, so that after a crash the profile counts as not enrolled and
    /// a new link works.
    ///
    /// - Parameters:
    ///   - device: the laptop's name, as its owner wants to see it.
    /// - Throws: ``KithError``; with ``KithError/Code/alreadyEnrolled`` the code was not used.
    public static func enroll(
        _ link: EnrollmentLink, device: String, profile: Profile,
        options: KithOptions = KithOptions()
    ) async throws(KithError) -> Kith {
        guard !profile.isEnrolled else { throw .alreadyEnrolled(profile.folder) }
        try ProfileFile.makeFolder(profile.folder)
        let lock = try enrollmentLock(profile)
        defer { withExtendedLifetime(lock) {} }
        guard !profile.isEnrolled else { throw .alreadyEnrolled(profile.folder) }
        let kith = Kith(
            profile: profile, store: try openStore(profile),
            clock: SystemClock(wallOffsetSeconds: options.wallOffsetSeconds), options: options)
        let clock = kith.clock.sample()
        let request = EnrollRequest(
            code: link.code, device: device, clock: clock,
            schema: Schema.current.version, software: options.software)
        let (certificate, response) = try await ask(link, request)
        try kith.keep(response, device: device, clock: clock)
        try profile.keep(token: response.token, certificate: certificate)
        try profile.write(
            Profile.Settings(
                host: link.address.host, port: link.address.port,
                fingerprint: certificate.fingerprintText))
        return kith
    }

    private static func enrollmentLock(_ profile: Profile) throws(KithError) -> SyncLock {
        do {
            return try SyncLock(path: profile.syncLockPath)
        } catch {
            throw KithError(error)
        }
    }

    /// Reads the certificate, compares it with the link's, and only then shows the code.
    private static func ask(
        _ link: EnrollmentLink, _ request: EnrollRequest
    ) async throws(KithError) -> (PinnedCertificate, EnrollResponse) {
        do throws(TransportFailure) {
            let certificate = try await CertificateReader.read(
                from: link.address, fingerprint: link.fingerprint)
            let exchanger = try HTTPExchanger(
                address: link.address, certificate: certificate, token: nil)
            do throws(TransportFailure) {
                let response = try await exchanger.enroll(request)
                await exchanger.close()
                return (certificate, response)
            } catch {
                await exchanger.close()
                throw error
            }
        } catch {
            throw KithError(SyncFailure(error))
        }
    }

    private func keep(
        _ response: EnrollResponse, device: String, clock: ClockSample
    ) throws(KithError) {
        guard response.token.isToken else {
            throw KithError(SyncFailure(.malformed("the token has another form")))
        }
        do {
            try store.setIdentity(
                DeviceIdentity(
                    replica: response.replica, user: response.user, handle: response.handle,
                    name: response.name, role: response.role.rawValue, device: device,
                    serverName: response.serverName, lineage: response.history.lineage,
                    enrolled: response.enrolled))
            try store.addAnchor(
                ClockAnchor(
                    boot: clock.boot, boottimeNanoseconds: clock.boottimeNanoseconds,
                    serverTime: response.enrolled))
        } catch let error as StoreError {
            throw KithError(error)
        } catch {
            throw .disk(profile.storePath, "\(error)")
        }
    }
}

extension Profile {
    /// Writes what is trusted and what proves who this is.
    fileprivate func keep(
        token: String, certificate: PinnedCertificate
    ) throws(KithError) {
        try ProfileFile.write(Array((token + "\n").utf8), to: tokenPath)
        try ProfileFile.write(Array(certificate.pem.utf8), to: certificatePath)
    }
}
