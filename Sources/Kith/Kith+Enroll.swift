// Makes a folder an enrolled profile: an empty one, one that holds data, or one filled from a backup.

import AccountRecords
import CausalCore
import ReplicaStore
import SyncClient
import SyncProtocol
import SyncTransportHTTP

extension Kith {
    /// Enrolls this laptop: takes the link's one-time code to the server that the link names.
    ///
    /// A profile that holds data keeps all of it: it names its predecessor, goes back to the newest
    /// point that the server knows, and offers again what came after. In an empty folder the settings
    /// are written last, so that after a crash the profile counts as not enrolled and a new link works.
    ///
    /// - Throws: ``KithError``; with ``KithError/Code/otherPerson`` and
    ///   ``KithError/Code/otherHistory`` nothing was changed here.
    public static func enroll(
        _ link: EnrollmentLink, _ enrollment: EnrollmentOptions, profile: Profile,
        options: KithOptions = KithOptions()
    ) async throws(KithError) -> Kith {
        try ProfileFile.makeFolder(profile.folder)
        let lock = try enrollmentLock(profile)
        defer { withExtendedLifetime(lock) {} }
        if let backup = enrollment.backup { try profile.fill(from: backup) }
        do throws(KithError) {
            return try await enroll(link, enrollment, locked: profile, options)
        } catch {
            if enrollment.backup != nil { try profile.removeStore() }
            throw error
        }
    }

    private static func enroll(
        _ link: EnrollmentLink, _ enrollment: EnrollmentOptions, locked profile: Profile,
        _ options: KithOptions
    ) async throws(KithError) -> Kith {
        let kith = Kith(
            profile: profile, store: try openStore(profile),
            clock: SystemClock(wallOffsetSeconds: options.wallOffsetSeconds), options: options)
        let clock = kith.clock.sample()
        let former = try kith.former()
        let request = EnrollRequest(
            code: link.code, device: enrollment.device, clock: clock,
            predecessor: former?.person.replica, schema: Schema.current.version,
            software: options.software, points: former?.points ?? [])
        let (certificate, response) = try await ask(link, request)
        guard response.token.isToken else {
            throw KithError(SyncFailure(.malformed("the token has another form")))
        }
        let common = try former.map { former throws(KithError) in
            try former.common(response, enrollment)
        }
        try kith.keep(response, enrollment.device, clock: clock, former: former, common: common)
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

    /// Who the copy in the profile was, and what it remembers; nil for an empty one.
    private func former() throws(KithError) -> Former? {
        do {
            guard let person = try store.predecessor() else { return nil }
            return Former(person: person, points: try store.rememberedPoints())
        } catch {
            throw KithError(store: error, profile)
        }
    }

    private func keep(
        _ response: EnrollResponse, _ device: String, clock: ClockSample, former: Former?,
        common: HistoryPoint??
    ) throws(KithError) {
        let identity = DeviceIdentity(
            replica: response.replica, user: response.user, handle: response.handle,
            name: response.name, role: response.role.rawValue, device: device,
            serverName: response.serverName, lineage: response.history.lineage,
            enrolled: response.enrolled)
        do {
            if former == nil {
                try store.setIdentity(identity)
            } else {
                try store.enrollAgain(as: identity, from: common ?? nil)
            }
            try store.addAnchor(
                ClockAnchor(
                    boot: clock.boot, boottimeNanoseconds: clock.boottimeNanoseconds,
                    serverTime: response.enrolled))
        } catch {
            throw KithError(store: error, profile)
        }
    }
}

/// What a profile that holds data was before.
private struct Former {
    let person: Predecessor
    let points: [HistoryPoint]

    /// The point to go on from; throws where the answer must not be followed.
    func common(
        _ response: EnrollResponse, _ enrollment: EnrollmentOptions
    ) throws(KithError) -> HistoryPoint? {
        let decision = Reenrollment.decide(
            response, former: person, points: points,
            acceptsOtherHistory: enrollment.acceptsOtherHistory)
        switch decision {
        case .proceed(let common): return common
        case .otherPerson: throw .otherPerson(here: person.name, link: response.name)
        case .otherHistory: throw .otherHistory(response.serverName)
        case .implausible(let rule): throw KithError(SyncFailure(.malformed(rule)))
        }
    }
}

extension KithError {
    /// A failure of the local copy, or of the disk below it.
    init(store error: any Error, _ profile: Profile) {
        guard let error = error as? StoreError else {
            self = .disk(profile.storePath, "\(error)")
            return
        }
        self.init(error)
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
