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
        guard !isDead else { return SQLITE_IOERR | (1 << 8) }
        let available = max(0, min(target.count, file.bytes.count - offset))
        if available > 0 {
            file.bytes.withUnsafeBytes {
                target.copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + available]))
            }
        }
        guard available < target.count else { return SQLITE_OK }
        target[available...].initializeMemory(as: UInt8.self, repeating: 0)
        return SQLITE_IOERR | (2 << 8)
    }

    func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> Int32 {
        guard !isDead else { return SQLITE_IOERR | (3 << 8) }
        let isDone = disk.begin()
        file.write(bytes, at: offset)
        return isDone ? SQLITE_OK : SQLITE_IOERR | (3 << 8)
    }

    func truncate(to size: Int) -> Int32 {
        guard !isDead else { return SQLITE_IOERR | (6 << 8) }
        let isDone = disk.begin()
        file.truncate(to: size)
        return isDone ? SQLITE_OK : SQLITE_IOERR | (6 << 8)
    }

    func sync() -> Int32 {
        guard !isDead, disk.begin() else { return SQLITE_IOERR | (4 << 8) }
        guard disk.plant != .noSync else { return SQLITE_OK }
        file.sync()
        if syncsFolder { disk.syncNames() }
        syncsFolder = false
        return SQLITE_OK
    }

    func raise(to wanted: Int32) -> Int32 {
        guard !isDead else { return SQLITE_IOERR | (15 << 8) }
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

    /// Whether a pragma is to be passed over, because of what is planted.
    func swallows(pragma name: String, value: String) -> Bool {
        disk.plant == .synchronousNormal && name.lowercased() == "synchronous"
            && ["full", "2", "extra", "3"].contains(value.lowercased())
    }
}
