// A disk that a test can fill.

import Foundation

/// A tmpfs of a few megabytes; needs the right to mount.
final class SmallDisk: Sendable {
    let path: String

    /// Whether this process may mount; if not, the tests that need it are skipped.
    static let isAvailable: Bool = {
        guard geteuid() == 0, let disk = try? SmallDisk(megabytes: 1) else { return false }
        return FileManager.default.fileExists(atPath: disk.path)
    }()

    init(megabytes: Int) throws {
        path = try TemporaryFolder.make("disk").path
        let options = "size=\(megabytes)m,mode=0700"
        guard mount("tmpfs", path, "tmpfs", 0, options) == 0 else {
            try? FileManager.default.removeItem(atPath: path)
            throw TestFailure("mount: \(String(cString: strerror(errno)))")
        }
    }

    deinit {
        umount2(path, Int32(MNT_DETACH))
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Forbids writing, or permits it again; nothing may have a file open for writing.
    func setReadOnly(_ isReadOnly: Bool) throws {
        let flags = UInt(MS_REMOUNT) | (isReadOnly ? UInt(MS_RDONLY) : 0)
        guard mount("tmpfs", path, "tmpfs", flags, nil) == 0 else {
            throw TestFailure("remount: \(String(cString: strerror(errno)))")
        }
    }

    /// Takes what is left of the space.
    func fill() throws {
        let file = open(path + "/filler", O_WRONLY | O_CREAT, 0o600)
        guard file >= 0 else { throw TestFailure("open: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        for count in [65_536, 4_096, 1] {
            let block = [UInt8](repeating: 1, count: count)
            while write(file, block, count) == count {}
        }
    }

    /// Gives it back.
    func free() {
        unlink(path + "/filler")
    }
}
