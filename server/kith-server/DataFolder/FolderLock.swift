// One program serves a data folder at a time.

import Foundation

/// An advisory lock on the data folder; the kernel drops it when the process ends, however it ends.
struct FolderLock: ~Copyable {
    private let file: Int32

    /// Takes the lock.
    init(_ folder: DataFolder) throws(CommandFailure) {
        let file = open(folder.lock, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            throw CommandFailure(errno: errno, doing: "locking", path: folder.lock)
        }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            close(file)
            guard number == EWOULDBLOCK else {
                throw CommandFailure(errno: number, doing: "locking", path: folder.lock)
            }
            throw CommandFailure(
                .tryAgain, "Another kith-server serves \(folder.path) already.",
                remedy: "Stop that one first, or use another folder.")
        }
        self.file = file
    }

    /// Gives the lock back.
    consuming func release() {
        flock(file, LOCK_UN)
    }

    deinit {
        close(file)
    }
}
