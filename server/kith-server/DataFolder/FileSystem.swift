// Files with the modes and the durability that a data folder needs.

import Foundation

/// The few file operations of the server program; each throws ``CommandFailure``.
enum FileSystem {
    /// Makes a folder that only its owner can enter, under any umask; parents are made too.
    static func makePrivateFolder(_ path: String) throws(CommandFailure) {
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: parent, withIntermediateDirectories: true)
        } catch {
            throw failure(of: error, doing: "making", path: parent)
        }
        if mkdir(path, 0o700) != 0, errno != EEXIST {
            throw CommandFailure(errno: errno, doing: "making", path: path)
        }
        guard chmod(path, 0o700) == 0 else {
            throw CommandFailure(errno: errno, doing: "protecting", path: path)
        }
    }

    /// Writes a file in one step: readers see the old content, none, or all of the new.
    static func replace(
        _ path: String, mode: mode_t = 0o600, with text: String
    ) throws(CommandFailure) {
        let draft = path + ".\(getpid()).new"
        unlink(draft)
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard file >= 0 else { throw CommandFailure(errno: errno, doing: "writing", path: draft) }
        let isWritten = writeAll(file, text) && fchmod(file, mode) == 0 && fsync(file) == 0
        let number = errno
        close(file)
        guard isWritten, rename(draft, path) == 0 else {
            let number = isWritten ? errno : number
            unlink(draft)
            throw CommandFailure(errno: number, doing: "writing", path: path)
        }
        syncFolder(of: path)
    }

    /// Appends a line, durable when this returns; a line that a crash has cut is ended first.
    static func append(_ line: String, to path: String) throws(CommandFailure) {
        let isNew = access(path, F_OK) != 0
        let file = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CommandFailure(errno: errno, doing: "writing", path: path) }
        defer { close(file) }
        var last: UInt8 = 0x0A
        let size = lseek(file, 0, SEEK_END)
        if size > 0 { pread(file, &last, 1, size - 1) }
        let text = (last == 0x0A ? "" : "\n") + line + "\n"
        guard fchmod(file, 0o600) == 0, writeAll(file, text), fsync(file) == 0 else {
            throw CommandFailure(errno: errno, doing: "writing", path: path)
        }
        if isNew { syncFolder(of: path) }
    }

    /// Makes the content of a file that others have written durable, and its name.
    static func sync(_ path: String) throws(CommandFailure) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw CommandFailure(errno: errno, doing: "opening", path: path) }
        defer { close(file) }
        guard fsync(file) == 0 else {
            throw CommandFailure(errno: errno, doing: "writing", path: path)
        }
        syncFolder(of: path)
    }

    /// Gives a file another name in the same folder, durable when this returns.
    static func move(_ path: String, to target: String) throws(CommandFailure) {
        guard rename(path, target) == 0 else {
            throw CommandFailure(errno: errno, doing: "renaming", path: path)
        }
        syncFolder(of: target)
    }

    /// The text of a file; nil when there is none.
    static func text(_ path: String) throws(CommandFailure) -> String? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw failure(of: error, doing: "reading", path: path)
        }
    }

    /// Writes all of a text, however often the system takes less; false and `errno` on failure.
    static func writeAll(_ file: Int32, _ text: String) -> Bool {
        var bytes = ArraySlice(text.utf8)
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                return false
            }
            bytes = bytes.dropFirst(count)
        }
        return true
    }

    /// The rename itself is durable only when the folder is.
    private static func syncFolder(of path: String) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard file >= 0 else { return }
        fsync(file)
        close(file)
    }

    private static func failure(
        of error: any Error, doing what: String, path: String
    ) -> CommandFailure {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        let posix = (underlying ?? error as NSError)
        let number = posix.domain == NSPOSIXErrorDomain ? Int32(clamping: posix.code) : EIO
        return CommandFailure(errno: number, doing: what, path: path)
    }
}
