// What can be wrong with a store's file before anything is read from it.

/// A file that cannot serve as this server's store.
public enum StoreFault: Error, Hashable, Sendable {
    /// The file belongs to another program.
    case foreignFile
    /// The file was written by a newer release; run that one.
    case newerRelease(found: Int, known: Int)
    /// The file could not be made or opened; the operating system's error number.
    case unreachable(Int32)
    /// Another connection is at work on the file.
    case inUse
}
