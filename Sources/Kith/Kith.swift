// The library's front door: open a profile, read, write, sync.

import AccountRecords
import CausalCore
import Logging
import ReplicaStore
import SyncClient
import SyncTransportHTTP

/// One enrolled laptop's copy: everything that a program needs of Kith.
///
/// Reading and writing never touch the network. ``sync(allowsRemoval:progress:)`` does, and
/// ``perform(_:)``; nothing else.
public final class Kith: Sendable {
    /// The folder it lives in.
    public let profile: Profile
    /// The local copy.
    public let store: ReplicaStore
    /// The laptop's clocks.
    public let clock: SystemClock
    /// Where new ids come from.
    public let ids: IdentifierSupply
    let options: KithOptions

    init(profile: Profile, store: ReplicaStore, clock: SystemClock, options: KithOptions) {
        self.profile = profile
        self.store = store
        self.clock = clock
        self.options = options
        ids = IdentifierSupply(randomness: SystemRandomNumberGenerator())
    }

    /// Opens an enrolled profile.
    ///
    /// - Throws: ``KithError`` with ``KithError/Code/notEnrolled`` where there is none.
    public static func open(
        _ profile: Profile, options: KithOptions = KithOptions()
    ) throws(KithError) -> Kith {
        guard profile.isEnrolled else { throw .notEnrolled(profile.folder) }
        return Kith(
            profile: profile, store: try openStore(profile),
            clock: SystemClock(wallOffsetSeconds: options.wallOffsetSeconds), options: options)
    }

    /// Reads from one snapshot of the local copy.
    public func read<Value>(_ body: (ReplicaReader) throws -> Value) throws -> Value {
        try store.read(body)
    }

    /// Writes one local transaction, now; it is durable when this returns.
    public func write<Value>(_ body: (inout ReplicaEditor) throws -> Value) throws -> Value {
        try store.write(WriteMoment(clock: clock.sample(), ids: ids), body)
    }

    /// Where the server listens, and the certificate it is known by, without asking it.
    public func server() throws(KithError) -> (address: ServerAddress, fingerprint: String) {
        let settings = try profile.readSettings()
        return (settings.address, try profile.readCertificate().fingerprintText)
    }

    static func openStore(_ profile: Profile) throws(KithError) -> ReplicaStore {
        do {
            return try ReplicaStore.open(path: profile.storePath, options: StoreOptions())
        } catch {
            throw KithError(error)
        }
    }

    /// A connection to the profile's server; nothing is sent yet.
    func connect() throws(SyncFailure) -> HTTPExchanger {
        do {
            return try HTTPExchanger(
                address: try profile.readSettings().address,
                certificate: try profile.readCertificate(),
                token: try profile.readToken(command: options.tokenCommand))
        } catch let error as KithError {
            throw SyncFailure(store: error)
        } catch let failure as TransportFailure {
            throw SyncFailure(failure)
        } catch {
            throw SyncFailure(.interrupted("\(error)"))
        }
    }
}

extension KithError {
    /// A failure of the local copy.
    init(_ error: StoreError) {
        let failure = SyncFailure(error)
        self.init(
            .store, error.message, remedy: error.remedy, exitStatus: failure.exitStatus)
    }

    /// A failure of the server or the way to it.
    init(_ failure: SyncFailure) {
        self.init(
            .sync, failure.message, remedy: failure.remedy, exitStatus: failure.exitStatus)
    }
}
