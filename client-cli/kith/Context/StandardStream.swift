// The three streams that a program is born with.

import Glibc

/// Reading from and writing to the streams that a program is born with.
enum StandardStream {
    /// The longest text that is read from a pipe, in bytes.
    static let inputBytesMax = 64 << 20

    static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    /// The columns of the terminal on stdout, or of `COLUMNS`; nil where output goes elsewhere.
    static func width(environment: [String: String]) -> Int? {
        guard isTerminal(STDOUT_FILENO) else { return nil }
        if let columns = environment["COLUMNS"].flatMap(Int.init), columns > 0 { return columns }
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Writes text to a stream, all of it.
    ///
    /// - Throws: ``CommandFailure`` where the stream goes to a disk that is full.
    static func write(_ text: String, to descriptor: Int32) throws {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                bytes = bytes.dropFirst(count)
            } else if errno == EPIPE {
                return
            } else if errno != EINTR && errno != EAGAIN {
                throw CommandFailure(
                    .disk, "The output could not be written: \(reason(of: errno)).",
                    kept: "Your data is not touched by this.",
                    remedy: "Free some space, or write somewhere else.")
            }
        }
    }

    /// Everything that comes through stdin.
    static func readAll() throws -> [UInt8] {
        try readAll(from: STDIN_FILENO, name: "the standard input")
    }

    /// A whole file.
    static func readFile(_ path: String, bytesMax: Int = inputBytesMax) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw CommandFailure(
                .noSuchRecord, "\(path) cannot be read: \(reason(of: errno)).",
                remedy: "Check the name of the file.")
        }
        defer { close(descriptor) }
        return try readAll(from: descriptor, name: path, bytesMax: bytesMax)
    }

    /// Puts text into a file, private to its owner, all of it or none.
    static func writeFile(_ path: String, _ text: String) throws {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw unwritable(path, errno) }
        do {
            defer { close(descriptor) }
            try write(text, to: descriptor)
            guard fsync(descriptor) == 0 else { throw unwritable(path, errno) }
        } catch {
            unlink(draft)
            throw error
        }
        guard rename(draft, path) == 0 else { throw unwritable(path, errno) }
    }

    /// What the system says about a refusal.
    static func reason(of code: Int32) -> String {
        String(cString: strerror(code)).lowercased()
    }

    private static func unwritable(_ path: String, _ code: Int32) -> CommandFailure {
        CommandFailure(
            .disk, "\(path) cannot be written: \(reason(of: code)).",
            remedy: "Check the folder and the free space, or choose another file.")
    }

    private static func readAll(
        from descriptor: Int32, name: String, bytesMax: Int = inputBytesMax
    ) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw CommandFailure(
                    .disk, "\(name) cannot be read: \(reason(of: errno)).",
                    remedy: "Check that it is a file, and not a folder.")
            }
            bytes += buffer[..<count]
            guard bytes.count <= bytesMax else {
                throw CommandFailure(
                    .badData, "\(name) is larger than \(bytesMax >> 20) MB.",
                    remedy: "Split it and try again.")
            }
        }
    }
}
