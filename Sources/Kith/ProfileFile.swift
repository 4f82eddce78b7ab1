// Reads and writes the small files of a profile: private, whole or not at all.

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The small files of a profile.
enum ProfileFile {
    /// Longest file that is read, in bytes.
    static let bytesMax = 1 << 20

    /// Makes a folder and those above it; the last is only for its owner.
    static func makeFolder(_ path: String) throws(KithError) {
        var end = path.startIndex
        while end < path.endIndex {
            end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
            let part = String(path[..<end])
            if mkdir(part, 0o700) != 0, errno != EEXIST { throw .disk(part, reasonOfErrno()) }
        }
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw .disk(path, reasonOfErrno()) }
        guard facts.st_mode & S_IFMT == S_IFDIR else { throw .disk(path, "is not a folder") }
        if chmod(path, 0o700) != 0, facts.st_mode & 0o077 != 0 {
            throw .disk(path, reasonOfErrno())
        }
    }

    /// Whether something is there.
    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// The bytes of a file; nil if there is none.
    static func read(_ path: String) throws(KithError) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .disk(path, reasonOfErrno())
        }
        defer { close(file) }
        return try readAll(file, path)
    }

    /// Puts bytes in the place of a file: all of them or, after any crash, what was there before.
    static func write(_ bytes: [UInt8], to path: String) throws(KithError) {
        let draft = path + ".new"
        let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .disk(draft, reasonOfErrno()) }
        do throws(KithError) {
            defer { close(file) }
            guard fchmod(file, 0o600) == 0 else { throw .disk(draft, reasonOfErrno()) }
            try writeAll(bytes, file, draft)
            guard fsync(file) == 0 else { throw .disk(draft, reasonOfErrno()) }
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, path) == 0 else { throw .disk(path, reasonOfErrno()) }
        try syncFolder(of: path)
    }

    /// Removes a file, if it is there.
    static func remove(_ path: String) throws(KithError) {
        if unlink(path) != 0, errno != ENOENT { throw .disk(path, reasonOfErrno()) }
    }

    /// Copies a file of any length into a new private one, which may break off half written.
    static func copy(_ source: String, to path: String) throws(KithError) {
        let from = open(source, O_RDONLY | O_CLOEXEC)
        guard from >= 0 else { throw .disk(source, reasonOfErrno()) }
        defer { close(from) }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard file >= 0 else { throw .disk(path, reasonOfErrno()) }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = readBytes(from, &buffer)
            if count == 0 { return }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw .disk(source, reasonOfErrno())
            }
            try writeAll(Array(buffer[..<count]), file, path)
        }
    }

    /// Makes a written draft durable under its name.
    static func settle(_ draft: String, as path: String) throws(KithError) {
        let file = open(draft, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .disk(draft, reasonOfErrno()) }
        defer { close(file) }
        guard fsync(file) == 0 else { throw .disk(draft, reasonOfErrno()) }
        guard rename(draft, path) == 0 else { throw .disk(path, reasonOfErrno()) }
        try syncFolder(of: path)
    }

    private static func syncFolder(of path: String) throws(KithError) {
        let end = path.lastIndex(of: "/") ?? path.startIndex
        let name = path.contains("/") ? String(path[..<end]) : "."
        let folder = open(name.isEmpty ? "/" : name, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw .disk(path, reasonOfErrno()) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw .disk(path, reasonOfErrno()) }
    }
}

private func readBytes(
    _ file: Int32, _ buffer: inout [UInt8]
) -> Int { read(file, &buffer, buffer.count) }

private func readAll(_ file: Int32, _ path: String) throws(KithError) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
        let count = read(file, &buffer, buffer.count)
        if count == 0 { return bytes }
        guard count > 0 else {
            if errno == EINTR { continue }
            throw .disk(path, reasonOfErrno())
        }
        bytes += buffer[..<count]
        guard bytes.count <= ProfileFile.bytesMax else { throw .damaged(path, "is too long") }
    }
}

private func writeAll(_ bytes: [UInt8], _ file: Int32, _ path: String) throws(KithError) {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
        guard count > 0 else {
            if errno == EINTR { continue }
            throw .disk(path, reasonOfErrno())
        }
        rest = rest.dropFirst(count)
    }
}

/// What the system says about its last refusal.
func reasonOfErrno() -> String { String(cString: strerror(errno)) }
