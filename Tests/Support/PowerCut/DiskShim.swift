// SQLite's door to the virtual disks: a VFS that is the default one, and passes on what is not theirs.

import Foundation
import GRDBSQLite
import Synchronization

/// The VFS `powercut`, through which every connection of this process goes once it is installed.
///
/// Files below the folder of a ``VirtualDisk`` lie on that disk; all others are where they always
/// were.
enum DiskShim {
    private static let disks = Mutex<[VirtualDisk]>([])
    /// The VFS that was the default before.
    nonisolated(unsafe) static let parent = sqlite3_vfs_find(nil)
    nonisolated(unsafe) private static let name = strdup("powercut")

    nonisolated(unsafe) private static let shim: UnsafeMutablePointer<sqlite3_vfs>? = {
        guard let parent else { return nil }
        let shim = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        shim.initialize(to: parent.pointee)
        shim.pointee.iVersion = 1
        shim.pointee.szOsFile = max(parent.pointee.szOsFile, ShimFile.bytes)
        shim.pointee.pNext = nil
        shim.pointee.zName = UnsafePointer(name)
        shim.pointee.xOpen = { _, path, file, flags, granted in
            DiskShim.open(path, file, flags, granted)
        }
        shim.pointee.xDelete = { _, path, syncsFolder in DiskShim.delete(path, syncsFolder) }
        shim.pointee.xAccess = { _, path, flags, result in DiskShim.access(path, flags, result) }
        shim.pointee.xFullPathname = { _, path, count, target in
            DiskShim.parent?.pointee.xFullPathname?(DiskShim.parent, path, count, target)
                ?? SQLITE_CANTOPEN
        }
        guard sqlite3_vfs_register(shim, 1) == SQLITE_OK else { return nil }
        return shim
    }()

    /// Puts a disk in; false if SQLite does not let itself be led here.
    static func insert(_ disk: VirtualDisk) -> Bool {
        guard shim != nil else { return false }
        disks.withLock { $0.append(disk) }
        return true
    }

    /// Takes a disk out; its folder is an ordinary one again.
    static func remove(_ disk: VirtualDisk) {
        disks.withLock { $0.removeAll { $0 === disk } }
    }

    private static func disk(_ path: UnsafePointer<CChar>?) -> (disk: VirtualDisk, path: String)? {
        guard let path else { return nil }
        let text = String(cString: path)
        return disks.withLock { disks in
            disks.first { text.hasPrefix($0.folder + "/") }.map { ($0, text) }
        }
    }

    private static func open(
        _ path: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ granted: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let (disk, text) = disk(path) else {
            return parent?.pointee.xOpen?(parent, path, file, flags, granted) ?? SQLITE_CANTOPEN
        }
        file?.pointee.pMethods = nil
        return disk.lock.withLock {
            guard !disk.isOff,
                let (content, isNew) = disk.file(text, isMade: flags & SQLITE_OPEN_CREATE != 0)
            else { return SQLITE_CANTOPEN }
            let journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL
            ShimFile.fill(
                file,
                with: OpenFile(
                    disk: disk, file: content, path: text,
                    syncsFolder: isNew && flags & journals != 0,
                    isRemovedAtClose: flags & SQLITE_OPEN_DELETEONCLOSE != 0))
            granted?.pointee = flags
            return SQLITE_OK
        }
    }

    private static func delete(_ path: UnsafePointer<CChar>?, _ syncsFolder: Int32) -> Int32 {
        guard let (disk, text) = disk(path) else {
            return parent?.pointee.xDelete?(parent, path, syncsFolder) ?? SQLITE_IOERR
        }
        return disk.lock.withLock {
            guard !disk.isOff, disk.files[text] != nil else {
                return DiskFailure.deleteMissing.code
            }
            let isDone = disk.begin()
            disk.remove(text, syncsFolder: isDone && syncsFolder != 0)
            return isDone ? SQLITE_OK : DiskFailure.delete.code
        }
    }

    private static func access(
        _ path: UnsafePointer<CChar>?, _ flags: Int32, _ result: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let (disk, text) = disk(path) else {
            return parent?.pointee.xAccess?(parent, path, flags, result) ?? SQLITE_IOERR
        }
        return disk.lock.withLock {
            guard !disk.isOff else { return DiskFailure.access.code }
            result?.pointee = disk.files[text] == nil ? 0 : 1
            return SQLITE_OK
        }
    }
}
