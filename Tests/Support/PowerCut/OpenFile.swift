// A file as one connection has it open, and what SQLite asks of it.

import GRDBSQLite

/// A connection's hold on a file; dead once the machine was started anew.
final class OpenFile {
    let disk: VirtualDisk
    let file: VirtualFile
    let path: String
    private let boot: Int
    /// Whether the next sync makes the file's name durable too, as SQLite does for new journals.
    private var syncsFolder: Bool
    private let isRemovedAtClose: Bool
    private var level = SQLITE_LOCK_NONE

    init(
        disk: VirtualDisk, file: VirtualFile, path: String, syncsFolder: Bool,
        isRemovedAtClose: Bool
    ) {
        self.disk = disk
        self.file = file
        self.path = path
        self.syncsFolder = syncsFolder
        self.isRemovedAtClose = isRemovedAtClose
        boot = disk.boot
    }

    var holder: ObjectIdentifier { ObjectIdentifier(self) }
    var isDead: Bool { disk.isOff || boot != disk.boot }

    func close() {
        file.locks.lower(holder, to: SQLITE_LOCK_NONE)
        file.shared.release(holder)
        if isRemovedAtClose, !isDead, disk.begin() { disk.remove(path, syncsFolder: false) }
    }

    func read(_ target: UnsafeMutableRawBufferPointer, at offset: Int) -> Int32 {
        guard !isDead else { return DiskFailure.read.code }
        let available = max(0, min(target.count, file.bytes.count - offset))
        if available > 0 {
            file.bytes.withUnsafeBytes {
                target.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + available]))
            }
        }
        guard available < target.count else { return SQLITE_OK }
        target[available...].initializeMemory(as: UInt8.self, repeating: 0)
        return DiskFailure.shortRead.code
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        guard !isDead else { return DiskFailure.write.code }
        let isDone = disk.begin()
        file.write(bytes, at: offset)
        return isDone ? SQLITE_OK : DiskFailure.write.code
    }

    func truncate(to size: Int) -> Int32 {
        guard !isDead else { return DiskFailure.truncate.code }
        let isDone = disk.begin()
        file.truncate(to: size)
        return isDone ? SQLITE_OK : DiskFailure.truncate.code
    }

    func sync() -> Int32 {
        guard !isDead, disk.begin() else { return DiskFailure.sync.code }
        guard disk.fault != .noSync else { return SQLITE_OK }
        file.sync()
        if syncsFolder { disk.syncNames() }
        syncsFolder = false
        return SQLITE_OK
    }

    func raise(to wanted: Int32) -> Int32 {
        guard !isDead else { return DiskFailure.lock.code }
        guard wanted > level else { return SQLITE_OK }
        guard file.locks.raise(holder, to: wanted) else { return SQLITE_BUSY }
        level = wanted
        return SQLITE_OK
    }

    func lower(to wanted: Int32) -> Int32 {
        file.locks.lower(holder, to: wanted)
        level = wanted
        return SQLITE_OK
    }

    /// Whether a pragma is to set less than it says, because of what is planted.
    func weakens(pragma name: String, value: String) -> Bool {
        disk.fault == .synchronousNormal && name.lowercased() == "synchronous"
            && ["full", "2", "extra", "3"].contains(value.lowercased())
    }
}
