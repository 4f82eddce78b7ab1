// Copies of the local database for safekeeping, and beginning a profile with one.

import ReplicaStore

extension Kith {
    /// Writes a copy of the local database into a new file, without the laptop's identity and token.
    ///
    /// The file appears whole or not at all. Whoever uses it enrolls with a new link.
    ///
    /// - Throws: ``KithError``; with ``KithError/Code/disk`` if something is there already.
    public func backup(to path: String) throws(KithError) {
        guard !ProfileFile.exists(path) else {
            throw .disk(path, "is there already; name another file")
        }
        let draft = path + ".new"
        try ProfileFile.remove(draft)
        do {
            try store.backup(to: draft)
        } catch {
            try ProfileFile.remove(draft)
            throw KithError(store: error, profile)
        }
        try ProfileFile.settle(draft, as: path)
    }
}

extension Profile {
    /// Puts the copy of a backup into a profile that holds no data yet.
    func fill(from backup: String) throws(KithError) {
        guard !isEnrolled, !ProfileFile.exists(storePath) else {
            throw .alreadyEnrolled(folder)
        }
        let draft = storePath + ".new"
        try ProfileFile.copy(backup, to: draft)
        try ProfileFile.settle(draft, as: storePath)
    }

    /// Takes away a copy that was put in and could not be enrolled.
    func removeStore() throws(KithError) {
        for ending in ["", "-wal", "-shm"] { try ProfileFile.remove(storePath + ending) }
    }
}
