// Every limit on what a record or an op may hold, as protocol/6-limits.md lists them.

/// Limits that both sides hold every op to; a value at the limit passes, one past it is rejected.
public enum RecordLimits {
    /// The longest single line of text, in UTF-8 bytes.
    public static let lineBytesMax = 1024
    /// The longest text of several lines, in UTF-8 bytes; log entries too.
    public static let noteBytesMax = 65_536
    /// The longest body of a visit note, in UTF-8 bytes: 1 MiB.
    public static let bodyBytesMax = 1_048_576
    /// The longest handle, in ASCII characters.
    public static let handleBytesMax = 32
    /// The longest element of a set, in UTF-8 bytes.
    public static let elementBytesMax = 256
    /// The longest part of an address, in UTF-8 bytes.
    public static let addressPartBytesMax = 512
    /// The longest comment on a report card, in UTF-8 bytes.
    public static let cardCommentBytesMax = 4096
    /// The most units that one op writes.
    public static let unitsPerOpMax = 1000
    /// The most bytes that all elements and values of one op have together: 2 MiB.
    public static let opBytesMax = 2_097_152
    /// The most units that a record has, removed elements and cleared fields included.
    public static let unitsPerRecordMax = 10_000
    /// The most elements and entries that one set or log has, removed ones included.
    public static let elementsPerFieldMax = 2000
    /// The most conflict records that one op settles.
    public static let resolvesPerOpMax = 100
    /// The longest reason that goes with an op, in UTF-8 bytes.
    public static let reasonBytesMax = 4096
    /// The most own ops that one context names.
    public static let ownPerContextMax = 100
    /// The greatest seq, counter and schema-independent number on the wire: 2^53 - 1.
    public static let seqMax: UInt64 = (1 << 53) - 1
}
