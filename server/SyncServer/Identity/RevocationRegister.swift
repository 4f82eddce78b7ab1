// Which tokens were revoked: kept outside the database, where a restore does not reach.

import CausalCore
import Synchronization

/// The hashes of the tokens whose access has ended.
///
/// The database says so too, but a backup may be older than a revocation. So each is kept here before
/// the database knows, and asked at every authentication.
public final class RevocationRegister: Sendable {
    private let hashes: Mutex<Set<[UInt8]>>
    private let keep: @Sendable ([UInt8]) throws -> Void

    /// A register.
    ///
    /// - Parameters:
    ///   - known: SHA-256 of each token that was revoked before.
    ///   - keep: makes one more durable; called before it counts. In memory only by default.
    public init(
        _ known: Set<[UInt8]> = [], keep: @escaping @Sendable ([UInt8]) throws -> Void = { _ in }
    ) {
        hashes = Mutex(known)
        self.keep = keep
    }

    /// How many there are.
    public var count: Int { hashes.withLock { $0.count } }

    /// Ends the access of a token for ever.
    func revoke(_ tokenHash: [UInt8]) throws {
        guard !contains(tokenHash) else { return }
        try keep(tokenHash)
        _ = hashes.withLock { $0.insert(tokenHash) }
    }

    func contains(_ tokenHash: [UInt8]) -> Bool {
        hashes.withLock { $0.contains(tokenHash) } && !planted(.revokedInTheDatabaseOnly)
    }
}
