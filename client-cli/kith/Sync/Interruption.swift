// What Ctrl-C says, for commands that one may want to interrupt.

import Glibc

/// What Ctrl-C says.
enum Interruption {
    /// Lets SIGINT end the process with three lines and status 130.
    ///
    /// Ending at any moment is harmless: both sides only ever commit whole transactions. The text
    /// is made before and written by a handler that does nothing else, because hardly anything is
    /// allowed in a signal handler.
    static func explain(_ text: String) {
        let bytes = Array(("\n" + text).utf8)
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
        _ = buffer.initialize(from: bytes)
        message = UnsafeRawBufferPointer(buffer)
        signal(SIGINT) { _ in
            _ = write(STDERR_FILENO, Interruption.message.baseAddress, Interruption.message.count)
            _exit(130)
        }
    }

    /// Written once, before the handler is installed, and read only by it.
    private nonisolated(unsafe) static var message = UnsafeRawBufferPointer(start: nil, count: 0)
}
