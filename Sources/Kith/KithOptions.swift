// What the process that opens a profile decides.

import Logging

/// What the process that opens a profile decides.
public struct KithOptions: Sendable {
    /// A shell command that prints the token; nil reads it from the profile.
    public var tokenCommand: String?
    /// Added to the wall clock, in seconds, for demonstrations and tests.
    public var wallOffsetSeconds: Int64
    /// Name and release of the software, for the admin's list of devices.
    public var software: String
    /// Where steps of a sync are written; never holds what people keep in records.
    public var log: Logger

    /// Makes options; what is left out is what an ordinary process wants.
    public init(
        tokenCommand: String? = nil, wallOffsetSeconds: Int64 = 0, software: String = "kith",
        log: Logger = Logger(label: "kith", factory: { _ in SwiftLogNoOpLogHandler() })
    ) {
        self.tokenCommand = tokenCommand
        self.wallOffsetSeconds = wallOffsetSeconds
        self.software = software
        self.log = log
    }
}
