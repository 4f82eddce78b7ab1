// Lets one sync of a profile run at a time; reads and writes never wait for it.

import SyncClient

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The lock of the one sync that runs; it ends with the process, however that ends.
final class SyncLock: Sendable {
    private let file: Int32

    /// Takes the lock at once, or not at all.
    ///
    /// - Throws: ``SyncFailure/syncIsRunning`` if another process, or another part of this one,
    ///   has it.
    init(path: String) throws(SyncFailure) {
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw SyncFailure(store: KithError.disk(path, reasonOfErrno())) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(file)
            if reason == EWOULDBLOCK || reason == EINTR { throw .syncIsRunning }
            throw SyncFailure(store: KithError.disk(path, String(cString: strerror(reason))))
        }
        self.file = file
    }

    deinit { close(file) }
}

extension SyncFailure {
    /// A profile's failure on the way to a sync.
    init(store error: KithError) {
        let code: Code =
            switch error.code {
            case .notEnrolled: .notEnrolled
            default: .store
            }
        self.init(
            code, error.message, remedy: error.remedy, exitStatus: error.exitStatus)
    }
}
